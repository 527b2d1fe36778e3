package dev.weir.stress;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;

/**
 * Checks a structure with Lincheck: random short programs, each with its schedules one after the other (model checking), and
 * then with real threads (stress). Stateless.
 *
 * <p>The short form, seconds for each structure, is part of {@code mvn verify}. The long form, minutes for each, comes with
 * {@code stress/run long}, which sets the property {@value #LONG}.
 */
public final class Linear {

    private static final String LONG = "weir.stress.long";

    private Linear() {}

    /**
     * Fails if there is a run of the structure's operations whose results no sequential run of the specification gives.
     *
     * @param structure its operations
     * @param specification the same operations, of a class that is not thread-safe
     */
    public static void check(Class<?> structure, Class<?> specification) {
        modelChecking().sequentialSpecification(specification).check(structure);
        stress().sequentialSpecification(specification).check(structure);
    }

    /**
     * Fails if there is a run after which the structure itself says that something is wrong, whatever the results were. Its
     * short form is shorter: such a structure is large, and each of its runs takes long.
     */
    public static void validate(Class<?> structure) {
        boolean isLong = Boolean.getBoolean(LONG);
        ModelCheckingOptions modelChecking = isLong
                ? modelChecking()
                : sized(new ModelCheckingOptions(), 3, 40).actorsPerThread(2).actorsAfter(1);
        StressOptions stress = isLong
                ? stress()
                : sized(new StressOptions(), 3, 200).actorsPerThread(2).actorsAfter(1);
        modelChecking.verifier(EpsilonVerifier.class).check(structure);
        stress.verifier(EpsilonVerifier.class).check(structure);
    }

    private static ModelCheckingOptions modelChecking() {
        return Boolean.getBoolean(LONG)
                ? sized(new ModelCheckingOptions(), 60, 3_000)
                : sized(new ModelCheckingOptions(), 3, 60);
    }

    private static StressOptions stress() {
        return Boolean.getBoolean(LONG) ? sized(new StressOptions(), 60, 10_000) : sized(new StressOptions(), 3, 300);
    }

    private static <O extends Options<O, ?>> O sized(O options, int programs, int runs) {
        return options.threads(2)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(2)
                .iterations(programs)
                .invocationsPerIteration(runs);
    }
}

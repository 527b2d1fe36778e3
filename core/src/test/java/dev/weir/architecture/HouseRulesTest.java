package dev.weir.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.weir.ThreadPool;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * The rules of the house, read from the compiled classes of {@code core} and, where a class file does not tell, from
 * its sources.
 */
class HouseRulesTest {

    private static final String API = "dev.weir";
    private static final String EVENTS = "dev.weir.event";
    private static final String INTERNAL = "dev.weir.internal..";
    private static final String REGISTRY = "dev.weir.internal.watchdog";

    private static final Path CLASSES = classesOfCore();
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final JavaClasses CORE = new ClassFileImporter().importPath(CLASSES);

    // The rooms

    @Test
    void packagesFormNoCycle() {
        check(slices().assignedFrom(new OnePackageOneSlice()).should().beFreeOfCycles());
    }

    @Test
    void internalsDoNotKnowTheFace() {
        check(noClasses()
                .that()
                .resideInAPackage(INTERNAL)
                .should(dependOnClassesThat(resideInAPackage(API)))
                .because("the API uses the internals, never the other way round"));
    }

    @Test
    void exportedSignaturesNameNoInternalType() {
        check(classes()
                .that(areExported())
                .should(new NamesNoInternalType(resideInAPackage(INTERNAL)))
                .because("a user cannot read the types of a package that is not exported"));
    }

    @Test
    void moduleExportsTheApiAlone() throws IOException {
        ModuleDescriptor module = module();
        Set<String> exported =
                module.exports().stream().map(ModuleDescriptor.Exports::source).collect(toSet());

        assertThat(exported).isEqualTo(CORE.containPackage(EVENTS) ? Set.of(API, EVENTS) : Set.of(API));
        assertThat(module.exports()).noneMatch(ModuleDescriptor.Exports::isQualified);
        assertThat(module.opens()).isEmpty();
        assertThat(module.isOpen()).isFalse();
    }

    @Test
    void moduleRequiresTheJdkAloneAtRunTime() throws IOException {
        assertThat(module().requires())
                .filteredOn(required -> !required.modifiers().contains(Requires.Modifier.STATIC))
                .extracting(Requires::name)
                .containsExactly("java.base");
    }

    @Test
    void publicTypesOutsideTheExportsAreInternal() throws IOException {
        String[] exported = module().exports().stream()
                .map(ModuleDescriptor.Exports::source)
                .toArray(String[]::new);

        check(classes()
                .that()
                .arePublic()
                .should()
                .resideInAnyPackage(
                        Stream.concat(Stream.of(exported), Stream.of(INTERNAL)).toArray(String[]::new)));
        check(noClasses().that().resideInAPackage(INTERNAL).should().resideInAnyPackage(exported));
    }

    @Test
    void everyPackageIsNullMarked() {
        check(classes().should(resideInANullMarkedPackage()));
    }

    // What is never used

    @Test
    void noInternalsOfTheJdk() {
        check(noClasses()
                .should(dependOnClassesThat(resideInAnyPackage("sun..", "com.sun..", "jdk.internal.."))
                        .as("use sun.misc.Unsafe or other internals of the JDK")));
    }

    @Test
    void noSystemPropertyChangesBehaviour() {
        check(noClasses()
                .should(accessTargetWhere(
                        call(System.class, "getProperty", "getProperties", "setProperty", "setProperties", "getenv")
                                .or(call(Boolean.class, "getBoolean"))
                                .or(call(Integer.class, "getInteger"))
                                .or(call(Long.class, "getLong"))
                                .as("it reads or sets a system property or the environment"))));
    }

    /** A clock that somebody sets must not make a pool wait, nor hurry: all times are differences of nanoTime. */
    @Test
    void wallClockIsNotRead() {
        check(noClasses()
                .should(accessTargetWhere(call(System.class, "currentTimeMillis")
                        .or(call(LockSupport.class, "parkUntil"))
                        .or(call(Condition.class, "awaitUntil"))
                        .as("it reads the wall clock, or waits by it"))));
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.time\\.(Clock|InstantSource|Local.*|Zoned.*|Offset.*)"
                        + "|java\\.util\\.(Date|Calendar|Timer|TimerTask)")
                .because("a duration is measured, never taken from the wall clock"));
    }

    /** For people, an event bears the time of day. It is handed on as it is: nothing compares it or counts with it. */
    @Test
    void timeOfDayIsOnlyStampedOnEvents() {
        check(noClasses()
                .should(accessTargetWhere(describe(
                        "a use of Instant, other than to stamp an event",
                        access -> access.getTargetOwner().isEquivalentTo(Instant.class)
                                && !(access.getName().equals("now") && stampsEvents(access.getOriginOwner()))))));
    }

    private static boolean stampsEvents(JavaClass type) {
        return Set.of(API + ".PoolEvents", API + ".Findings", API + ".internal.event.Subscription")
                .contains(type.getName());
    }

    @Test
    void nothingIsPrinted() {
        check(noClasses()
                .should(accessTargetWhere(call(System.class, "out", "err")
                        .or(call(Throwable.class, "printStackTrace"))
                        .as("it prints past the logger"))));
    }

    @Test
    void noShutdownHook() {
        check(noClasses().should(accessTargetWhere(call(Runtime.class, "addShutdownHook"))));
    }

    @Test
    void commonPoolIsNotUsed() {
        check(noClasses()
                .should(accessTargetWhere(call(ForkJoinPool.class, "commonPool")
                        .or(asynchronousStageWithoutExecutor())
                        .as("it runs on the common pool"))));
    }

    @Test
    void noBlockWithKnownFaultsOfTheJdk() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.util\\.concurrent\\.(LinkedTransferQueue|SynchronousQueue|Semaphore)(\\$.*)?")
                .because("hand-offs and wake-ups were lost there"));
    }

    @Test
    void noFieldUpdater() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.util\\.concurrent\\.atomic\\.Atomic.*FieldUpdater")
                .because("a VarHandle does the same, checked when the class is loaded"));
    }

    @Test
    void noSynchronizedMethod() {
        check(noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED));
    }

    /** A class file marks synchronized methods only; the blocks are looked for in the source text. */
    @Test
    void noSynchronizedBlock() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources()) {
            if (JavaText.mentions(Files.readString(file), "synchronized")) {
                found.add(SOURCES.relativize(file).toString());
            }
        }
        assertThat(found).as("files with a synchronized block").isEmpty();
    }

    // State

    @Test
    void staticFieldsAreFinal() {
        check(fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat(resideOutsideTheRegistry())
                .should()
                .beFinal()
                .because("only the registry of live pools is static and mutable"));
    }

    @Test
    void staticFieldsHoldNoCounter() {
        check(fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat(resideOutsideTheRegistry())
                .should()
                .notHaveRawType(resideInAPackage("java.util.concurrent.atomic"))
                .because("only the registry of live pools is static and mutable"));
    }

    @Test
    void fieldsOfExportedTypesAreFinalConstants() {
        check(fields().that(describe("users can reach", HouseRulesTest::isReachable))
                .should()
                .beStatic()
                .andShould()
                .beFinal());
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CORE);
    }

    // What the rules are made of

    private static DescribedPredicate<JavaAccess<?>> call(Class<?> owner, String... names) {
        Set<String> wanted = Set.of(names);
        return describe(
                owner.getSimpleName() + "." + String.join(", ", names),
                access -> access.getTargetOwner().isAssignableTo(owner) && wanted.contains(access.getName()));
    }

    private static DescribedPredicate<JavaAccess<?>> asynchronousStageWithoutExecutor() {
        return describe(
                "an asynchronous stage without an executor",
                access -> access.getTargetOwner().isAssignableTo(CompletionStage.class)
                        && access.getName().endsWith("Async")
                        && !takesExecutor(access.getTarget()));
    }

    private static boolean takesExecutor(AccessTarget target) {
        return target instanceof CodeUnitAccessTarget method
                && method.getRawParameterTypes().stream().anyMatch(type -> type.isAssignableTo(Executor.class));
    }

    private static DescribedPredicate<JavaClass> areExported() {
        return describe("are exported", HouseRulesTest::isExported);
    }

    private static boolean isExported(JavaClass type) {
        return NamesNoInternalType.isVisible(type.getModifiers())
                && Set.of(API, EVENTS).contains(type.getPackageName())
                && type.getEnclosingClass().map(HouseRulesTest::isExported).orElse(true);
    }

    private static boolean isReachable(JavaField field) {
        return isExported(field.getOwner()) && NamesNoInternalType.isVisible(field.getModifiers());
    }

    private static DescribedPredicate<JavaClass> resideOutsideTheRegistry() {
        return describe(
                "reside outside " + REGISTRY, type -> !type.getPackageName().equals(REGISTRY));
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a package that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean inPackage = !type.getPackageName().isEmpty();
                if (inPackage && !type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getName() + " resides in " + type.getPackageName() + ", which is not"));
                }
            }
        };
    }

    private static ModuleDescriptor module() throws IOException {
        try (InputStream in = Files.newInputStream(CLASSES.resolve("module-info.class"))) {
            return ModuleDescriptor.read(in);
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).as("sources in " + SOURCES.toAbsolutePath()).isNotEmpty();
            return sources;
        }
    }

    private static Path classesOfCore() {
        try {
            return Path.of(ThreadPool.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each package alone is a slice; a package and its sub-packages are two. */
    private static final class OnePackageOneSlice implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return name.startsWith(API) ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}

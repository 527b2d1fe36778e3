package dev.weir.stress.mutants;

import dev.weir.stress.mutants.Verdict.End;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Tries a mutant: compiles a copy of the source file with the fault in it, and runs the tests, in a virtual machine of their
 * own, with the outcome in front of the classes of {@code core}. The sources themselves are only read. Not thread-safe.
 *
 * <p>Other files are not compiled anew, so a fault in a constant that they use would not reach them.
 */
final class Trial {

    /** For all tests of a mutant, and for those of all of them without one. */
    private static final int SUITE_SECONDS = 120;

    private static final int UNCHANGED_SECONDS = 1_800;

    /** For a test without a fault: it may be slow, and is not to be taken for one that hangs. */
    private static final int UNCHANGED_TEST_SECONDS = 120;

    private final Path core;
    private final Path work;
    private final int testSeconds;
    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

    /**
     * Makes trials.
     *
     * @param core the module whose sources are mutated
     * @param work where the outcome goes
     * @param testSeconds after that time a test counts as hanging, unless it declares a time of its own
     */
    Trial(Path core, Path work, int testSeconds) {
        this.core = core;
        this.work = work;
        this.testSeconds = testSeconds;
    }

    /** Runs tests against the sources as they are: if one fails, a mutant's death says nothing. */
    Verdict unchanged(List<String> tests) throws IOException, InterruptedException {
        return attempt("unchanged", null, tests);
    }

    Verdict of(Mutant mutant) throws IOException, InterruptedException {
        Verdict verdict = attempt(mutant.name(), mutant, mutant.tests());
        verdict.writeTo(work.resolve(mutant.name()));
        return verdict;
    }

    /** What became of a mutant when it was tried last; null if it never was. */
    Verdict last(Mutant mutant) throws IOException {
        return Verdict.readFrom(work.resolve(mutant.name()));
    }

    private Verdict attempt(String name, Mutant mutant, List<String> tests) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Path home = work.resolve(name);
        delete(home);
        Path classes = Files.createDirectories(home.resolve("classes"));
        String errors = mutant == null ? null : compile(mutant, home, classes);
        if (errors != null) {
            Files.writeString(home.resolve("log.txt"), errors);
            return Verdict.now(
                    End.VOID, "does not compile: " + errors.lines().findFirst().orElse(""), since(start));
        }
        return run(home, classes, tests, mutant == null, start);
    }

    /** What the compiler says; null if it says nothing. */
    private String compile(Mutant mutant, Path home, Path classes) throws IOException {
        Path source = Files.write(home.resolve(Path.of(mutant.file()).getFileName()), mutant.mutated(core));
        StringWriter said = new StringWriter();
        List<String> options = List.of(
                "--release",
                "17",
                "-proc:none",
                "-nowarn",
                "-d",
                classes.toString(),
                "-cp",
                core.resolve("target/classes") + File.pathSeparator + libraries());
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            return compiled ? null : said.toString();
        }
    }

    private Verdict run(Path home, Path classes, List<String> tests, boolean unchanged, long start)
            throws IOException, InterruptedException {
        Path protocol = home.resolve("protocol.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                String.join(
                        File.pathSeparator,
                        classes.toString(),
                        core.resolve("target/classes").toString(),
                        core.resolve("target/test-classes").toString(),
                        libraries()),
                SuiteRun.class.getName(),
                protocol.toString(),
                Integer.toString(unchanged ? UNCHANGED_TEST_SECONDS : testSeconds)));
        command.addAll(tests);
        Process process = new ProcessBuilder(command)
                .directory(core.toFile()) // as Maven runs the tests
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log.txt").toFile())
                .start();
        boolean ended = process.waitFor(unchanged ? UNCHANGED_SECONDS : SUITE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        String last = Files.exists(protocol) ? Files.readString(protocol) : "";
        return verdict(ended, process.exitValue(), last, since(start));
    }

    private static Verdict verdict(boolean ended, int exit, String last, long seconds) {
        if (!ended) {
            return Verdict.now(End.HUNG, last.replace(SuiteRun.RUNNING, ""), seconds);
        }
        if (last.startsWith(SuiteRun.PASSED) && exit == 0) {
            return Verdict.now(End.SURVIVED, last.substring(SuiteRun.PASSED.length()) + " tests", seconds);
        }
        if (last.startsWith(SuiteRun.TIMED_OUT)) {
            return Verdict.now(End.HUNG, last.substring(SuiteRun.TIMED_OUT.length()), seconds);
        }
        if (last.startsWith(SuiteRun.FAILED) && exit == 1) {
            return Verdict.now(End.KILLED, last.substring(SuiteRun.FAILED.length()), seconds);
        }
        return Verdict.now(End.VOID, "exit status " + exit + " at: " + last, seconds);
    }

    /** Those of this virtual machine, which include what core and its tests need. */
    private static String libraries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static long since(long start) {
        return Math.round((System.nanoTime() - start) / 1e9);
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path file : found.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}

package dev.weir.support;

import dev.weir.ThreadPool;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM for what would harm the one that runs the tests: the running Java, with the classes of {@code core} and of its tests
 * and no library. Not thread-safe.
 */
public final class ChildJvm {

    private final List<String> launcher = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final Class<?> main;
    private Duration patience = Duration.ofSeconds(100);

    private ChildJvm(Class<?> main) {
        this.main = main;
    }

    /** One that calls the class's {@code main}. */
    public static ChildJvm of(Class<?> main) {
        return new ChildJvm(main);
    }

    /** Starts it with these options. */
    public ChildJvm with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Gives it so much time. */
    public ChildJvm patience(Duration most) {
        patience = most;
        return this;
    }

    /** Has it started by another command, at whose end the JVM's own command line goes. */
    public ChildJvm behind(String... command) {
        launcher.addAll(List.of(command));
        return this;
    }

    /** Runs it to its end; fails with all that it said if it fails or takes too long. Returns what it said. */
    public String run(String... arguments) throws IOException, InterruptedException {
        Path said = Files.createTempFile("child", ".log");
        try {
            Process process = new ProcessBuilder(commandLine(arguments))
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            boolean ended = process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            String all = Files.readString(said);
            if (!ended || process.exitValue() != 0) {
                String end = ended ? "failed with " + process.exitValue() : "did not end in time";
                throw new AssertionError(main.getName() + " " + end + ", and said:\n" + all);
            }
            return all;
        } finally {
            Files.delete(said);
        }
    }

    private List<String> commandLine(String... arguments) {
        List<String> line = new ArrayList<>(launcher);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("-cp");
        line.add(classes(ThreadPool.class) + File.pathSeparator + classes(ChildJvm.class));
        line.addAll(options);
        line.add(main.getName());
        line.addAll(List.of(arguments));
        return line;
    }

    /** Where the classes lie that one of them lies with. */
    public static Path classes(Class<?> one) {
        try {
            return Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

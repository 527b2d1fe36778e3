package dev.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.support.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Threads that the system does not give, in a JVM that may have few: of a user of its own where the tests run as root, else
 * with little more than what the user has already.
 */
class ThreadLimitTest {

    /** What a JVM needs for itself, and some for the pool. */
    private static final int THREADS = 60;

    /** A user that has no process. */
    private static final String NOBODY_ELSE = "61234";

    private static boolean works(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    @Test
    void poolGoesOnWithTheThreadsThatTheSystemGives() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "SKIPPED: the limit on threads is set as Linux does it");
        ChildJvm child = ChildJvm.of(ThreadLimit.class).with("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m");
        if (isRoot()) {
            String[] other = {
                "setpriv", "--reuid=" + NOBODY_ELSE, "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"
            };
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            String classes = ChildJvm.classes(ThreadLimit.class).toString();
            assumeTrue(
                    works("setpriv", other[1], "test", "-x", java) && works("setpriv", other[1], "test", "-r", classes),
                    "SKIPPED: no setpriv, or another user may not read the classes");
            child.behind(other);
            child.behind("bash", "-c", "ulimit -u " + THREADS + " && exec \"$@\"", "bash");
        } else {
            assumeTrue(
                    works("bash", "-c", "ulimit -u unlimited || ulimit -u 1000"), "SKIPPED: no bash to set the limit");
            child.behind(
                    "bash",
                    "-c",
                    "ulimit -u $(($(ps -L -u $(id -u) --no-headers | wc -l) + " + THREADS + ")) && exec \"$@\"",
                    "bash");
        }
        String said = child.run();
        System.out.println("ThreadLimit: " + said);
        assertThat(said).contains("could not create a thread").doesNotContain("Bug");
    }
}

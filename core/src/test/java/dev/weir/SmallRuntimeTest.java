package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.PoolEvent;
import dev.weir.support.Heard;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pool in a JVM that has neither a flight recorder nor management. */
class SmallRuntimeTest {

    /** What the child does. */
    public static final class Child {

        private Child() {}

        /** Exits with 0 only if all is well. */
        public static void main(String[] args) throws Exception {
            Stream.of("jdk.jfr", "java.management").forEach(module -> {
                if (ModuleLayer.boot().findModule(module).isPresent()) {
                    throw new AssertionError(module + " is here");
                }
            });
            Heard heard = new Heard();
            try (ThreadPool pool =
                    ThreadPool.builder("small").threads(1, 2).listener(heard).build()) {
                pool.execute(() -> {});
                if (pool.submit(() -> 7).get() != 7) {
                    throw new AssertionError("no value");
                }
            }
            heard.first(PoolEvent.WorkerStarted.class);
            try {
                ThreadPool.builder("managed").jmx(true).build();
                throw new AssertionError("registered where there is no management");
            } catch (UnsupportedOperationException expected) {
                System.out.println(expected.getMessage());
            }
            boolean threadsAreLeft = Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().startsWith("weir-")
                            || thread.getName().startsWith("managed"));
            System.out.println(threadsAreLeft ? "threads are left" : "all is well");
        }
    }

    private static String where(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    private static List<String> run(List<String> arguments) throws Exception {
        Process child = new ProcessBuilder(Stream.concat(
                                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString()),
                                arguments.stream())
                        .toList())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
        assertThat(child.exitValue()).as(output).isZero();
        return output.lines().toList();
    }

    private static void assertWorks(List<String> output) {
        assertThat(output)
                .as(output.stream().collect(Collectors.joining("\n")))
                .contains("all is well")
                .anyMatch(line -> line.contains("pool managed needs the module java.management"));
    }

    @Test
    void poolWorksOnTheClassPathWithoutJfrAndManagement() throws Exception {
        String path = where(ThreadPool.class) + File.pathSeparator + where(SmallRuntimeTest.class);
        assertWorks(run(List.of("--limit-modules", "java.base,java.logging", "-cp", path, Child.class.getName())));
    }

    @Test
    void poolWorksAsAModuleWithoutJfrAndManagement() throws Exception {
        assertWorks(run(List.of(
                "--limit-modules",
                "java.base,java.logging,dev.weir",
                "-p",
                where(ThreadPool.class),
                "--patch-module",
                "dev.weir=" + where(SmallRuntimeTest.class),
                "-m",
                "dev.weir/" + Child.class.getName())));
    }
}

package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher {@code weir} in a copy of the project's shape, with a Maven that only notes that it was called and a Java
 * that only prints its arguments.
 */
class LauncherTest {
    private static final Path LAUNCHER = Path.of("..", "weir").toAbsolutePath().normalize();

    private static final List<String> TOOLS = List.of(
            "bash",
            "cat",
            "dirname",
            "env",
            "find",
            "flock",
            "head",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "sed",
            "seq",
            "sleep",
            "tail",
            "touch");

    @TempDir
    Path temp;

    private Path project;
    private Path bin;
    private Path tools;

    @BeforeEach
    void copyProject() throws IOException {
        project = Files.createDirectories(temp.resolve("a project"));
        bin = Files.createDirectories(temp.resolve("jdk/bin"));
        tools = temp.resolve("tools");
        tools();
        Files.copy(LAUNCHER, project.resolve("weir"));
        Files.setPosixFilePermissions(project.resolve("weir"), PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String source : List.of(
                "pom.xml",
                "core/pom.xml",
                "cli/pom.xml",
                "core/src/main/A",
                "dashboard/src/main/C",
                "cli/src/main/B")) {
            Path file = project.resolve(source);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
        age(Instant.parse("2026-01-01T00:00:00Z"));
        script("java", "printf '[%s]' \"$@\"");
        script("javac", "");
        script("mvn", "echo built >> builds; mkdir -p cli/target/lib; touch cli/target/weir-cli-1.0.jar");
        Files.writeString(temp.resolve("jdk/release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.1\"\n");
    }

    @Test
    void buildsOnceAndPassesArgumentsOn() throws Exception {
        Run first = run("serve", "a b", "", "--port=0");
        assertThat(first.exit()).isZero();
        assertThat(first.err()).startsWith("weir: building, ").hasLineCount(1);
        String jar = project.toRealPath().resolve("cli/target/weir-cli-1.0.jar").toString();
        String lib = project.toRealPath().resolve("cli/target/lib").toString();
        assertThat(first.out())
                .isEqualTo("[-p][" + jar + ":" + lib + "][-m][dev.weir.cli/dev.weir.cli.Main][serve][a b][][--port=0]");
        Run second = run("overhead");
        assertThat(second.err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        run();
        touchLater(project.resolve("core/src/main/A"));
        assertThat(run().err()).contains("building");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void aBuildThatLeftTheJarAloneCountsAsWell() throws Exception {
        run();
        script("mvn", "echo built >> builds");
        Files.setLastModifiedTime(
                project.resolve("cli/target/weir-cli-1.0.jar"), FileTime.from(Instant.parse("2025-01-01T00:00:00Z")));
        Files.delete(project.resolve("cli/target/weir-built"));
        run();
        assertThat(run().err()).isEmpty();
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void worksThroughALinkFromAnywhere() throws Exception {
        Path link = Files.createSymbolicLink(temp.resolve("link"), Path.of("a project/weir"));
        Path again = Files.createSymbolicLink(bin.resolve("weir"), link);
        assertThat(run(again).exit()).isZero();
        assertThat(Files.exists(project.resolve("cli/target/weir-built"))).isTrue();
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        script("mvn", "sleep 0.5; echo built >> builds; mkdir -p cli/target/lib; touch cli/target/weir-cli-1.0.jar");
        List<FutureTask<Run>> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            FutureTask<Run> task = new FutureTask<>(() -> run("x"));
            runs.add(task);
            new Thread(task).start();
        }
        for (FutureTask<Run> task : runs) {
            assertThat(task.get().exit()).isZero();
        }
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void aFailedBuildShowsTheEndOfItsLog() throws Exception {
        script("mvn", "echo first; for i in $(seq 30); do echo line $i; done; echo the reason >&2; exit 1");
        Run run = run();
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains("the reason", "weir: the build failed (whole log: ")
                .doesNotContain("first\n");
        assertThat(run().exit()).isEqualTo(1);
    }

    @Test
    void noMaven() throws Exception {
        Files.delete(bin.resolve("mvn"));
        refused("weir: no mvn on the PATH: Maven is needed to build (once)\n");
    }

    @Test
    void noJava() throws Exception {
        Files.delete(bin.resolve("java"));
        refused("weir: no java on the PATH and JAVA_HOME is not set: a JDK 17 or later is needed\n");
    }

    @Test
    void noCompiler() throws Exception {
        Files.delete(bin.resolve("javac"));
        refused("weir: " + bin.resolve("java")
                + " has no javac beside it: a JDK 17 or later is needed to build, not just a JRE\n");
    }

    @Test
    void anOldJava() throws Exception {
        Files.writeString(temp.resolve("jdk/release"), "JAVA_VERSION=\"11.0.2\"\n");
        refused("weir: " + bin.resolve("java") + " is Java 11.0.2: a JDK 17 or later is needed\n");
        Files.delete(temp.resolve("jdk/release"));
        script("java", "echo 'java version \"1.8.0_402\"' >&2");
        refused("weir: " + bin.resolve("java") + " is Java 1.8.0_402: a JDK 17 or later is needed\n");
    }

    private void refused(String line) throws Exception {
        Run run = run();
        assertThat(run.err()).isEqualTo(line);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    private Run run(String... args) throws Exception {
        return run(project.resolve("weir"), args);
    }

    /** Runs the launcher with nothing on the PATH but its tools and this test's. */
    private Run run(Path launcher, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(args));
        Path out = Files.createTempFile(temp, "out", "");
        Path err = Files.createTempFile(temp, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(temp.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        environment.remove("JAVA_HOME");
        environment.put("PATH", bin + ":" + tools);
        int exit = builder.start().waitFor();
        return new Run(exit, read(out), read(err).replace("\r", ""));
    }

    /** What the launcher itself needs, without the machine's own Java and Maven beside it. */
    private void tools() throws IOException {
        Files.createDirectory(tools);
        for (String tool : TOOLS) {
            for (String folder : List.of("/bin", "/usr/bin")) {
                if (Files.exists(Path.of(folder, tool))) {
                    script(tools.resolve(tool), "exec " + folder + "/" + tool + " \"$@\"");
                }
            }
        }
    }

    private void script(String name, String text) throws IOException {
        script(bin.resolve(name), text);
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private long builds() throws IOException {
        return Files.readAllLines(project.resolve("builds")).size();
    }

    private void age(Instant time) throws IOException {
        List<Path> files;
        try (var walk = Files.walk(project)) {
            files = walk.toList();
        }
        for (Path file : files) {
            Files.setLastModifiedTime(file, FileTime.from(time));
        }
    }

    private void touchLater(Path file) throws IOException {
        Instant built = Files.getLastModifiedTime(project.resolve("cli/target/weir-cli-1.0.jar"))
                .toInstant();
        Files.setLastModifiedTime(file, FileTime.from(built.plusSeconds(1)));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private record Run(int exit, String out, String err) {}
}

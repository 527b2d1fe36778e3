package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake on the command line is one line that names the argument and the value, and exit code 2. */
class ArgumentErrorsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(args, new PrintWriter(out), new PrintWriter(err));
    }

    private void refused(String line, String... args) {
        assertThat(run(args)).isEqualTo(2);
        assertThat(err.toString()).isEqualTo(line + System.lineSeparator());
        assertThat(out.toString()).isEmpty();
    }

    private void refusedWith(List<String> parts, String... args) {
        assertThat(run(args)).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains(parts).doesNotContain("Exception", "\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "70000 | --port: 70000 is not between 0 and 65535",
                "-1 | --port: -1 is not between 0 and 65535",
                "99999999999999999999 | --port: 99999999999999999999 is not between 0 and 65535",
                "http | --port: http is not a whole number",
                "80.5 | --port: 80.5 is not a whole number",
                "`` | --port: '' is not a whole number",
            })
    void aWrongPort(String port, String line) {
        refused("weir serve: " + line, "serve", "--port", port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"5,4", "-1,4", "0,0", "4,-4", "1,2000000", "4,99999999999", "a,b", "4,", ",4", "4;8", "1,2,3", ""
            })
    void wrongThreads(String threads) {
        refusedWith(List.of("weir serve: --threads: ", threads), "serve", "--threads", threads, "--port", "0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "many", "99999999999", "1.5"})
    void aWrongQueue(String queue) {
        refusedWith(List.of("weir serve: --queue: " + queue), "serve", "--queue", queue, "--port", "0");
    }

    @Test
    void aWrongFolder(@TempDir Path temp) throws IOException {
        Path missing = temp.resolve("missing");
        refused("weir serve: DIR: " + missing + " does not exist", "serve", missing.toString());
        err.getBuffer().setLength(0);
        Path file = Files.createFile(temp.resolve("file"));
        refused("weir serve: DIR: " + file + " is not a directory", "serve", file.toString());
        err.getBuffer().setLength(0);
        refused("weir serve: DIR: '' names no directory", "serve", "");
    }

    @Test
    void aPortInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            refused("weir serve: --port: " + port + " is in use on 127.0.0.1", "serve", "--port", "" + port);
        }
    }

    @Test
    void nothingIsLeftBehindByARefusal() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            run("serve", "--port", "" + taken.getLocalPort());
        }
        run("serve", "--threads", "5,4", "--port", "0");
        List<String> threads = new ArrayList<>();
        Thread.getAllStackTraces().keySet().forEach(thread -> threads.add(thread.getName()));
        assertThat(threads).noneMatch(name -> name.startsWith("HTTP-Dispatcher") || name.startsWith("serve"));
    }

    @Test
    void aPrivilegedPort() {
        assertThat(Listener.refused("127.0.0.1", 80, new SocketException("Permission denied")))
                .hasMessage("--port: 80 needs a privilege that this user lacks");
    }

    @Test
    void anUnknownHost() {
        refused("weir serve: --host: no.such.invalid is not a known host", "serve", "--host", "no.such.invalid");
        err.getBuffer().setLength(0);
        refused("weir serve: --host: '' is not a known host", "serve", "--host", "");
    }

    @Test
    void aHostElsewhere() {
        refused(
                "weir serve: --host: 192.0.2.1 is not an address of this machine",
                "serve",
                "--host",
                "192.0.2.1",
                "--port",
                "0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serve --prot 1 | weir serve: --prot: unknown option (did you mean --port?)",
                "serve --prt=1 | weir serve: --prt: unknown option (did you mean --port?)",
                "serve --whatever | weir serve: --whatever: unknown option (see 'weir serve --help')",
                "overhead --jsn | weir overhead: --jsn: unknown option (did you mean --json?)",
                "overhead now | weir overhead: now: one argument too many (see 'weir overhead --help')",
                "serve . b | weir serve: b: one argument too many (see 'weir serve --help')",
                "srve | weir: srve: unknown command (did you mean serve?)",
                "dance | weir: dance: unknown command (see 'weir --help')",
                "--wersion | weir: --wersion: unknown option (did you mean --version?)",
            })
    void anUnknownWord(String args, String line) {
        refused(line.replace("--prt:", "--prt=1:"), args.split(" "));
    }

    @Test
    void noCommand() {
        refused("weir: no command given: serve or overhead (see 'weir --help')");
    }

    @Test
    void aMissingValueAndAValueTwice() {
        refusedWith(List.of("--port"), "serve", "--port");
        err.getBuffer().setLength(0);
        refusedWith(List.of("--port", "once"), "serve", "--port", "1", "--port", "2");
    }

    @Test
    void anArgumentCannotBreakTheLine() {
        refused("weir serve: --port: 1\\u000a\\u001b[31m2 is not a whole number", "serve", "--port", "1\n\u001b[31m2");
    }

    @Test
    void helpAndVersion() {
        for (String[] args : new String[][] {{"--help"}, {"serve", "--help"}, {"overhead", "-h"}, {"--version"}}) {
            out.getBuffer().setLength(0);
            assertThat(run(args)).as(Arrays.toString(args)).isZero();
            assertThat(out.toString()).contains("weir");
            assertThat(out.toString().lines()).hasSizeLessThan(30).allMatch(line -> line.length() <= 110);
        }
        assertThat(err.toString()).isEmpty();
    }
}

package dev.weir.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a program that has ended printed, and its exit code. Immutable. */
public record Ran(int code, List<String> out, List<String> err) {

    /** Runs a program. */
    public static Ran of(Program program, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = program.run("program", "ARGUMENTS", List.of(args), printer(out), printer(err));
        return new Ran(code, lines(out), lines(err));
    }

    private static PrintStream printer(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static List<String> lines(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** The printed lines of a program that must have succeeded. */
    public List<String> lines() {
        assertThat(err).isEmpty();
        assertThat(code).isZero();
        return out;
    }

    /** The one line that says what went wrong. */
    public String error(int expectedCode) {
        assertThat(out).isEmpty();
        assertThat(err).hasSize(1);
        assertThat(code).isEqualTo(expectedCode);
        return err.get(0);
    }
}

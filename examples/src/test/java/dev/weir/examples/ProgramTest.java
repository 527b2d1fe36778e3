package dev.weir.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.examples.Arguments.Mistake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong is one line, and an exit code. */
class ProgramTest {

    private static final Program READS = (args, out) -> out.println(
            Arguments.parse(args, Set.of("--jdk"), Set.of("--polls")).single("none"));

    @AfterEach
    void noInterruptStaysBehind() {
        Thread.interrupted();
    }

    @ParameterizedTest
    @CsvSource({
        "--nope, unknown option --nope",
        "--polls, '--polls needs a whole number from 1 to 2147483647, but got nothing'",
        "--polls x, '--polls needs a whole number from 1 to 2147483647, but got x'",
        "--polls 0, '--polls needs a whole number from 1 to 2147483647, but got 0'",
        "a b, 'one argument is enough, but got a b'",
    })
    void mistakes(String args, String message) {
        assertThat(Ran.of(READS, args.split(" ")).error(2))
                .isEqualTo("program: " + message + " (usage: program ARGUMENTS)");
    }

    @Test
    void argumentsAreReadInAnyOrder() throws Mistake {
        Arguments read =
                Arguments.parse(List.of("a", "--jdk", "--polls", "7", "b"), Set.of("--jdk"), Set.of("--polls"));
        assertThat(read.has("--jdk")).isTrue();
        assertThat(read.number("--polls", 1)).isEqualTo(7);
        assertThat(read.number("--every", 1)).isEqualTo(1);
        assertThat(read.rest()).containsExactly("a", "b");
    }

    @Test
    void faults() {
        assertThat(error(new AccessDeniedException("secret"))).isEqualTo("program: secret may not be read");
        assertThat(error(new UncheckedIOException(new IOException("gone")))).isEqualTo("program: gone");
        assertThat(error(new IllegalStateException("a", new ArithmeticException("b"))))
                .isEqualTo("program: java.lang.IllegalStateException: a: java.lang.ArithmeticException: b");
    }

    @Test
    void interruptIsKept() {
        assertThat(error(new InterruptedException())).isEqualTo("program: interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    private static String error(Exception thrown) {
        return Ran.of((args, out) -> {
                    throw thrown;
                })
                .error(1);
    }
}

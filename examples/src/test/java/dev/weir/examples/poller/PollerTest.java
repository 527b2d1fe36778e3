package dev.weir.examples.poller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.examples.Program;
import dev.weir.examples.Ran;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The poller tells the same on either pool, look by look, and ends after the last. */
class PollerTest {

    @TempDir
    private Path directory;

    /** Changes the directory when the poller has told of a look, so before the next one. */
    private interface Change {
        void after(String line) throws IOException;
    }

    private Program poller(Change change) {
        return (args, printed) -> Poller.run(args, new PrintStream(OutputStream.nullOutputStream()) {
            @Override
            public void println(String line) {
                printed.println(line);
                try {
                    change.after(line);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"--jdk", ""})
    void everyLookTellsWhatIsDifferent(String pool) throws IOException {
        Files.writeString(directory.resolve("a"), "1");
        Program program = poller(line -> {
            switch (line) {
                case "look 1: new a" -> Files.writeString(directory.resolve("b"), "1");
                case "look 2: new b" -> Files.writeString(directory.resolve("b"), "22");
                case "look 3: changed b" -> Files.delete(directory.resolve("a"));
                default -> {}
            }
        });
        assertThat(Ran.of(program, args(pool)).lines())
                .containsExactly(
                        "look 1: new a", "look 2: new b", "look 3: changed b", "look 4: gone a", "look 5: nothing new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--jdk", ""})
    void endsWhenTheDirectoryIsGone(String pool) {
        Ran ran = Ran.of(poller(line -> Files.delete(directory)), args(pool));
        assertThat(ran.out()).containsExactly("look 1: nothing new");
        assertThat(ran.err()).containsExactly("program: " + directory + " does not exist");
        assertThat(ran.code()).isEqualTo(1);
    }

    private String[] args(String pool) {
        String always = directory + " --every 5 --polls 5";
        return (pool.isEmpty() ? always : always + ' ' + pool).split(" ");
    }
}

package dev.weir.examples.checksums;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.examples.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch has the same checksums on either pool, in the order of the files. */
class ChecksumsTest {

    private static final String OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path root;

    @Test
    void bothPoolsComputeTheSame() throws IOException {
        Path abc = Files.writeString(root.resolve("abc"), "abc");
        Path nothing = Files.createFile(Files.createDirectory(root.resolve("b")).resolve("nothing"));

        List<String> weir =
                Ran.of(Checksums::run, root.toString(), abc.toString()).lines();
        assertThat(weir).containsExactly(OF_ABC + "  " + abc, OF_NOTHING + "  " + nothing, OF_ABC + "  " + abc);
        assertThat(Ran.of(Checksums::run, "--jdk", root.toString(), abc.toString())
                        .lines())
                .isEqualTo(weir);
    }

    /** Weir's queue holds 10,000. */
    @Test
    void batchMayBeLargerThanTheQueue() throws IOException {
        Path abc = Files.writeString(root.resolve("abc"), "abc");
        String[] args = Collections.nCopies(10_500, abc.toString()).toArray(String[]::new);
        assertThat(Ran.of(Checksums::run, args).lines()).hasSize(10_500).containsOnly(OF_ABC + "  " + abc);
    }

    @Test
    void mistakes() {
        String none = root.resolve("none").toString();
        assertThat(Ran.of(Checksums::run).error(2)).startsWith("program: no file is given");
        assertThat(Ran.of(Checksums::run, none).error(1)).isEqualTo("program: " + none + " does not exist");
    }
}

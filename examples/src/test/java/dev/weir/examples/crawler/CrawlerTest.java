package dev.weir.examples.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.examples.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crawl finds the same on either pool. */
class CrawlerTest {

    @TempDir
    private Path root;

    private void file(String name, int size) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[size]);
    }

    @Test
    void bothPoolsFindTheSame() throws IOException {
        for (int i = 0; i < 200; i++) {
            file("d" + i % 7 + "/e" + i % 31 + "/f" + i, i);
        }
        file("large", 5_000);
        file("a/b/c/d/e/deep", 4_000);
        Files.createDirectories(root.resolve("empty"));
        Files.createSymbolicLink(root.resolve("a/loop"), root);

        List<String> weir = Ran.of(Crawler::run, root.toString()).lines();
        assertThat(weir)
                .containsExactly(
                        String.format("%,d files in %,d directories, %,d bytes", 202, 1 + 5 + 1 + 7 + 200, 28_900),
                        String.format("%,15d  large", 5_000),
                        String.format("%,15d  a/b/c/d/e/deep", 4_000),
                        String.format("%,15d  d3/e13/f199", 199),
                        String.format("%,15d  d2/e12/f198", 198),
                        String.format("%,15d  d1/e11/f197", 197));
        assertThat(Ran.of(Crawler::run, root.toString(), "--jdk").lines()).isEqualTo(weir);
    }

    @Test
    void whatCannotBeReadIsLeftOut() throws IOException {
        Summary summary = new Summary(root);
        summary.add(Listing.of(root));
        summary.add(Listing.of(root.resolve("gone")));
        assertThat(Ran.of((args, out) -> summary.print(out)).lines())
                .containsExactly(
                        "0 files in 2 directories, 0 bytes", "left out: " + root.resolve("gone") + " does not exist");
    }

    @Test
    void rootMustBeADirectory() throws IOException {
        file("file", 1);
        String file = root.resolve("file").toString();
        String none = root.resolve("none").toString();
        assertThat(Ran.of(Crawler::run, file).error(1)).isEqualTo("program: " + file + " is no directory");
        assertThat(Ran.of(Crawler::run, none, "--jdk").error(1)).isEqualTo("program: " + none + " does not exist");
    }
}

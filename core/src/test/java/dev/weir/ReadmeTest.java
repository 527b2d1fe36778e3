package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.JavaSnippets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles, and names the version that is built. */
class ReadmeTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** What the README's reader has: some pages to fetch, some to show. */
    private static final String READER = """
            import dev.weir.*;
            import java.util.List;

            class Reader {
                record Page(String text) {}

                Object socket = "socket";
                String url = "url";
                List<String> urls = List.of(url);

                void handle(Object socket) {}

                Page fetch(String url) {
                    return new Page(url);
                }

                void show(Page page) {}

                void example() throws Exception {
                    %s
                }
            }
            """;

    @TempDir
    private Path classes;

    @Test
    void everyJavaExampleCompiles() throws IOException {
        JavaSnippets.of(ROOT.resolve("README.md")).assertCompile(READER, classes);
    }

    @Test
    void coordinatesNameTheVersionThatIsBuilt() throws IOException {
        Matcher version =
                Pattern.compile("<version>(.*?)</version>").matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertThat(version.find()).isTrue();

        assertThat(Files.readString(ROOT.resolve("README.md")))
                .contains("<version>" + version.group(1) + "</version>")
                .contains("\"dev.weir:weir-core:" + version.group(1) + "\"");
    }

    @Test
    void whatItCostsIsShown() throws IOException {
        Matcher block = Pattern.compile("<!-- overhead -->\n(.*?)<!-- /overhead -->", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("README.md")));

        assertThat(block.find()).isTrue();
        assertThat(block.group(1)).contains("thread per task", "pool", "Java ", " cores", "share");
    }
}

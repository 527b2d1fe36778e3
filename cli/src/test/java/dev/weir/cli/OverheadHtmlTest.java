package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir overhead --html FILE}. */
class OverheadHtmlTest {

    @Test
    void thePageHasTheCurvesAndNeedsNothingElse(@TempDir Path folder) throws Exception {
        Path page = folder.resolve("overhead.html");
        StringWriter err = new StringWriter();
        int exit = Main.run(
                new String[] {"overhead", "--quick", "--html", page.toString()},
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true));
        assertThat(exit).as(err.toString()).isZero();
        String html = Files.readString(page);
        assertThat(html).contains("<polyline class=\"curve\"", "thread per task", "1 µs", "1 ms", "</html>");
        assertThat(html).doesNotContain("<script", "src=", "href=", "http:", "https:", "NaN", "Infinity");
    }

    @Test
    void aFileThatCannotBeIsNamedBeforeAnythingIsMeasured(@TempDir Path folder) {
        for (String file : new String[] {
            folder.toString(), folder.resolve("none/page.html").toString()
        }) {
            StringWriter err = new StringWriter();
            StringWriter out = new StringWriter();
            int exit = Main.run(
                    new String[] {"overhead", "--html", file}, new PrintWriter(out, true), new PrintWriter(err, true));
            assertThat(exit).isEqualTo(2);
            assertThat(err.toString()).contains("--html", file);
            assertThat(out.toString()).as("what is said of each measurement").isEmpty();
        }
    }
}

package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that lists a folder. */
class DirectoryListingTest {
    private static final Pattern LINK = Pattern.compile("href=\"([^\"]*)\"");

    @TempDir
    Path root;

    @Test
    void everyLinkLeadsToItsFileWhateverItsName() throws IOException {
        List<String> names = List.of(
                "a b.txt",
                "100%.txt",
                "a#b",
                "a?b",
                "a&b",
                "a:b",
                "a\\b",
                "+",
                "'quoted'",
                "\"double\"",
                "a;b=c",
                "%2e%2e",
                "<script>alert(1)<",
                Sites.foreign("ber.txt"));
        for (String name : names) {
            Files.writeString(root.resolve(name), "content of " + name);
        }
        try (FileServer server = Sites.serve(root)) {
            String page = Wire.get(server.port(), "/").text();
            List<String> bodies = new ArrayList<>();
            for (String link : links(page)) {
                bodies.add(Wire.get(server.port(), "/" + link).text());
            }
            assertThat(bodies)
                    .containsExactlyInAnyOrderElementsOf(
                            names.stream().map("content of "::concat).toList());
            assertThat(page).doesNotContain("<script>").contains("&lt;script&gt;alert(1)&lt;");
        }
    }

    @Test
    void foldersComeFirstAndLeadOn() throws IOException {
        Files.createDirectories(root.resolve("z&z/inner"));
        Files.writeString(root.resolve("a.txt"), "12345");
        try (FileServer server = Sites.serve(root)) {
            String page = Wire.get(server.port(), "/").text();
            assertThat(links(page)).containsExactly("z%26z/", "a.txt");
            assertThat(page).contains("<title>/</title>", ">5<", "2 entries");
            String inner = Wire.get(server.port(), "/z%26z/").text();
            assertThat(links(inner)).containsExactly("../", "inner/");
            assertThat(inner).contains("<title>/z&amp;z</title>");
        }
    }

    @Test
    void aHugeFolderIsCutShortAndSaysSo() throws IOException {
        for (int i = 0; i < DirectoryListing.LIMIT + 3; i++) {
            Files.createFile(root.resolve("f" + i));
        }
        try (FileServer server = Sites.serve(root)) {
            String page = Wire.get(server.port(), "/").text();
            assertThat(links(page)).hasSize(DirectoryListing.LIMIT);
            assertThat(page).contains("10003 entries; 3 of them not shown");
        }
    }

    private static List<String> links(String page) {
        Matcher matcher = LINK.matcher(page);
        List<String> links = new ArrayList<>();
        while (matcher.find()) {
            links.add(matcher.group(1));
        }
        return links;
    }
}

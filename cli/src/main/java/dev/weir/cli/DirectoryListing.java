package dev.weir.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Writes the page that lists a directory: folders first, then files, by name. Stateless.
 *
 * <p>What {@link PathGuard} would refuse is not listed. A page shows {@value #LIMIT} entries at most, and says how many
 * it leaves out.
 */
final class DirectoryListing {
    static final int LIMIT = 10_000;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Comparator<Entry> ORDER =
            Comparator.comparing(Entry::file).thenComparing(Entry::name);

    private DirectoryListing() {}

    /** One line of the page. */
    private record Entry(String name, boolean file, long size, String modified) {
        String line() {
            String slash = file ? "" : "/";
            return "<tr><td><a href=\"" + Escape.urlSegment(name) + slash + "\">" + Escape.html(name) + slash
                    + "</a><td class=\"n\">" + (file ? String.format(Locale.ROOT, "%,d", size) : "") + "<td>" + modified
                    + "\n";
        }
    }

    /** The page for a directory that may be served, under the path by which it was asked for. */
    static String page(PathGuard guard, Path directory, RequestPath path) throws IOException {
        List<Entry> entries = entries(guard, directory);
        String title = Escape.html("/" + String.join("/", path.names()));
        StringBuilder page = new StringBuilder(512 + 160 * Math.min(entries.size(), LIMIT));
        page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\"><title>")
                .append(title)
                .append("</title><style>body{font:15px/1.5 system-ui,sans-serif;margin:2em}td{padding:0 2em 0 0}")
                .append(".n{text-align:right;font-variant-numeric:tabular-nums}</style></head><body><h1>")
                .append(title)
                .append("</h1><table>\n");
        if (!guard.isRoot(directory)) {
            page.append("<tr><td><a href=\"../\">../</a><td><td>\n");
        }
        entries.stream().limit(LIMIT).forEach(entry -> page.append(entry.line()));
        page.append("</table><p>").append(entries.size()).append(" entries");
        if (entries.size() > LIMIT) {
            page.append("; ").append(entries.size() - LIMIT).append(" of them not shown");
        }
        return page.append(". Times are UTC.</p></body></html>\n").toString();
    }

    private static List<Entry> entries(PathGuard guard, Path directory) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                String name = String.valueOf(child.getFileName());
                try {
                    Path real = guard.resolve(directory, name);
                    BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
                    entries.add(new Entry(
                            name,
                            !attributes.isDirectory(),
                            attributes.size(),
                            TIME.format(attributes.lastModifiedTime().toInstant())));
                } catch (IOException e) {
                    // leads out, leads nowhere, or is gone again
                }
            }
        }
        entries.sort(ORDER);
        return entries;
    }
}

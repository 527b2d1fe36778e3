package dev.weir.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Tells the media type of a file by its name. Immutable.
 *
 * <p>The web's common types are built in, so that they do not depend on the machine; for others the machine's own table
 * is asked. Text is declared as UTF-8.
 */
final class ContentTypes {
    private static final String UNKNOWN = "application/octet-stream";
    private static final Map<String, String> BY_EXTENSION = table(
            "text/html html htm",
            "text/css css",
            "text/javascript js mjs cjs",
            "text/plain txt text log conf ini properties java kt py sh c h rs go toml gradle",
            "text/markdown md markdown",
            "text/csv csv",
            "text/calendar ics",
            "text/yaml yaml yml",
            "text/vtt vtt",
            "application/json json map",
            "application/ld+json jsonld",
            "application/manifest+json webmanifest",
            "application/xml xml xsl",
            "application/rss+xml rss",
            "application/atom+xml atom",
            "application/xhtml+xml xhtml",
            "application/wasm wasm",
            "application/pdf pdf",
            "application/zip zip",
            "application/gzip gz tgz",
            "application/zstd zst",
            "application/x-tar tar",
            "application/x-bzip2 bz2",
            "application/x-xz xz",
            "application/x-7z-compressed 7z",
            "application/java-archive jar",
            "application/epub+zip epub",
            "image/png png",
            "image/jpeg jpg jpeg",
            "image/gif gif",
            "image/webp webp",
            "image/avif avif",
            "image/bmp bmp",
            "image/tiff tif tiff",
            "image/svg+xml svg",
            "image/x-icon ico",
            "audio/mpeg mp3",
            "audio/ogg ogg oga opus",
            "audio/wav wav",
            "audio/flac flac",
            "audio/mp4 m4a",
            "video/mp4 mp4 m4v",
            "video/webm webm",
            "video/ogg ogv",
            "video/quicktime mov",
            "font/woff woff",
            "font/woff2 woff2",
            "font/ttf ttf",
            "font/otf otf");

    private ContentTypes() {}

    /** The value of the {@code Content-Type} header. */
    static String of(Path file) {
        String type = BY_EXTENSION.get(extension(file));
        if (type == null) {
            type = probe(file);
        }
        return type.startsWith("text/") && type.indexOf(';') < 0 ? type + "; charset=utf-8" : type;
    }

    private static String extension(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static String probe(Path file) {
        try {
            String type = Files.probeContentType(file);
            return type == null ? UNKNOWN : type;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static Map<String, String> table(String... lines) {
        Map<String, String> table = new HashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            for (int i = 1; i < words.length; i++) {
                table.put(words[i], words[0]);
            }
        }
        return Map.copyOf(table);
    }
}

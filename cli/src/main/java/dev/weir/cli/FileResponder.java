package dev.weir.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Answers a GET or HEAD with a file: conditions, ranges, headers, body. Stateless. */
final class FileResponder {
    private FileResponder() {}

    /**
     * Sends a file.
     *
     * @param file a real path that may be served
     */
    static void respond(HttpExchange exchange, Path file) throws IOException, StatusException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new StatusException(403); // to open a pipe or a device may block for ever
        }
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            FileVersion version = new FileVersion(
                    channel.size(), attributes.lastModifiedTime().toInstant());
            Headers headers = exchange.getResponseHeaders();
            headers.set("Last-Modified", HttpDate.format(version.lastModified()));
            headers.set("ETag", version.etag());
            headers.set("Accept-Ranges", "bytes");
            if (Preconditions.notModified(exchange.getRequestHeaders(), version)) {
                Reply.empty(exchange, 304);
            } else {
                send(exchange, file, channel, version);
            }
        }
    }

    private static void send(HttpExchange exchange, Path file, SeekableByteChannel channel, FileVersion version)
            throws IOException {
        long size = version.size();
        ByteRange range = range(exchange, version);
        if (range instanceof ByteRange.Unsatisfiable) {
            exchange.getResponseHeaders().set("Content-Range", "bytes */" + size);
            Reply.error(exchange, 416);
        } else if (range instanceof ByteRange.Part part) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + size);
            send(exchange, 206, file, channel, part.first(), part.length());
        } else {
            send(exchange, 200, file, channel, 0, size);
        }
    }

    private static void send(
            HttpExchange exchange, int status, Path file, SeekableByteChannel channel, long first, long length)
            throws IOException {
        String type = ContentTypes.of(file);
        Reply.send(exchange, status, type, length, out -> FileBody.send(channel, first, length, out));
    }

    /** Ranges are defined for GET alone. */
    private static ByteRange range(HttpExchange exchange, FileVersion version) {
        Headers request = exchange.getRequestHeaders();
        String header = request.getFirst("Range");
        if (header == null || Reply.isHead(exchange) || !Preconditions.rangeApplies(request, version)) {
            return new ByteRange.Whole();
        }
        return ByteRange.parse(header, version.size());
    }
}

package dev.weir.cli;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;

/** Sends a stretch of an open file through a buffer of at most 64 KiB. Stateless. */
final class FileBody {
    private static final int BUFFER = 64 * 1024;

    private FileBody() {}

    /**
     * Sends exactly {@code length} bytes, however much longer the file has become.
     *
     * @throws EOFException if the file has become shorter; the answer cannot be completed
     * @throws HangUpException if the client is gone, or the server is ending
     */
    static void send(SeekableByteChannel file, long first, long length, OutputStream out) throws IOException {
        byte[] bytes = new byte[(int) Math.min(length, BUFFER)];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        file.position(first);
        for (long left = length; left > 0; ) {
            buffer.clear().limit((int) Math.min(left, bytes.length));
            int count = read(file, buffer);
            write(out, bytes, count);
            left -= count;
        }
    }

    private static int read(SeekableByteChannel file, ByteBuffer buffer) throws IOException {
        try {
            int count = file.read(buffer);
            if (count < 0) {
                throw new EOFException("the file became shorter while it was sent");
            }
            return count;
        } catch (ClosedByInterruptException e) {
            throw new HangUpException(e);
        }
    }

    private static void write(OutputStream out, byte[] bytes, int count) throws HangUpException {
        try {
            out.write(bytes, 0, count);
        } catch (IOException e) {
            throw new HangUpException(e);
        }
    }
}

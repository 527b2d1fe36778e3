package dev.weir.dashboard;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A connection that sends what it is told, byte for byte, so that no client library tidies it. For one thread. */
final class Wire implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    Wire(int port) throws IOException {
        this(port, 0);
    }

    /** @param receiveBuffer how much the kernel takes in before the server has to wait; 0 for its default */
    Wire(int port, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** One answer; header names in lower case. */
    record Answer(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** Asks on a connection of its own, as our page or a plain client would. */
    static Answer ask(Dashboard dashboard, String method, String target, String... headers) throws IOException {
        try (Wire wire = new Wire(dashboard.port())) {
            String[] all = new String[headers.length + 1];
            all[0] = "Host: 127.0.0.1:" + dashboard.port();
            System.arraycopy(headers, 0, all, 1, headers.length);
            return wire.request(method, target, "", all).answer();
        }
    }

    static Answer post(Dashboard dashboard, String target, String body, String... headers) throws IOException {
        try (Wire wire = new Wire(dashboard.port())) {
            String[] all = new String[headers.length + 2];
            all[0] = "Host: localhost:" + dashboard.port();
            all[1] = "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length;
            System.arraycopy(headers, 0, all, 2, headers.length);
            return wire.request("POST", target, body, all).answer();
        }
    }

    Wire request(String method, String target, String body, String... headers) throws IOException {
        return send(method + " " + target + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n" + body);
    }

    Wire send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Answer answer() throws IOException {
        Answer head = head();
        String length = head.header("Content-Length");
        byte[] body = length.isEmpty() ? new byte[0] : in.readNBytes(Integer.parseInt(length));
        return new Answer(head.status(), head.headers(), new String(body, StandardCharsets.UTF_8));
    }

    /** The status line and the headers alone. */
    Answer head() throws IOException {
        String status = line();
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Answer(Integer.parseInt(status.split(" ")[1]), headers, "");
    }

    /** Whether the server ends the connection before it has sent anything more. */
    boolean endsNow() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    /** The next line without its end; of a body in chunks, the lines with the chunks' lengths are among them. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package dev.weir.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** Opens the socket that the server listens on, or says which argument is to blame. Stateless. */
final class Listener {
    /** Connections that the kernel may hold until they are accepted; it takes its own limit if that is lower. */
    private static final int BACKLOG = 4096;

    private Listener() {}

    static HttpServer open(String host, int port) {
        InetAddress address = address(host);
        try {
            return HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
        } catch (IOException e) {
            throw refused(host, port, e);
        }
    }

    /** Where the server listens, as a client would write it. */
    static String url(String host, int port) {
        return "http://" + (host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port
                + "/";
    }

    private static InetAddress address(String host) {
        try {
            if (host.isBlank()) {
                throw new UnknownHostException(host);
            }
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw CliException.of("--host", host, "is not a known host");
        }
    }

    /** The kernel's reason comes only as text, in the words of the C library. */
    static CliException refused(String host, int port, IOException refusal) {
        String reason = String.valueOf(refusal.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("permission denied")) {
            return CliException.of("--port", Integer.toString(port), "needs a privilege that this user lacks");
        }
        if (reason.contains("assign requested address")) {
            return CliException.of("--host", host, "is not an address of this machine");
        }
        if (refusal instanceof BindException) {
            return CliException.of("--port", Integer.toString(port), "is in use on " + host);
        }
        return CliException.of("--port", Integer.toString(port), "cannot be listened on: " + refusal.getMessage());
    }
}

package dev.weir.dashboard;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a dashboard was asked for. Immutable.
 *
 * @param address where to listen
 * @param port 0 for any free one
 * @param hostNames names for this host beyond the obvious, in lower case
 * @param token what allows changes; null if nothing does
 * @param stacks whether stack traces are shown
 * @param taskNames whether names of tasks and messages of failures are shown
 * @param period the time from one sample to the next
 * @param patience how long a request may take that is no viewer's
 * @param source knows which pools there are
 */
record Settings(
        InetAddress address,
        int port,
        Set<String> hostNames,
        @Nullable Token token,
        boolean stacks,
        boolean taskNames,
        Duration period,
        Duration patience,
        PoolSource source) {

    /** The address of the page when it listens on that port. */
    String url(int port) {
        return "http://" + (address.isAnyLocalAddress() ? "localhost" : literal()) + ":" + port + "/";
    }

    /** The address as it stands in URLs. */
    String literal() {
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text.replaceFirst("%.*", "") + "]" : text;
    }
}

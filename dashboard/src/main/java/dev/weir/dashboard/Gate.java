package dev.weir.dashboard;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets in what our own page asks for, and what a person asks for in the address bar; no foreign page. Immutable.
 *
 * <p>A foreign page that pointed its own name at this machine would send that name as {@code Host}: only known names are
 * let in. One that asks across origins sends its {@code Origin}, or has the browser say {@code Sec-Fetch-Site}: both must be
 * ours. No answer carries a header that would let a foreign page read it. What is no browser can say anything here: it
 * needs the token all the same.
 */
final class Gate {

    private final Set<String> hosts = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));

    Gate(Settings settings) {
        hosts.addAll(settings.hostNames());
        if (!settings.address().isAnyLocalAddress()) {
            hosts.add(settings.literal().toLowerCase(Locale.ROOT));
        }
    }

    /** @throws Refusal if the request is none of ours */
    void check(HttpExchange exchange) throws Refusal {
        Headers headers = exchange.getRequestHeaders();
        String host = only(headers, "Host", 400);
        if (host == null) {
            throw new Refusal(400);
        }
        String authority = host.toLowerCase(Locale.ROOT);
        if (!hosts.contains(authority.replaceFirst(":[0-9]{1,5}$", ""))) {
            throw new Refusal(403);
        }
        String origin = only(headers, "Origin", 403);
        if (origin != null
                && !origin.equalsIgnoreCase("http://" + authority)
                && !origin.equalsIgnoreCase("https://" + authority)) {
            throw new Refusal(403);
        }
        String site = only(headers, "Sec-Fetch-Site", 403);
        if (site != null && !site.equals("same-origin") && !site.equals("none") && !isLink(exchange)) {
            throw new Refusal(403);
        }
    }

    /** Whether somebody follows a link to the page, which tells the page that has the link nothing. */
    private static boolean isLink(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        return exchange.getRequestMethod().equals("GET")
                && "/".equals(exchange.getRequestURI().getRawPath())
                && "navigate".equals(headers.getFirst("Sec-Fetch-Mode"))
                && "document".equals(headers.getFirst("Sec-Fetch-Dest"));
    }

    private static @Nullable String only(Headers headers, String name, int refusal) throws Refusal {
        List<String> values = headers.get(name);
        if (values == null || values.isEmpty()) {
            return null;
        }
        if (values.size() > 1) {
            throw new Refusal(refusal);
        }
        return values.get(0);
    }
}

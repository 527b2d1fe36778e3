package dev.weir.cli;

import com.sun.net.httpserver.Headers;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides by a request's conditional headers whether the client has the file already (RFC 9110, 13). Stateless. */
final class Preconditions {
    private Preconditions() {}

    /** Whether 304 is the answer. {@code If-Modified-Since} counts only where there is no {@code If-None-Match}. */
    static boolean notModified(Headers request, FileVersion version) {
        if (request.containsKey("If-None-Match")) {
            return request.get("If-None-Match").stream().anyMatch(value -> listsTag(value, version.etag()));
        }
        return date(request.getFirst("If-Modified-Since"))
                .map(since -> !version.lastModified().isAfter(since))
                .orElse(false);
    }

    /** Whether a {@code Range} may be honoured: not if {@code If-Range} names another version than this one. */
    static boolean rangeApplies(Headers request, FileVersion version) {
        String condition = request.getFirst("If-Range");
        if (condition == null) {
            return true;
        }
        return condition.strip().equals(version.etag())
                || date(condition).map(version.lastModified()::equals).orElse(false);
    }

    /** Weak comparison: a cache may have marked our tag as weak. Our tags contain no comma. */
    private static boolean listsTag(String list, String etag) {
        for (String item : list.split(",", -1)) {
            String tag = item.strip();
            if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Instant> date(@Nullable String value) {
        return value == null ? Optional.empty() : HttpDate.parse(value);
    }
}

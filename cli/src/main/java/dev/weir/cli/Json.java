package dev.weir.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes maps, lists, texts, numbers, booleans and null as JSON (RFC 8259). Stateless.
 *
 * <p>A map is written in its own order. A number that JSON cannot say (NaN, infinity) becomes {@code null}.
 */
final class Json {
    private static final String HEX = "0123456789abcdef";

    private Json() {}

    /** Writes a value, indented by two spaces a level, with a line end after it. */
    static String write(@Nullable Object value) {
        StringBuilder out = new StringBuilder(1024);
        append(out, value, 0);
        return out.append('\n').toString();
    }

    private static void append(StringBuilder out, @Nullable Object value, int level) {
        if (value instanceof Map<?, ?> map) {
            appendMap(out, map, level);
        } else if (value instanceof List<?> list) {
            appendList(out, list, level);
        } else if (value instanceof Double d) {
            out.append(Double.isFinite(d) ? d.toString() : "null");
        } else if (value == null || value instanceof Integer || value instanceof Long || value instanceof Boolean) {
            out.append(value);
        } else {
            appendText(out, value.toString());
        }
    }

    private static void appendMap(StringBuilder out, Map<?, ?> map, int level) {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            newLine(out.append(separator), level + 1);
            appendText(out, String.valueOf(entry.getKey()));
            append(out.append(": "), entry.getValue(), level + 1);
            separator = ",";
        }
        close(out, map.isEmpty(), "{}", level);
    }

    private static void appendList(StringBuilder out, List<?> list, int level) {
        String separator = "[";
        for (Object item : list) {
            newLine(out.append(separator), level + 1);
            append(out, item, level + 1);
            separator = ",";
        }
        close(out, list.isEmpty(), "[]", level);
    }

    private static void close(StringBuilder out, boolean empty, String brackets, int level) {
        if (empty) {
            out.append(brackets);
        } else {
            newLine(out, level);
            out.append(brackets.charAt(1));
        }
    }

    private static void newLine(StringBuilder out, int level) {
        out.append('\n').append("  ".repeat(level));
    }

    private static void appendText(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
                        appendEscape(out, c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static void appendEscape(StringBuilder out, char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt(c >> shift & 0xf));
        }
    }
}

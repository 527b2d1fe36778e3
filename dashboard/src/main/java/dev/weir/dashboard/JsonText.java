package dev.weir.dashboard;

import org.jspecify.annotations.Nullable;

/**
 * Writes JSON (RFC 8259) without any white space. Not thread-safe.
 *
 * <p>Commas are set by themselves. A number that JSON cannot say becomes {@code null}. Of texts, everything is escaped that
 * could mean something to HTML or end a line, so that they are harmless wherever they are put.
 */
final class JsonText {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder(512);
    private boolean comma;

    JsonText beginObject() {
        return open('{');
    }

    JsonText endObject() {
        return close('}');
    }

    JsonText beginArray() {
        return open('[');
    }

    JsonText endArray() {
        return close(']');
    }

    JsonText key(String key) {
        separate();
        quote(key);
        out.append(':');
        comma = false;
        return this;
    }

    JsonText value(@Nullable String text) {
        separate();
        if (text == null) {
            out.append("null");
        } else {
            quote(text);
        }
        return this;
    }

    JsonText value(long number) {
        separate();
        out.append(number);
        return this;
    }

    JsonText value(boolean truth) {
        separate();
        out.append(truth);
        return this;
    }

    /** A measured number: four digits that count are enough for it. */
    JsonText value(double number) {
        separate();
        if (!Double.isFinite(number)) {
            out.append("null");
        } else if (Math.abs(number) >= 1e15) {
            out.append(number);
        } else if (Math.abs(number) >= 1e4 || number == Math.rint(number)) {
            out.append((long) Math.rint(number));
        } else {
            double unit = Math.pow(10, 3 - Math.floor(Math.log10(Math.abs(number))));
            out.append(Math.rint(number * unit) / unit);
        }
        return this;
    }

    private JsonText open(char bracket) {
        separate();
        out.append(bracket);
        comma = false;
        return this;
    }

    private JsonText close(char bracket) {
        out.append(bracket);
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            out.append(',');
        }
        comma = true;
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7f || "<>&'\u2028\u2029".indexOf(c) >= 0 || Character.isSurrogate(c)) {
                escape(c);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private void escape(char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt(c >> shift & 0xf));
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}

package dev.weir.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a request, decoded once into names. Immutable.
 *
 * <p>It is cut at its slashes before it is decoded, so no encoded character can become a separator: a name that contains
 * a slash or NUL, or is {@code .} or {@code ..}, names nothing and is refused. Empty names ({@code a//b}) are left out.
 *
 * @param names from the root down; empty for the root itself
 * @param directory whether the path ends with a slash
 */
record RequestPath(List<String> names, boolean directory) {

    /**
     * Reads the path as it stood in the request line.
     *
     * @throws StatusException 400 if it is not well-formed UTF-8 in percent encoding, 404 if a name is refused
     */
    static RequestPath parse(String raw) throws StatusException {
        List<String> names = new ArrayList<>();
        for (String part : raw.split("/", -1)) {
            if (!part.isEmpty()) {
                names.add(check(decode(part)));
            }
        }
        return new RequestPath(List.copyOf(names), raw.endsWith("/") || names.isEmpty());
    }

    /** The path of the directory of this name, encoded; it begins with one slash, so it cannot name another host. */
    String encodedAsDirectory() {
        StringBuilder path = new StringBuilder("/");
        for (String name : names) {
            path.append(Escape.urlSegment(name)).append('/');
        }
        return path.toString();
    }

    private static String check(String name) throws StatusException {
        if (name.equals(".") || name.equals("..") || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw new StatusException(404);
        }
        return name;
    }

    private static String decode(String part) throws StatusException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '%') {
                if (i + 2 >= part.length()) {
                    throw new StatusException(400);
                }
                bytes.write(hex(part.charAt(i + 1)) << 4 | hex(part.charAt(i + 2)));
                i += 2;
            } else if (c <= 0xff) {
                bytes.write(c); // the server gives each byte of the request line as one char
            } else {
                throw new StatusException(400);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new StatusException(400);
        }
    }

    private static int hex(char digit) throws StatusException {
        int value = digit < 0x80 ? Character.digit(digit, 16) : -1;
        if (value < 0) {
            throw new StatusException(400);
        }
        return value;
    }
}

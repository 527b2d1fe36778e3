package dev.weir.dashboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** A strict JSON reader, small enough to trust: numbers become doubles. For one thread. */
final class JsonReader {
    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    static Object read(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value();
        reader.space();
        if (reader.at != text.length()) {
            throw reader.wrong("more after the end");
        }
        return value;
    }

    /** The value at the end of a path of keys and indexes. */
    static Object at(Object json, Object... path) {
        Object value = json;
        for (Object step : path) {
            value = step instanceof Integer i ? ((List<?>) value).get(i) : ((Map<?, ?>) value).get(step);
            if (value == null) {
                throw new NoSuchElementException(String.valueOf(step));
            }
        }
        return value;
    }

    static double number(Object json, Object... path) {
        return (Double) at(json, path);
    }

    private Object value() {
        space();
        char c = peek();
        if (c == '{') {
            return object();
        } else if (c == '[') {
            return array();
        } else if (c == '"') {
            return string();
        }
        for (String word : List.of("true", "false", "null")) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("null") ? "null" : Boolean.valueOf(word);
            }
        }
        return number();
    }

    private Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        if (emptyAfter('{', '}')) {
            return object;
        }
        do {
            space();
            String key = string();
            expect(':');
            if (object.put(key, value()) != null) {
                throw wrong("key twice: " + key);
            }
        } while (next('}'));
        return object;
    }

    private List<Object> array() {
        List<Object> array = new ArrayList<>();
        if (emptyAfter('[', ']')) {
            return array;
        }
        do {
            array.add(value());
        } while (next(']'));
        return array;
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        for (char c = take(); c != '"'; c = take()) {
            if (c < 0x20) {
                throw wrong("control character");
            }
            out.append(c == '\\' ? escaped() : c);
        }
        return out.toString();
    }

    private char escaped() {
        char c = take();
        if (c == 'u') {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        int index = "\"\\/bfnrt".indexOf(c);
        if (index < 0) {
            throw wrong("escape");
        }
        return "\"\\/\b\f\n\r\t".charAt(index);
    }

    private Double number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        if (!number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            throw wrong("number");
        }
        return Double.valueOf(number);
    }

    private boolean emptyAfter(char open, char close) {
        expect(open);
        space();
        if (peek() == close) {
            at++;
            return true;
        }
        return false;
    }

    private boolean next(char close) {
        space();
        char c = take();
        if (c != ',' && c != close) {
            throw wrong("',' or '" + close + "' expected");
        }
        return c == ',';
    }

    private void expect(char wanted) {
        space();
        if (take() != wanted) {
            throw wrong("'" + wanted + "' expected");
        }
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("ends too early");
        }
        return text.charAt(at);
    }

    private char take() {
        char c = peek();
        at++;
        return c;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + " at " + at);
    }
}

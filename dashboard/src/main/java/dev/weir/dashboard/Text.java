package dev.weir.dashboard;

/** Makes texts that come from programs fit for a page. Stateless. */
final class Text {

    /** Longer than any sensible name, short enough for a thousand of them. */
    static final int LONGEST = 200;

    private Text() {}

    /** The text, or its beginning and how long it is. */
    static String shorten(String text) {
        return shorten(text, LONGEST);
    }

    static String shorten(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "… (" + text.length() + " characters)";
    }
}

package dev.weir.architecture;

import java.util.regex.Pattern;

/** Java source as text, for what a class file does not tell. */
final class JavaText {

    private static final Pattern COMMENTS_AND_LITERALS = Pattern.compile(String.join(
            "|",
            "//[^\\n]*+", // to the end of the line
            "/\\*(?s:.*?)\\*/", // block and Javadoc comment
            "\"\"\"(?s:.*?)\"\"\"", // text block
            "\"(?:\\\\.|[^\"\\\\\\n])*+\"",
            "'(?:\\\\.|[^'\\\\\\n])*+'"));

    private JavaText() {}

    /** Whether the keyword stands in the code, not in a comment or a literal. */
    static boolean mentions(String source, String keyword) {
        String code = COMMENTS_AND_LITERALS.matcher(source).replaceAll(" ");
        return Pattern.compile("\\b" + keyword + "\\b").matcher(code).find();
    }
}

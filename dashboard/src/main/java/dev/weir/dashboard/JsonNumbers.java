package dev.weir.dashboard;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a JSON object whose values are all whole numbers, such as {@code {"min":2,"max":8}}; that is all we are sent. */
final class JsonNumbers {

    private static final String MEMBER = "\\s*\"([A-Za-z]{1,20})\"\\s*:\\s*(-?(?:0|[1-9][0-9]{0,8}))\\s*";
    private static final Pattern ONE = Pattern.compile(MEMBER);
    private static final Pattern ALL = Pattern.compile("\\s*\\{(?:" + MEMBER + "(?:," + MEMBER + "){0,7})?}\\s*");

    private JsonNumbers() {}

    /** @throws Refusal if it is anything else, or says the same name twice */
    static Map<String, Integer> read(String text) throws Refusal {
        if (!ALL.matcher(text).matches()) {
            throw new Refusal(400);
        }
        Map<String, Integer> numbers = new HashMap<>();
        for (Matcher member = ONE.matcher(text); member.find(); ) {
            if (numbers.put(member.group(1), Integer.valueOf(member.group(2))) != null) {
                throw new Refusal(400);
            }
        }
        return numbers;
    }
}

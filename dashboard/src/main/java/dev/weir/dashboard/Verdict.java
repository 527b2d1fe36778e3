package dev.weir.dashboard;

import dev.weir.Explanation;
import java.util.List;

/** Writes what a pool explains of itself, as far as the settings let it be told. Immutable. */
final class Verdict {

    private static final int LONGEST = 8_000;
    private static final String STACKS = "Right now:";

    private final Settings settings;

    Verdict(Settings settings) {
        this.settings = settings;
    }

    /** An object: the limit, how many threads would do, the sentence on the limit, and all of the text. */
    void write(JsonText json, Explanation explanation) {
        json.beginObject();
        json.key("limit").value(explanation.limit().name());
        json.key("suggested").value(explanation.suggestedThreads());
        if (settings.taskNames()) {
            List<String> paragraphs = List.of(explanation.text().split("\n\n"));
            json.key("sentence").value(Text.shorten(paragraphs.size() > 1 ? paragraphs.get(1) : "", LONGEST));
            json.key("text").beginArray();
            for (String paragraph : paragraphs) {
                if (settings.stacks() || !paragraph.startsWith(STACKS)) {
                    json.value(Text.shorten(paragraph, LONGEST));
                }
            }
            json.endArray();
        }
        json.endObject();
    }
}

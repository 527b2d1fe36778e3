package dev.weir.dashboard;

import dev.weir.Explanation;
import dev.weir.Limit;
import dev.weir.RunningTask;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes what a pool explains of itself, as far as the settings let it be told. Immutable. */
final class Verdict {

    private static final int LONGEST = 8_000;

    /** How long a task runs, as it begins what follows its name and its thread. */
    private static final Pattern TIME = Pattern.compile("[^ ]+ [^ ]+");

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
            List<String> paragraphs = List.of(told(explanation).text().split("\n\n"));
            json.key("sentence").value(Text.shorten(paragraphs.size() > 1 ? paragraphs.get(1) : "", LONGEST));
            json.key("text").beginArray();
            for (String paragraph : paragraphs) {
                json.value(Text.shorten(paragraph, LONGEST));
            }
            json.endArray();
        }
        json.endObject();
    }

    /** The same without all that names a place in the program's code, if that is not to be told. */
    private Explanation told(Explanation all) {
        if (settings.stacks()) {
            return all;
        }
        return new Explanation(
                all.stats(),
                all.window(),
                all.limit(),
                all.limit() == Limit.STUCK ? stuck(all) : all.cause(),
                all.processors(),
                all.computing(),
                all.blocked(),
                all.processorsUsed(),
                all.processProcessorsUsed(),
                all.suggestedThreads(),
                all.running(),
                List.of());
    }

    /** The stuck task without its place. Names may hold anything, so they are not searched for where that begins. */
    private static String stuck(Explanation all) {
        for (RunningTask task : all.running()) {
            String who = "task " + task.task() + " on thread " + task.thread() + ", which has run for ";
            if (all.cause().startsWith(who)) {
                Matcher time = TIME.matcher(all.cause())
                        .region(who.length(), all.cause().length());
                return time.lookingAt() ? who + time.group() : who + "too long";
            }
        }
        return "one of those that run";
    }
}

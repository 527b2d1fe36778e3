package dev.weir.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

/**
 * What was decided against, to be measured again beside what was chosen: Weir with one place of its sources as it might have
 * been. The pages in docs/decisions tell of each. Takes the project's directory as the current one.
 */
enum Alternative {
    /** As it is, but loaded in the way of the others: the one to compare them with. */
    NONE("Worker", "", ""),

    /** Decision 0003: births chain though as many workers are runnable as there are processors. */
    EAGER("Growth", " && !processorsAreTaken(present);", ";"),

    /** Decision 0010: a submitter waits until its task can be seen everywhere. */
    FENCE("internal/queue/Segment", "PLACE.setRelease(array, index, task);", "PLACE.setVolatile(array, index, task);"),

    /** Decision 0011: all submitters share one stripe. */
    ONE_STRIPE("internal/queue/TaskQueue", "if (more <= MOST_STRIPES && ", "if (more <= 1 && "),

    /** Decision 0012: each task is taken by itself. */
    NO_BATCHES(
            "internal/queue/Taken",
            "return most > 1 && batches != null && batches.areAllowed() ? most : 1;",
            "return 1;"),

    /** Decision 0014: the last worker rests as soon as any. */
    BRIEF_LOOK("Worker", "PARKING_NANOS = 4_000;", "PARKING_NANOS = 0;"),

    /** Decision 0014: any worker looks four times as often before it rests. */
    LONG_LOOK("Worker", "availableProcessors() > 1 ? 64 : 0;", "availableProcessors() > 1 ? 256 : 0;"),

    /** Decision 0014: a worker rests at once. */
    NO_LOOK("Worker", "availableProcessors() > 1 ? 64 : 0;", "availableProcessors() > 1 ? 0 : 0;");

    private static final Path SOURCES = Path.of("core/src/main/java/dev/weir");

    private final String file;
    private final String chosen;
    private final String instead;

    Alternative(String file, String chosen, String instead) {
        this.file = file + ".java";
        this.chosen = chosen;
        this.instead = instead;
    }

    ExecutorService open(int min, int max, int room) {
        return OtherWeir.open(Rebuilt.with(Map.of(file, source())), min, max, room);
    }

    /** Whether all of them can still be built, and run. */
    static void tryAll() throws InterruptedException, ExecutionException {
        for (Alternative each : values()) {
            ExecutorService pool = each.open(1, 1, 1);
            pool.submit(() -> {}).get();
            pool.shutdown();
        }
    }

    private String source() {
        String text;
        try {
            text = Files.readString(SOURCES.resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("to be run in the project's directory", unreadable);
        }
        int at = text.indexOf(chosen);
        if (at < 0 || !chosen.isEmpty() && text.indexOf(chosen, at + 1) >= 0) {
            throw new IllegalStateException(this + " fits no more: not once in " + file + ": " + chosen);
        }
        return text.substring(0, at) + instead + text.substring(at + chosen.length());
    }
}

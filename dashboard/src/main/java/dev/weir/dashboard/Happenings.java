package dev.weir.dashboard;

import dev.weir.event.PoolEvent;
import dev.weir.event.PoolListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The last {@value #KEPT} failures and the last {@value #KEPT} other events of one pool. Thread-safe: a thread that delivers
 * events writes, those of the dashboard read.
 */
final class Happenings implements PoolListener {

    private static final int KEPT = 20;

    private final EventWords words;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Numbered> failures = new ArrayDeque<>();
    private final Deque<Numbered> events = new ArrayDeque<>();
    private long last;

    /** One with the number under which its stack can be asked for. */
    record Numbered(long number, Happening happening) {}

    Happenings(EventWords words) {
        this.words = words;
    }

    @Override
    public void on(PoolEvent event) {
        Happening happening = words.of(event);
        if (happening != null) {
            note(event instanceof PoolEvent.TaskFailed ? failures : events, happening);
        }
    }

    private void note(Deque<Numbered> kept, Happening happening) {
        lock.lock();
        try {
            Numbered newest = kept.peekFirst();
            if (newest != null && newest.happening().takesIn(happening)) {
                kept.removeFirst();
                kept.addFirst(new Numbered(newest.number(), newest.happening().with(happening)));
                return;
            }
            kept.addFirst(new Numbered(++last, happening));
            if (kept.size() > KEPT) {
                kept.removeLast();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The newest first. */
    List<Numbered> failures() {
        return copy(failures);
    }

    /** The newest first. */
    List<Numbered> events() {
        return copy(events);
    }

    /** The stack that goes with a number; null if it is no longer known. */
    @Nullable
    List<String> stack(long number) {
        List<Numbered> all = failures();
        all.addAll(events());
        for (Numbered each : all) {
            if (each.number() == number) {
                return each.happening().stack();
            }
        }
        return null;
    }

    private List<Numbered> copy(Collection<Numbered> kept) {
        lock.lock();
        try {
            return new ArrayList<>(kept);
        } finally {
            lock.unlock();
        }
    }

    /** An array of arrays: number, time, kind, task, text, count, whether there is a stack. */
    static void write(JsonText json, List<Numbered> all) {
        json.beginArray();
        for (Numbered each : all) {
            Happening happening = each.happening();
            json.beginArray().value(each.number()).value(happening.millis()).value(happening.kind());
            json.value(happening.task()).value(happening.text()).value(happening.count());
            json.value(!happening.stack().isEmpty()).endArray();
        }
        json.endArray();
    }
}

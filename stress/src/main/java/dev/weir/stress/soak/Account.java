package dev.weir.stress.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a soak has seen so far: how many of what, and what was wrong. Thread-safe. */
final class Account {

    private static final int MOST_TOLD = 50;

    final LongAdder tasks = new LongAdder();
    final LongAdder programs = new LongAdder();
    final LongAdder rounds = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder twice = new LongAdder();
    private final Map<String, LongAdder> faults = new ConcurrentSkipListMap<>();
    private final ConcurrentLinkedQueue<String> wrongs = new ConcurrentLinkedQueue<>();
    private final AtomicInteger wrongCount = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> longWaits = new ConcurrentLinkedQueue<>();
    private final AtomicInteger longWaitCount = new AtomicInteger();

    /** Faults were injected. */
    void fault(String kind, long count) {
        faults.computeIfAbsent(kind, first -> new LongAdder()).add(count);
    }

    /** Something is wrong. */
    void wrong(String what) {
        if (wrongCount.incrementAndGet() <= MOST_TOLD) {
            wrongs.add(what);
            System.out.println("WRONG: " + what);
            System.out.flush();
        }
    }

    /** A round of tasks is over, of which so many were lost, and so many were run twice. */
    void round(String where, long run, long lostTasks, long twiceRun) {
        tasks.add(run);
        rounds.increment();
        if (lostTasks != 0) {
            lost.add(Math.abs(lostTasks));
            wrong(where + ": " + lostTasks + " tasks lost");
        }
        if (twiceRun != 0) {
            twice.add(twiceRun);
            wrong(where + ": " + twiceRun + " tasks run twice");
        }
    }

    /** A task has waited for more than a second. */
    void longWait(String what, Pulse.Explanation why) {
        if (longWaitCount.incrementAndGet() <= MOST_TOLD) {
            longWaits.add(what + ": " + why.text());
        }
        if (!why.explains()) {
            wrong("a long wait that nothing explains: " + what + ": " + why.text());
        }
    }

    boolean isGood() {
        return wrongCount.get() == 0;
    }

    /** The figures, a line each. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("tasks run             " + String.format("%,d", tasks.sum()) + " in " + rounds.sum() + " rounds");
        lines.add("random programs       " + programs.sum());
        lines.add("faults injected       "
                + String.format(
                        "%,d",
                        faults.values().stream().mapToLong(LongAdder::sum).sum()));
        faults.forEach((kind, count) -> lines.add(String.format("  %-42s%,d", kind, count.sum())));
        lines.add("tasks lost            " + lost.sum());
        lines.add("tasks run twice       " + twice.sum());
        lines.add("waits over 1 s        " + longWaitCount.get());
        longWaits.forEach(wait -> lines.add("  " + wait));
        lines.add("wrong                 " + wrongCount.get());
        wrongs.forEach(wrong -> lines.add("  " + wrong));
        return lines;
    }
}

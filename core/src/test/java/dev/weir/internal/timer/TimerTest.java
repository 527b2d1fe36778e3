package dev.weir.internal.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.internal.Race;
import dev.weir.support.CapturedLog;
import dev.weir.support.EndOfStack;
import dev.weir.support.Gate;
import dev.weir.support.LiveThreads;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimerTest {

    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private int pools;

    @BeforeEach
    void poolBegins() {
        Race.until("no pool of another test is left", () -> timers().isEmpty());
        Timer.poolBegins();
        pools++;
    }

    @AfterEach
    void poolsEnd() {
        while (pools > 0) {
            poolEnds();
        }
        Race.until("the timer has ended", () -> timers().isEmpty());
    }

    private void poolEnds() {
        pools--;
        Timer.poolEnds();
    }

    private static List<Thread> timers() {
        return LiveThreads.named("weir-timer");
    }

    private static Thread timer() {
        List<Thread> all = timers();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static long in(long nanos) {
        return System.nanoTime() + nanos;
    }

    /** Counts how often it has fallen due, and then does something. */
    private static final class Entry extends Timed {

        private final AtomicInteger dues = new AtomicInteger();
        private final Runnable then;

        Entry() {
            this(() -> {});
        }

        Entry(Runnable then) {
            this.then = then;
        }

        @Override
        protected void due() {
            dues.incrementAndGet();
            then.run();
        }

        void awaitDue(int times) {
            Race.until("it has fallen due " + times + " times", () -> dues.get() >= times);
            assertThat(dues).hasValue(times);
        }
    }

    private static Entry scheduled(long deadline) {
        Entry entry = new Entry();
        assertThat(Timer.schedule(entry, deadline)).isTrue();
        return entry;
    }

    /** All that was due before this call has fallen due when it returns. */
    private static void awaitTurn() {
        scheduled(in(0)).awaitDue(1);
    }

    // Falling due

    @Test
    void entryFallsDueOnceOnTheTimersThread() {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Entry entry = new Entry(() -> thread.set(Thread.currentThread()));
        Timer.schedule(entry, in(MILLISECOND));

        entry.awaitDue(1);
        awaitTurn();

        assertThat(entry.dues).hasValue(1);
        assertThat(thread).hasValue(timer());
        assertThat(Timer.cancel(entry)).isFalse();
    }

    @Test
    void noEntryFallsDueTooEarly() {
        Random random = new Random(3);
        AtomicLong earliest = new AtomicLong(Long.MAX_VALUE);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long deadline = in(random.nextInt(20_000_000));
            Entry entry = new Entry(() -> earliest.accumulateAndGet(System.nanoTime() - deadline, Math::min));
            entries.add(entry);
            Timer.schedule(entry, deadline);
        }
        entries.forEach(entry -> entry.awaitDue(1));

        assertThat(earliest.get()).isNotNegative();
    }

    @Test
    void entriesFallDueInTheOrderOfTheirDeadlines() {
        List<Integer> order = new CopyOnWriteArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            numbers.add(i);
        }
        List<Integer> sorted = List.copyOf(numbers);
        Collections.shuffle(numbers, new Random(4));
        Gate gate = new Gate();
        Timer.schedule(new Entry(gate), in(-HOUR)); // nothing else falls due before all are scheduled
        gate.awaitInside(1);
        long start = in(0);
        for (int number : numbers) {
            assertThat(Timer.schedule(new Entry(() -> order.add(number)), start + number * 20_000L))
                    .isTrue();
        }
        gate.open();
        Race.until("all have fallen due", () -> order.size() == sorted.size());

        assertThat(order).isEqualTo(sorted);
    }

    @Test
    void entriesOfOneDeadlineFallDueInTheOrderOfScheduling() {
        List<Integer> order = new CopyOnWriteArrayList<>();
        List<Integer> expected = new ArrayList<>();
        long deadline = in(MILLISECOND);
        for (int i = 0; i < 300; i++) {
            int number = i;
            expected.add(number);
            Timer.schedule(new Entry(() -> order.add(number)), deadline);
        }
        Race.until("all have fallen due", () -> order.size() == expected.size());

        assertThat(order).isEqualTo(expected);
    }

    @Test
    void deadlineInThePastIsDueAtOnce() {
        scheduled(in(-HOUR)).awaitDue(1);
        scheduled(in(-Long.MAX_VALUE + HOUR)).awaitDue(1);
    }

    @Test
    void deadlineHoweverFarAheadDoesNotOvertake() {
        Entry furthest = scheduled(in(Long.MAX_VALUE - HOUR));
        Entry past = scheduled(in(-Long.MAX_VALUE + HOUR));
        past.awaitDue(1);
        Entry far = scheduled(in(Long.MAX_VALUE / 2));
        awaitTurn();

        assertThat(furthest.dues).hasValue(0);
        assertThat(far.dues).hasValue(0);
        assertThat(Timer.cancel(furthest)).isTrue();
        assertThat(Timer.cancel(far)).isTrue();
    }

    @Test
    void whatWasWrittenBeforeSchedulingIsSeenWhenDue() {
        int[] plain = new int[1];
        AtomicInteger seen = new AtomicInteger();
        Entry entry = new Entry(() -> seen.set(plain[0]));
        for (int i = 1; i <= 2_000; i++) {
            int round = i;
            plain[0] = round;
            Timer.schedule(entry, in(0));
            Race.until("it has fallen due", () -> entry.dues.get() == round);
            awaitTurn();
            assertThat(seen).hasValue(round);
        }
    }

    @Test
    void entryCanBeScheduledAgainFromItsOwnDue() {
        int times = 500;
        long start = in(0);
        AtomicReference<Entry> self = new AtomicReference<>();
        AtomicInteger refused = new AtomicInteger();
        Entry periodic = new Entry(() -> {
            int done = self.get().dues.get();
            if (done < times && !Timer.schedule(self.get(), start + done * 10_000L)) {
                refused.incrementAndGet();
            }
        });
        self.set(periodic);
        Timer.schedule(periodic, start);

        Race.until("it has fallen due each time", () -> periodic.dues.get() == times);
        awaitTurn();
        assertThat(periodic.dues).hasValue(times);
        assertThat(refused).hasValue(0);
        assertThat(Timer.cancel(periodic)).isFalse();
    }

    @Test
    void entryIsScheduledOnceAtATime() {
        Entry entry = scheduled(in(HOUR));

        assertThatThrownBy(() -> Timer.schedule(entry, in(0))).isInstanceOf(IllegalStateException.class);
        awaitTurn();

        assertThat(entry.dues).hasValue(0);
        assertThat(Timer.cancel(entry)).isTrue();
    }

    @Test
    void entryCanBeScheduledAndCancelledWhileAnotherFallsDue() {
        Gate gate = new Gate();
        Timer.schedule(new Entry(gate), in(0));
        gate.awaitInside(1);
        Entry other = new Entry();
        new Race()
                .with("other", () -> {
                    assertThat(Timer.schedule(other, in(HOUR))).isTrue();
                    assertThat(Timer.cancel(other)).isTrue();
                    assertThat(Timer.schedule(other, in(0))).isTrue();
                })
                .run();
        assertThat(other.dues).hasValue(0);
        gate.open();
        other.awaitDue(1);
    }

    // Cancelling

    @Test
    void cancelledEntryDoesNotFallDueAndCanBeScheduledAgain() {
        Entry entry = scheduled(in(5 * MILLISECOND));
        Entry later = scheduled(in(6 * MILLISECOND));
        assertThat(Timer.cancel(entry)).isTrue();
        assertThat(Timer.cancel(entry)).isFalse();
        later.awaitDue(1);
        assertThat(entry.dues).hasValue(0);

        Timer.schedule(entry, in(0));
        entry.awaitDue(1);
    }

    @Test
    void entryNeverScheduledIsNotCancelled() {
        assertThat(Timer.cancel(new Entry())).isFalse();
    }

    /** Each thread cancels its own entry about when it falls due. */
    @Test
    void eachSchedulingEndsInExactlyOneWay() {
        int rounds = 30_000;
        AtomicInteger allDues = new AtomicInteger();
        AtomicInteger allCancelled = new AtomicInteger();
        new Race()
                .with(4, "owner", () -> {
                    Entry entry = new Entry();
                    ThreadLocalRandom random = ThreadLocalRandom.current();
                    int cancelled = 0;
                    for (int round = 1; round <= rounds; round++) {
                        assertThat(Timer.schedule(entry, in(random.nextInt(30_000))))
                                .isTrue();
                        for (int spin = random.nextInt(300); spin > 0; spin--) {
                            Thread.onSpinWait();
                        }
                        if (Timer.cancel(entry)) {
                            cancelled++;
                        } else {
                            entry.awaitDue(round - cancelled);
                        }
                    }
                    awaitTurn();
                    assertThat(entry.dues).hasValue(rounds - cancelled);
                    allDues.addAndGet(entry.dues.get());
                    allCancelled.addAndGet(cancelled);
                })
                .run();

        assertThat(allDues).as("fallen due").hasPositiveValue();
        assertThat(allCancelled).as("cancelled").hasPositiveValue();
    }

    /** Entries that fall due one after the other. */
    private static final class Batch {

        static final int SIZE = 128;

        private final AtomicInteger dues = new AtomicInteger();
        private final AtomicInteger cancels = new AtomicInteger();
        private final List<Entry> entries = new ArrayList<>();

        void schedule() {
            long start = in(0);
            for (int i = 0; i < SIZE; i++) {
                Entry entry = new Entry(dues::incrementAndGet);
                entries.add(entry);
                Timer.schedule(entry, start + i * 2_000L);
            }
        }

        void cancel() {
            int first = ThreadLocalRandom.current().nextInt(SIZE);
            for (int i = 0; i < SIZE; i++) {
                if (Timer.cancel(entries.get((first + i) % SIZE))) {
                    cancels.incrementAndGet();
                }
            }
        }

        void awaitEnd() {
            Race.until("each has ended", () -> dues.get() + cancels.get() >= SIZE);
            awaitTurn();
            assertThat(dues.get() + cancels.get()).isEqualTo(SIZE);
            assertThat(entries).allMatch(entry -> entry.dues.get() <= 1);
        }
    }

    /** Several threads cancel the same entries, while these fall due. */
    @Test
    void manyThreadsCancelWhatFallsDue() {
        int rounds = 1_000;
        AtomicReference<Batch> current = new AtomicReference<>();
        AtomicInteger dues = new AtomicInteger();
        AtomicInteger over = new AtomicInteger();
        Race race = new Race();
        race.with("owner", () -> {
                    for (int i = 0; i < rounds; i++) {
                        Batch batch = new Batch();
                        batch.schedule();
                        current.set(batch);
                        batch.awaitEnd();
                        dues.addAndGet(batch.dues.get());
                    }
                    over.set(1);
                })
                .with(3, "canceller", () -> {
                    Batch last = null;
                    while (over.get() == 0 && !race.hasFailed()) {
                        Batch batch = current.get();
                        if (batch == last) {
                            Thread.yield();
                        } else {
                            last = batch;
                            batch.cancel();
                        }
                    }
                })
                .run();

        assertThat(dues.get()).as("fallen due").isBetween(1, rounds * Batch.SIZE - 1);
    }

    // The thread

    @Test
    void thereIsNoThreadUntilSomethingIsScheduled() {
        assertThat(timers()).isEmpty();

        Entry entry = scheduled(in(HOUR));

        assertThat(timers()).hasSize(1);
        Timer.cancel(entry);
    }

    @Test
    void threadIsADaemonThatHoldsNothingOfTheProgram() {
        InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
        inherited.set("of the program");
        AtomicReference<String> seen = new AtomicReference<>();
        Entry entry = new Entry(() -> seen.set(inherited.get()));
        Timer.schedule(entry, in(0));
        entry.awaitDue(1);
        awaitTurn();

        assertThat(seen).hasValue(null);
        assertThat(timer().isDaemon()).isTrue();
        assertThat(timer().getContextClassLoader()).isNull();
        inherited.remove();
    }

    @Test
    void threadSleepsWithoutATimerWhileThereIsNoEntry() {
        awaitTurn();
        Thread thread = timer();
        Race.until("it sleeps without a timer", () -> thread.getState() == Thread.State.WAITING);

        Entry entry = scheduled(in(HOUR));
        Race.until("it sleeps with a timer", () -> thread.getState() == Thread.State.TIMED_WAITING);
        Timer.cancel(entry);
    }

    @Test
    void earlierEntryWakesTheThread() {
        Entry later = scheduled(in(HOUR));
        Race.untilParked(timer());
        for (int i = 0; i < 300; i++) {
            scheduled(in(i % 3 * 50_000)).awaitDue(1);
        }
        assertThat(later.dues).hasValue(0);
        assertThat(Timer.cancel(later)).isTrue();
    }

    @Test
    void laterEntryDoesNotWakeTheThread() {
        scheduled(in(HOUR));
        Race.untilParked(timer());
        long waits = waits();
        for (int i = 0; i < 200; i++) {
            scheduled(in(2 * HOUR));
            Race.untilParked(timer());
        }
        awaitTurn();
        Race.untilParked(timer());

        // How often the thread was awake meanwhile: for the last entry alone, or nearly so if it slept badly.
        assertThat(waits() - waits).isBetween(1L, 5L);
    }

    /** Time-outs that are hardly ever reached: each is the first, and each is later than the one before. */
    @Test
    void entryThatIsAloneButLaterThanTheRestDoesNotWakeTheThread() {
        Timer.cancel(scheduled(in(HOUR)));
        awaitTurn();
        Entry first = scheduled(in(HOUR));
        Race.until("it sleeps with a timer", () -> timer().getState() == Thread.State.TIMED_WAITING);
        Timer.cancel(first);
        long waits = waits();
        for (int i = 0; i < 200; i++) {
            Timer.cancel(scheduled(in(HOUR)));
            Race.untilParked(timer());
        }

        assertThat(waits() - waits).isLessThanOrEqualTo(5);
    }

    @Test
    void threadSleepsUntilTheDeadlineAndNotByTheMillisecond() {
        awaitTurn();
        Race.untilParked(timer());
        long waits = waits();

        scheduled(in(100 * MILLISECOND)).awaitDue(1);

        assertThat(waits() - waits).isLessThanOrEqualTo(5);
    }

    /** How often the thread has gone to sleep. */
    private static long waits() {
        return ManagementFactory.getThreadMXBean()
                .getThreadInfo(timer().getId())
                .getWaitedCount();
    }

    @Test
    void interruptHarmsNobody() {
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        awaitTurn();
        for (int i = 0; i < 50; i++) {
            timer().interrupt();
            Entry entry = new Entry(() -> {
                interrupted.add(Thread.currentThread().isInterrupted());
                Thread.currentThread().interrupt();
            });
            Race.until("the interrupt is forgotten", () -> !timer().isInterrupted());
            Timer.schedule(entry, in(10_000));
            int dues = i + 1;
            Race.until("it has looked", () -> interrupted.size() == dues);
        }
        assertThat(interrupted).hasSize(50).doesNotContain(true);
        Race.until("it sleeps", () -> timer().getState() == Thread.State.WAITING);
    }

    // The end

    @Test
    void threadEndsWithTheLastPoolAndNotBefore() throws InterruptedException {
        Timer.poolBegins();
        pools++;
        awaitTurn();
        Thread thread = timer();

        poolEnds();
        awaitTurn();
        assertThat(timer()).isSameAs(thread);
        Timer.awaitEnd(Long.MAX_VALUE); // returns at once

        poolEnds();
        Timer.awaitEnd(PATIENCE);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void threadThatRestsEndsAndTheNextPoolGetsANewOne() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            if (pools == 0) {
                poolBegins();
            }
            if (i % 2 == 0) {
                scheduled(in(HOUR));
            } else {
                awaitTurn();
            }
            Thread thread = timer();
            poolEnds();
            Timer.awaitEnd(PATIENCE);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void entriesLeftAreDroppedWithTheLastPool() throws InterruptedException {
        Timer.poolBegins();
        pools++;
        Entry entry = scheduled(in(HOUR));
        poolEnds();
        assertThat(Timer.cancel(entry)).isTrue();
        assertThat(Timer.schedule(entry, in(HOUR))).isTrue();

        poolEnds();
        assertThat(Timer.cancel(entry)).isFalse();
        Timer.awaitEnd(PATIENCE);
        assertThat(timers()).isEmpty();

        poolBegins();
        Timer.schedule(entry, in(0));
        entry.awaitDue(1);
    }

    @Test
    void withoutAPoolNothingIsScheduled() {
        poolEnds();
        Entry late = new Entry();

        assertThat(Timer.schedule(late, in(0))).isFalse();
        assertThat(Timer.cancel(late)).isFalse();

        Race.until("the timer has ended", () -> timers().isEmpty());
        poolBegins();
        awaitTurn();
        assertThat(late.dues).hasValue(0);
    }

    @Test
    void nothingStaysOfWhatIsScheduledWhileTheLastPoolEnds() {
        poolEnds();
        List<Entry> entries = new CopyOnWriteArrayList<>();
        AtomicInteger over = new AtomicInteger();
        new Race()
                .with("pools", () -> {
                    for (int i = 0; i < 3_000; i++) {
                        Timer.poolBegins();
                        Thread.yield();
                        Timer.poolEnds();
                    }
                    over.set(1);
                })
                .with("late", () -> {
                    while (over.get() == 0) {
                        Entry entry = new Entry();
                        if (Timer.schedule(entry, in(HOUR)) && entries.size() < 5_000) {
                            entries.add(entry);
                        }
                    }
                })
                .run();

        assertThat(entries).noneMatch(Timer::cancel);
        assertThat(Timer.size()).isZero();
    }

    @Test
    void everyEntryOfALivingPoolFallsDueHoweverFastPoolsComeAndGo() {
        poolEnds();
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        new Race()
                .with(3, "owner", () -> {
                    for (int i = 0; i < 3_000; i++) {
                        Entry entry = new Entry(() -> {
                            overlaps.addAndGet(atOnce.getAndIncrement());
                            atOnce.decrementAndGet();
                        });
                        Timer.poolBegins();
                        assertThat(Timer.schedule(entry, in(i % 3 * 20_000))).isTrue();
                        entry.awaitDue(1);
                        Timer.poolEnds();
                    }
                })
                .run();

        assertThat(overlaps).as("two timers at work").hasValue(0);
    }

    @Test
    void cancelledEntryIsNotHeldOnTo() {
        scheduled(in(2 * HOUR));
        WeakReference<Entry> cancelled = new WeakReference<>(scheduledAndCancelled());
        WeakReference<Entry> fallen = new WeakReference<>(fallenDue());
        Race.untilParked(timer());

        Race.until("those that have left are collected", () -> {
            System.gc();
            return cancelled.get() == null && fallen.get() == null;
        });
    }

    private static Entry scheduledAndCancelled() {
        Entry entry = scheduled(in(HOUR));
        Race.untilParked(timer());
        Timer.cancel(entry);
        return entry;
    }

    private static Entry fallenDue() {
        Entry entry = scheduled(in(0));
        entry.awaitDue(1);
        return entry;
    }

    // Faults

    @Test
    void dueThatThrowsIsLoggedAndHarmsNobody() {
        Error fault = new OutOfMemoryError("of the test");
        Entry faulty = new Entry(() -> {
            throw fault;
        });
        try (CapturedLog log = CapturedLog.open()) {
            long deadline = in(MILLISECOND);
            Timer.schedule(faulty, deadline);
            Entry next = scheduled(deadline);
            next.awaitDue(1);

            assertThat(log.records()).extracting(LogRecord::getThrown).containsExactly(fault);
            assertThat(log.records().get(0).getMessage()).contains("weir-timer", "Entry");
            Timer.schedule(faulty, in(0));
            faulty.awaitDue(2);
            awaitTurn();
        }
    }

    // The end of the stack

    /** An entry was put into the heap half-way, or taken out half-way, and all others were in disorder, or the lock held. */
    @Test
    void whoHasNoStackForItHasScheduledOrCancelledNothing() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            entries.add(i % 2 == 0 ? scheduled(in(HOUR + i)) : new Entry());
        }
        boolean[] changed = new boolean[entries.size()];
        AtomicInteger next = new AtomicInteger();
        Runnable step = () -> {
            int number = next.getAndIncrement();
            Entry entry = entries.get(number);
            changed[number] = number % 2 == 0 ? Timer.cancel(entry) : Timer.schedule(entry, in(HOUR + number));
        };
        step.run();
        step.run();
        int overflows = 0;
        for (int round = 0; round < 3; round++) {
            overflows += EndOfStack.run(step);
        }
        assertThat(overflows).isPositive();
        for (int i = 0; i < changed.length; i++) {
            boolean isScheduled = (i % 2 == 0) != changed[i];
            assertThat(Timer.cancel(entries.get(i))).as("entry " + i).isEqualTo(isScheduled);
        }
        assertThat(Timer.size()).isZero();
        awaitTurn();
    }
}

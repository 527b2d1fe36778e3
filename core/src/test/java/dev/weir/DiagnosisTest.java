package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.ledger.Times;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The decision by itself: from numbers that could have been observed, on machines of any size. */
class DiagnosisTest {

    /** What was observed; a pool of 8 threads on 4 processors that keeps up, unless said otherwise. */
    private static final class Seen {
        private PoolState state = PoolState.RUNNING;
        private int threads = 8;
        private long queued;
        private long rejected;
        private double arrivals = 100;
        private double computing = 1;
        private double blocked = 1;
        private double used = 1;
        private double process = 1;
        private double queuedShare;
        private int ran = 1_000;
        private Duration run = Duration.ofMillis(10);
        private Duration oldest = Duration.ofMillis(5);
        private int running = 2;
        private boolean always;
        private WaitsFor.@Nullable Shared shared;
        private @Nullable String circle;
        private @Nullable Duration expected;

        Diagnosis diagnosis() {
            Duration second = Duration.ofSeconds(1);
            LatencySummary runs = new LatencySummary(ran, run, run, run, run, run, run);
            LatencySummary none = new LatencySummary(
                    0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
            Latencies noTimes = new Latencies(new Times());
            PoolStats stats = new PoolStats(
                    "seen",
                    state,
                    threads,
                    0,
                    8,
                    8,
                    0,
                    queued,
                    running,
                    0,
                    queued + running,
                    0,
                    0,
                    0,
                    rejected,
                    0,
                    0,
                    0,
                    8,
                    0,
                    none,
                    runs,
                    new ThreadCost(8, second, second, 0, Duration.ZERO),
                    Map.of(),
                    new Rates(arrivals, arrivals, arrivals),
                    new Rates(0, 0, 0),
                    1,
                    Duration.ZERO,
                    0,
                    new PoolTimes(second, second, second, noTimes, noTimes));
            double busy = always ? 1 : Math.min(1, (computing + blocked) / threads);
            PoolWindow window = new PoolWindow(second, 0, 0, 0, rejected, threads, busy, none, runs);
            RunningTask task = new RunningTask("task", "seen", "seen-1", 1, oldest, Thread.State.WAITING, List.of());
            return new Diagnosis(new Observation(
                    stats,
                    window,
                    Collections.nCopies(running, task),
                    4,
                    computing,
                    blocked,
                    used,
                    process,
                    queuedShare,
                    shared,
                    circle,
                    expected == null ? Map.of() : Map.of(1L, expected)));
        }

        Limit limit() {
            return diagnosis().limit;
        }
    }

    private final Seen seen = new Seen();

    /** All threads in use, in front of a queue. */
    private void crowd(double computing, double blocked) {
        seen.queued = 100;
        seen.queuedShare = 1;
        seen.running = 8;
        seen.computing = computing;
        seen.blocked = blocked;
        seen.used = Math.min(4, computing);
        seen.process = seen.used;
    }

    @Test
    void poolThatKeepsUpHasNoLimit() {
        assertThat(seen.limit()).isEqualTo(Limit.NONE);
        crowd(8, 0);
        seen.queuedShare = 0.1;
        assertThat(seen.limit()).as("tasks hardly ever wait").isEqualTo(Limit.NONE);
    }

    @Test
    void threadsAreTheLimitWhileProcessorsHaveRoom() {
        crowd(1, 7);
        assertThat(seen.limit()).isEqualTo(Limit.THREADS);
        seen.rejected = 50;
        assertThat(seen.limit()).as("refused, and more threads would do").isEqualTo(Limit.THREADS);
    }

    @Test
    void processorsAreTheLimitOnceTheyAreAllWanted() {
        crowd(3.5, 4.5);
        assertThat(seen.limit()).isEqualTo(Limit.THREADS);
        crowd(3.6, 4.4);
        assertThat(seen.limit()).isEqualTo(Limit.CPU);
        crowd(1, 7);
        seen.process = 3.9;
        assertThat(seen.limit()).as("used by others of the process").isEqualTo(Limit.CPU);
    }

    @Test
    void workersThatAreFoundBetweenShortTasksWantProcessorsToo() {
        crowd(2, 0);
        seen.always = true;
        assertThat(seen.limit()).isEqualTo(Limit.CPU);
        crowd(0, 0);
        assertThat(seen.limit()).isEqualTo(Limit.CPU);
        seen.rejected = 1;
        assertThat(seen.limit()).isEqualTo(Limit.OVERLOAD);
        crowd(0.5, 3.5);
        assertThat(seen.limit()).as("an eighth of 8 threads").isEqualTo(Limit.THREADS);
    }

    @Test
    void refusalsOfAFullMachineAreAnOverload() {
        crowd(8, 0);
        seen.rejected = 50;
        assertThat(seen.limit()).isEqualTo(Limit.OVERLOAD);
    }

    @Test
    void refusalsOfMoreThanProcessorsCanDoAreAnOverload() {
        crowd(2, 6);
        seen.used = 2;
        seen.arrivals = 10_000; // 100 threads' worth, where 4 * (1 + 0.75 / 0.25) could be used
        seen.rejected = 50;
        assertThat(seen.limit()).isEqualTo(Limit.OVERLOAD);
    }

    @Test
    void refusalsInABurstAreAnOverloadAndQueueingInOneIsNone() {
        seen.queuedShare = 0.6;
        assertThat(seen.limit()).isEqualTo(Limit.NONE);
        seen.rejected = 1;
        assertThat(seen.limit()).isEqualTo(Limit.OVERLOAD);
    }

    @Test
    void oneThingThatMostAreBlockedOnIsTheLimit() {
        crowd(1, 7);
        seen.shared = new WaitsFor.Shared("a lock", 4);
        assertThat(seen.limit()).isEqualTo(Limit.BLOCKED_ON);
        assertThat(seen.diagnosis().cause()).isEqualTo("a lock");
        seen.shared = new WaitsFor.Shared("a lock", 3);
        assertThat(seen.limit()).isEqualTo(Limit.THREADS);
    }

    @Test
    void taskIsStuckThatRunsForLongerThanExpectedWhateverOthersDo() {
        seen.oldest = Duration.ofMillis(200);
        assertThat(seen.limit()).isEqualTo(Limit.NONE);
        seen.expected = Duration.ofMillis(199);
        assertThat(seen.limit()).isEqualTo(Limit.STUCK);
        seen.ran = 0;
        assertThat(seen.limit()).as("nobody knows how long others take").isEqualTo(Limit.STUCK);
        seen.oldest = Duration.ofHours(1);
        seen.expected = Duration.ofHours(2);
        seen.ran = 1_000;
        assertThat(seen.limit()).as("it may take so long").isEqualTo(Limit.NONE);
    }

    @Test
    void taskIsStuckThatRunsTenTimesAsLongAsOthersAndForASecond() {
        seen.oldest = Duration.ofMillis(1_001);
        assertThat(seen.limit()).isEqualTo(Limit.STUCK);
        seen.oldest = Duration.ofMillis(999);
        assertThat(seen.limit()).isEqualTo(Limit.NONE);
        seen.run = Duration.ofSeconds(1);
        seen.oldest = Duration.ofSeconds(9);
        assertThat(seen.limit()).isEqualTo(Limit.NONE);
        seen.oldest = Duration.ofSeconds(11);
        assertThat(seen.limit()).isEqualTo(Limit.STUCK);
        seen.ran = 19;
        assertThat(seen.limit()).as("nobody knows how long they take").isEqualTo(Limit.NONE);
    }

    @Test
    void whereMostAreStuckOnOneThingThatIsNamed() {
        seen.oldest = Duration.ofMinutes(1);
        seen.shared = new WaitsFor.Shared("a lock", 2);
        assertThat(seen.limit()).isEqualTo(Limit.BLOCKED_ON);
    }

    @Test
    void circleComesFirst() {
        crowd(8, 0);
        seen.rejected = 1;
        seen.oldest = Duration.ofMinutes(1);
        seen.circle = "a waits for b, which waits for a";
        assertThat(seen.limit()).isEqualTo(Limit.CIRCLE);
        assertThat(seen.diagnosis().cause()).isEqualTo(seen.circle);
    }

    @Test
    void pausedPoolHasNoLimit() {
        crowd(8, 0);
        seen.state = PoolState.PAUSED;
        assertThat(seen.limit()).isEqualTo(Limit.NONE);
    }

    @Test
    void threadsAreSuggestedByArrivalsAndBoundByProcessors() {
        crowd(0.8, 7.2);
        seen.used = 0.8;
        seen.arrivals = 1_000;
        assertThat(seen.diagnosis().suggestedThreads()).isEqualTo(13); // 1,000 / s of 10 ms make 10
        seen.arrivals = 100_000;
        assertThat(seen.diagnosis().suggestedThreads()).isEqualTo(40); // 4 * (1 + 9)
        seen.arrivals = 10;
        assertThat(seen.diagnosis().suggestedThreads())
                .as("for what is left from before")
                .isEqualTo(40);
    }

    @Test
    void waitForAProcessorIsNoReasonForMoreThreads() {
        crowd(8, 0);
        seen.used = 4;
        seen.arrivals = 1_000;
        assertThat(seen.diagnosis().suggestedThreads()).isEqualTo(4);
    }

    @Test
    void computingIsWhatWasComputedAndNotWhatWantedTo() {
        crowd(4, 4);
        seen.used = 2; // of the time of a task, a quarter computing, a half waiting, a quarter without a processor
        seen.arrivals = 10_000;
        assertThat(seen.diagnosis().suggestedThreads()).isEqualTo(12); // 4 * (1 + 2)
    }

    @Test
    void tooLittleMeasuredSuggestsNothing() {
        crowd(1, 7);
        seen.ran = 19;
        assertThat(seen.diagnosis().suggestedThreads()).isZero();
    }
}

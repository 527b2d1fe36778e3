package dev.weir.internal.crew;

import static dev.weir.internal.crew.Control.DRAINING;
import static dev.weir.internal.crew.Control.MAX_WORKERS;
import static dev.weir.internal.crew.Control.PAUSED;
import static dev.weir.internal.crew.Control.RUNNING;
import static dev.weir.internal.crew.Control.STOPPING;
import static dev.weir.internal.crew.Control.TERMINATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlTest {

    private final Control control = new Control();

    /** What a word says, in words. */
    private record Counts(int state, int workers, int idle, int starting, boolean searching) {}

    private Counts counts() {
        long word = control.read();
        return new Counts(
                Control.state(word),
                Control.workers(word),
                Control.idle(word),
                Control.starting(word),
                Control.searching(word));
    }

    private boolean quiet() {
        return Control.quiet(control.read());
    }

    /** So many workers exist, none of them idle, none starting, none searching. */
    private void workers(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(control.hire(control.read())).isTrue();
        }
        for (int i = 0; i < count; i++) {
            control.arrive();
        }
        control.found();
    }

    private void workers(int busy, int idle) {
        workers(busy + idle);
        for (int i = 0; i < idle; i++) {
            control.settle(false);
        }
    }

    // The transitions

    @Test
    void newPoolRunsWithoutWorkers() {
        assertThat(counts()).isEqualTo(new Counts(RUNNING, 0, 0, 0, false));
        assertThat(quiet()).isTrue();
    }

    @Test
    void hireCountsAWorkerThatIsStarting() {
        assertThat(control.hire(control.read())).isTrue();

        assertThat(counts()).isEqualTo(new Counts(RUNNING, 1, 0, 1, false));
        assertThat(quiet()).as("a worker that has not begun has no task").isTrue();
    }

    @Test
    void unhireTakesAHireBack() {
        workers(2, 1);
        Counts before = counts();
        control.hire(control.read());

        control.unhire();

        assertThat(counts()).isEqualTo(before);
    }

    @Test
    void firstToArriveSearches() {
        control.hire(control.read());
        control.hire(control.read());

        assertThat(control.arrive()).isTrue();
        assertThat(counts()).isEqualTo(new Counts(RUNNING, 2, 0, 1, true));
        assertThat(control.arrive()).as("somebody searches already").isFalse();
        assertThat(counts()).isEqualTo(new Counts(RUNNING, 2, 0, 0, true));
        assertThat(quiet()).isFalse();
    }

    @Test
    void foundEndsTheSearch() {
        control.hire(control.read());
        control.arrive();

        control.found();

        assertThat(counts()).isEqualTo(new Counts(RUNNING, 1, 0, 0, false));
        assertThat(quiet()).as("it has a task").isFalse();
    }

    @Test
    void onlyOneWorkerSearches() {
        workers(2);

        assertThat(control.search()).isTrue();
        assertThat(control.search()).isFalse();
        assertThat(counts()).isEqualTo(new Counts(RUNNING, 2, 0, 0, true));
        control.found();
        assertThat(control.search()).isTrue();
    }

    @Test
    void searcherThatSettlesEndsTheSearch() {
        workers(2);
        control.search();

        long word = control.settle(true);

        assertThat(word).isEqualTo(control.read());
        assertThat(counts()).isEqualTo(new Counts(RUNNING, 2, 1, 0, false));
        assertThat(quiet()).isFalse();
    }

    @Test
    void otherThatSettlesLeavesTheSearchToTheSearcher() {
        workers(2);
        control.search();

        control.settle(false);

        assertThat(counts()).isEqualTo(new Counts(RUNNING, 2, 1, 0, true));
    }

    @Test
    void poolIsQuietWhenTheLastWorkerHasSettled() {
        workers(0, 3);
        assertThat(quiet()).isTrue();
        control.hire(control.read());
        assertThat(quiet()).isTrue();
        control.arrive();
        assertThat(quiet()).isFalse();
        control.settle(true);
        assertThat(quiet()).isTrue();
    }

    @Test
    void wakeClaimsAnIdleWorkerThatSearches() {
        workers(1, 2);

        assertThat(control.wake(control.read())).isTrue();

        assertThat(counts()).isEqualTo(new Counts(RUNNING, 3, 1, 0, true));
    }

    @Test
    void wakeBesidesASearchKeepsTheSearch() {
        workers(1, 2);
        control.search();

        assertThat(control.wake(control.read())).isTrue();

        assertThat(counts()).isEqualTo(new Counts(RUNNING, 3, 1, 0, true));
    }

    @Test
    void decisionOnAnOldWordIsVoid() {
        workers(1, 2);
        long old = control.read();
        control.hire(old);
        Counts now = counts();

        assertThat(control.wake(old)).isFalse();
        assertThat(control.hire(old)).isFalse();
        assertThat(counts()).isEqualTo(now);
    }

    @Test
    void expireCountsAnIdleWorkerOffDownToTheMinimum() {
        workers(1, 3);

        assertThat(control.expire(2)).isTrue();
        assertThat(counts()).isEqualTo(new Counts(RUNNING, 3, 2, 0, false));
        assertThat(control.expire(2)).isTrue();
        assertThat(control.expire(2)).isFalse();
        assertThat(counts()).isEqualTo(new Counts(RUNNING, 2, 1, 0, false));
    }

    @Test
    void nobodyExpiresWhoIsNotIdle() {
        workers(3, 0);

        assertThat(control.expire(0)).isFalse();
        assertThat(counts()).isEqualTo(new Counts(RUNNING, 3, 0, 0, false));
    }

    @Test
    void expireKeepsTheSearch() {
        workers(1, 1);
        control.search();

        assertThat(control.expire(0)).isTrue();

        assertThat(counts()).isEqualTo(new Counts(RUNNING, 1, 0, 0, true));
    }

    @Test
    void dismissCountsABusyWorkerOffDownToTheMost() {
        workers(3, 1);

        assertThat(control.dismiss(3, false)).isTrue();
        assertThat(counts()).isEqualTo(new Counts(RUNNING, 3, 1, 0, false));
        assertThat(control.dismiss(3, false)).isFalse();
        assertThat(counts()).isEqualTo(new Counts(RUNNING, 3, 1, 0, false));
    }

    @Test
    void searcherThatIsDismissedEndsTheSearch() {
        workers(2);
        control.search();

        assertThat(control.dismiss(0, false)).isTrue();
        assertThat(counts()).isEqualTo(new Counts(RUNNING, 1, 0, 0, true));
        assertThat(control.dismiss(0, true)).isTrue();
        assertThat(counts()).isEqualTo(new Counts(RUNNING, 0, 0, 0, false));
    }

    @Test
    void searcherThatMayNotLeaveGoesOnSearching() {
        workers(1);
        control.search();

        assertThat(control.dismiss(1, true)).isFalse();

        assertThat(counts()).isEqualTo(new Counts(RUNNING, 1, 0, 0, true));
    }

    // The state

    @Test
    void stateChangesDisturbNoCount() {
        workers(2, 3);
        control.hire(control.read());
        control.search();
        int from = RUNNING;
        for (int to : new int[] {PAUSED, RUNNING, PAUSED, DRAINING, STOPPING, TERMINATED, RUNNING}) {
            assertThat(control.become(from, to)).isTrue();
            assertThat(counts()).isEqualTo(new Counts(to, 6, 3, 1, true));
            from = to;
        }
    }

    @Test
    void stateChangesOnlyFromTheOneThatWasMeant() {
        workers(1);
        Counts before = counts();

        assertThat(control.become(PAUSED, RUNNING)).isFalse();
        assertThat(control.become(DRAINING, STOPPING)).isFalse();

        assertThat(counts()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {RUNNING, PAUSED, DRAINING, STOPPING})
    void countsChangeInEveryStateBeforeTheEndAndLeaveItAlone(int state) {
        control.become(RUNNING, state);

        workers(2, 2);
        assertThat(counts()).isEqualTo(new Counts(state, 4, 2, 0, false));
        assertThat(control.wake(control.read())).isTrue();
        control.settle(true);
        assertThat(control.wake(control.read())).isTrue();
        control.found();
        control.hire(control.read());
        control.unhire();
        assertThat(control.expire(0)).isTrue();
        assertThat(control.dismiss(0, false)).isTrue();

        assertThat(counts()).isEqualTo(new Counts(state, 2, 0, 0, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {DRAINING, STOPPING})
    void poolThatIsShutDownEndsOnceItHasNoWorkers(int state) {
        workers(1);
        control.become(RUNNING, state);
        assertThat(control.terminate()).as("a worker is left").isFalse();
        control.dismiss(0, false);

        assertThat(control.terminate()).isTrue();

        assertThat(counts()).isEqualTo(new Counts(TERMINATED, 0, 0, 0, false));
        assertThat(control.terminate()).as("twice").isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {RUNNING, PAUSED, TERMINATED})
    void poolThatIsNotShutDownDoesNotEnd(int state) {
        control.become(RUNNING, state);

        assertThat(control.terminate()).isFalse();

        assertThat(counts()).isEqualTo(new Counts(state, 0, 0, 0, false));
    }

    /** A thread was counted that came after the end. */
    @Test
    void poolThatHasEndedHiresNobody() {
        control.become(RUNNING, DRAINING);
        assertThat(control.terminate()).isTrue();

        assertThat(control.hire(control.read())).isFalse();

        assertThat(counts()).isEqualTo(new Counts(TERMINATED, 0, 0, 0, false));
    }

    // The bounds of the fields

    @Test
    void fieldsHoldTheMostWorkersWithoutTouchingEachOther() {
        control.become(RUNNING, STOPPING);
        for (int i = 0; i < MAX_WORKERS; i++) {
            control.hire(control.read());
        }
        assertThat(counts()).isEqualTo(new Counts(STOPPING, MAX_WORKERS, 0, MAX_WORKERS, false));
        assertThat(quiet()).isTrue();

        for (int i = 0; i < MAX_WORKERS; i++) {
            control.arrive();
        }
        assertThat(counts()).isEqualTo(new Counts(STOPPING, MAX_WORKERS, 0, 0, true));

        for (int i = 0; i < MAX_WORKERS; i++) {
            control.settle(false);
        }
        assertThat(counts()).isEqualTo(new Counts(STOPPING, MAX_WORKERS, MAX_WORKERS, 0, true));
        assertThat(quiet()).isFalse();
        control.found();
        assertThat(quiet()).isTrue();

        for (int i = 0; i < MAX_WORKERS; i++) {
            control.expire(0);
        }
        assertThat(counts()).isEqualTo(new Counts(STOPPING, 0, 0, 0, false));
        assertThat(control.expire(0)).isFalse();
        assertThat(control.dismiss(0, false)).isFalse();
    }

    // Contention

    @Test
    void noCountIsLostUnderContention() {
        Race.repeat(3, random -> {
            Control shared = new Control();
            int rounds = 30_000;
            AtomicInteger searches = new AtomicInteger();
            new Race()
                    .with(3, "worker", () -> {
                        for (int i = 0; i < rounds; i++) {
                            while (!shared.hire(shared.read())) {
                                Thread.onSpinWait();
                            }
                            boolean searcher = shared.arrive();
                            if (searcher) {
                                assertThat(searches.incrementAndGet()).isEqualTo(1);
                                searches.decrementAndGet();
                                shared.found();
                            }
                            shared.settle(false);
                            while (!shared.expire(0)) {
                                Thread.onSpinWait();
                            }
                        }
                    })
                    .with("state", () -> {
                        for (int i = 0; i < rounds; i++) {
                            assertThat(shared.become(RUNNING, PAUSED)).isTrue();
                            assertThat(shared.become(PAUSED, RUNNING)).isTrue();
                        }
                    })
                    .run();
            assertThat(shared.read()).isZero();
        });
    }

    @Test
    void idleWorkersAreClaimedOnceEach() {
        Race.repeat(200, random -> {
            Control shared = new Control();
            int idle = 200;
            for (int i = 0; i < idle; i++) {
                shared.hire(shared.read());
                shared.arrive();
                shared.settle(true);
            }
            AtomicInteger claims = new AtomicInteger();
            int min = random.nextInt(idle);
            AtomicInteger expired = new AtomicInteger();
            new Race()
                    .with(2, "waker", () -> {
                        for (long word = shared.read(); Control.idle(word) > 0; word = shared.read()) {
                            if (shared.wake(word)) {
                                claims.incrementAndGet();
                            }
                        }
                    })
                    .with("leaver", () -> {
                        while (shared.expire(min)) {
                            expired.incrementAndGet();
                        }
                    })
                    .run();
            assertThat(claims.get() + expired.get()).isEqualTo(idle);
            assertThat(Control.workers(shared.read()))
                    .isEqualTo(idle - expired.get())
                    .isGreaterThanOrEqualTo(min);
            assertThat(Control.idle(shared.read())).isZero();
        });
    }

    @Test
    void neverFewerThanTheMinimumStayHoweverManyWantToGo() {
        Race.repeat(200, random -> {
            Control shared = new Control();
            for (int i = 0; i < 60; i++) {
                shared.hire(shared.read());
                shared.arrive();
            }
            shared.found();
            for (int i = 0; i < 30; i++) {
                shared.settle(false);
            }
            int min = 1 + random.nextInt(60);
            AtomicInteger gone = new AtomicInteger();
            new Race()
                    .with(2, "idle", () -> {
                        while (shared.expire(min)) {
                            gone.incrementAndGet();
                        }
                    })
                    .with("busy", () -> {
                        for (int i = 0; i < 30 && shared.dismiss(min, false); i++) {
                            gone.incrementAndGet();
                        }
                    })
                    .run();
            assertThat(Control.workers(shared.read()))
                    .isEqualTo(60 - gone.get())
                    .isGreaterThanOrEqualTo(min);
        });
    }

    @Test
    void poolEndsOnce() {
        Race.repeat(150, random -> {
            Control shared = new Control();
            shared.hire(shared.read());
            shared.arrive();
            shared.become(RUNNING, DRAINING);
            AtomicInteger ends = new AtomicInteger();
            new Race()
                    .with("worker", () -> {
                        shared.dismiss(0, true);
                        ends.addAndGet(shared.terminate() ? 1 : 0);
                    })
                    .with("closer", () -> {
                        while (Control.state(shared.read()) != TERMINATED) {
                            ends.addAndGet(shared.terminate() ? 1 : 0);
                        }
                    })
                    .run();
            assertThat(ends).hasValue(1);
        });
    }
}

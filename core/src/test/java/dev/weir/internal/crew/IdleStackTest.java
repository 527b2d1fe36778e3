package dev.weir.internal.crew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.internal.Race;
import dev.weir.internal.crew.IdleStack.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class IdleStackTest {

    private final IdleStack stack = new IdleStack();

    private Seat pushed() {
        Seat seat = new Seat();
        stack.push(seat);
        return seat;
    }

    // One after the other

    @Test
    void mostRecentlyUsedWorkerIsWokenFirst() {
        List<String> woken = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String name = "worker-" + i;
            Thread thread = new Thread(
                    () -> {
                        Seat seat = pushed();
                        while (!seat.isClaimed()) {
                            LockSupport.park(stack);
                        }
                        woken.add(name);
                    },
                    name);
            thread.setDaemon(true);
            thread.start();
            Race.untilParked(thread);
            threads.add(thread);
        }

        for (int i = 1; i <= threads.size(); i++) {
            int number = i;
            stack.claim();
            Race.until(number + " workers are awake", () -> woken.size() == number);
        }

        assertThat(woken).containsExactly("worker-3", "worker-2", "worker-1", "worker-0");
    }

    @Test
    void claimTakesTheTopAndNobodyElse() {
        Seat lower = pushed();
        Seat upper = pushed();
        assertThat(upper.isClaimed()).isFalse();

        stack.claim();

        assertThat(upper.isClaimed()).isTrue();
        assertThat(lower.isClaimed()).isFalse();
    }

    @Test
    void nudgedWorkersLookAroundAndStayWhereTheyAre() {
        AtomicInteger looks = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        List<Seat> seats = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 3; i++) {
            Thread thread = new Thread(() -> {
                Seat seat = new Seat();
                stack.push(seat);
                seats.add(seat);
                while (!over.get()) {
                    LockSupport.park(this);
                    looks.incrementAndGet();
                }
            });
            thread.setDaemon(true);
            thread.start();
            Race.untilParked(thread);
        }

        stack.nudge();
        Race.until("all have looked", () -> looks.get() >= 3);

        assertThat(seats).hasSize(3).noneMatch(Seat::isClaimed);
        assertThat(stack.depth()).isEqualTo(3);
        over.set(true);
        stack.nudge();
    }

    @Test
    void claimedSeatCannotBeLeft() {
        Seat seat = pushed();
        stack.claim();

        assertThat(seat.leave()).isFalse();
        assertThat(seat.isClaimed()).isTrue();
    }

    @Test
    void emptySeatIsSteppedOver() {
        Seat stays = pushed();
        Seat leaves = pushed();
        assertThat(leaves.leave()).isTrue();
        assertThat(leaves.leave()).as("twice").isFalse();

        stack.claim();

        assertThat(stays.isClaimed()).isTrue();
        assertThat(stack.depth()).isZero();
    }

    @Test
    void claimWithoutASeatIsABugAndSaysSo() {
        assertThatThrownBy(() -> stack.claim())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Bug");
        pushed().leave();
        assertThatThrownBy(() -> stack.claim()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void pruneTakesEveryEmptySeatOffAndNoOther() {
        Race.repeat(100, random -> {
            IdleStack some = new IdleStack();
            List<Seat> live = new ArrayList<>();
            for (int i = 0; i < random.nextInt(40); i++) {
                Seat seat = new Seat();
                some.push(seat);
                if (random.nextBoolean()) {
                    seat.leave();
                } else {
                    live.add(seat);
                }
            }

            some.prune();

            assertThat(some.depth()).isEqualTo(live.size());
            for (int i = live.size() - 1; i >= 0; i--) {
                assertThat(live.get(i).isClaimed()).isFalse();
                some.claim();
                assertThat(live.get(i).isClaimed()).isTrue();
            }
        });
    }

    /** As when the workers above the minimum come and go for ever while those beneath never move. */
    @Test
    void emptySeatsDoNotPileUp() {
        pushed();
        pushed();
        for (int i = 0; i < 10_000; i++) {
            Seat lower = pushed();
            Seat upper = pushed();
            (i % 2 == 0 ? lower : upper).leave();
            stack.prune();
            assertThat(stack.depth()).isEqualTo(3);
            (i % 2 == 0 ? upper : lower).leave();
            stack.prune();
            assertThat(stack.depth()).isEqualTo(2);
        }
    }

    // At the same time

    @Test
    void seatIsEitherLeftOrClaimed() {
        Race.repeat(500, random -> {
            IdleStack some = new IdleStack();
            Seat below = new Seat();
            Seat above = new Seat();
            some.push(below);
            some.push(above);
            int lead = random.nextInt(40);
            boolean[] left = new boolean[1];

            new Race()
                    .with("leaver", () -> {
                        spin(lead);
                        left[0] = above.leave();
                    })
                    .with("claimer", () -> {
                        spin(20);
                        some.claim();
                    })
                    .run();

            assertThat(below.isClaimed()).as("instead of the one that left").isEqualTo(left[0]);
            assertThat(above.isClaimed()).isEqualTo(!left[0]);
            assertThat(some.depth()).isEqualTo(left[0] ? 0 : 1);
        });
    }

    /**
     * Workers that sit down, are claimed, or leave in the way that the crew does it, with the rights counted in a real
     * control word: each claim wakes exactly one worker, and whoever has a right finds a seat.
     */
    @Test
    void eachClaimWakesOneWorker() {
        Race.repeat(3, random -> new Claims(random.nextLong()).run());
    }

    private static final class Claims {

        private static final int WORKERS = 4;
        private static final int CLAIMS = 15_000;

        private final long seed;
        private final IdleStack stack = new IdleStack();
        private final Control control = new Control();
        private final AtomicInteger claimed = new AtomicInteger();
        private final AtomicInteger woken = new AtomicInteger();
        private final AtomicInteger deepest = new AtomicInteger();
        private final AtomicInteger present = new AtomicInteger(WORKERS);
        private volatile boolean over;

        Claims(long seed) {
            this.seed = seed;
        }

        void run() {
            AtomicInteger names = new AtomicInteger();
            AtomicInteger claimersLeft = new AtomicInteger(2);
            new Race()
                    .with(WORKERS, "worker", () -> work(new Random(seed + names.getAndIncrement())))
                    .with(2, "claimer", () -> {
                        Random random = new Random(seed + 100 + names.getAndIncrement());
                        for (int i = 0; i < CLAIMS; i += tryToClaim() ? 1 : 0) {
                            spin(random.nextInt(50));
                        }
                        if (claimersLeft.decrementAndGet() == 0) {
                            over = true;
                            while (present.get() > 0) {
                                tryToClaim();
                            }
                        }
                    })
                    .run();
            assertThat(claimed).hasValueGreaterThanOrEqualTo(2 * CLAIMS);
            assertThat(woken).hasValue(claimed.get());
            assertThat(Control.idle(control.read())).isZero();
            stack.prune();
            assertThat(stack.depth()).isZero();
            assertThat(deepest.get()).as("seats at once").isLessThanOrEqualTo(8 * WORKERS);
        }

        private boolean tryToClaim() {
            long word = control.read();
            boolean mayClaim = Control.idle(word) > 0 && control.wake(word);
            if (mayClaim) {
                stack.claim();
                claimed.incrementAndGet();
            } else {
                Thread.yield();
            }
            return mayClaim;
        }

        private void work(Random random) {
            while (!control.hire(control.read())) {
                Thread.onSpinWait();
            }
            control.arrive();
            for (; ; ) {
                Seat seat = new Seat();
                stack.push(seat);
                control.settle(true);
                boolean impatient = random.nextInt(3) == 0;
                boolean left = false;
                for (int i = 0; !seat.isClaimed() && !left; i++) {
                    if (impatient && !over && i == 0 && control.expire(0)) {
                        left = true;
                    } else if (impatient) {
                        Thread.yield();
                    } else {
                        LockSupport.park(this);
                    }
                }
                if (left) {
                    leave(seat);
                } else {
                    woken.incrementAndGet();
                    if (over) {
                        present.decrementAndGet();
                        return;
                    }
                }
            }
        }

        /** The control word no longer counts this worker; another one takes its place. */
        private void leave(Seat seat) {
            if (!seat.leave()) {
                stack.claim();
            }
            stack.prune();
            deepest.accumulateAndGet(stack.depth(), Math::max);
            while (!control.hire(control.read())) {
                Thread.onSpinWait();
            }
            control.arrive();
        }
    }

    /** Pruning by several threads while others push, leave and claim loses no seat that is taken. */
    @Test
    void pruningLosesNobody() {
        Race.repeat(60, random -> {
            IdleStack some = new IdleStack();
            List<Seat> stay = new CopyOnWriteArrayList<>();
            AtomicInteger pushing = new AtomicInteger(2);
            long seed = random.nextLong();
            new Race()
                    .with(2, "pusher", () -> {
                        Random mine = new Random(seed);
                        for (int i = 0; i < 100; i++) {
                            Seat seat = new Seat();
                            some.push(seat);
                            if (mine.nextInt(10) == 0) {
                                stay.add(seat);
                            } else {
                                seat.leave();
                            }
                        }
                        pushing.decrementAndGet();
                    })
                    .with(2, "pruner", () -> {
                        do {
                            some.prune();
                        } while (pushing.get() > 0);
                        some.prune();
                    })
                    .run();
            some.prune();
            assertThat(some.depth()).isEqualTo(stay.size());
            for (int i = 0; i < stay.size(); i++) {
                some.claim();
            }
            assertThat(stay).allMatch(Seat::isClaimed);
            assertThat(some.depth()).isZero();
        });
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }
}

package dev.weir.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TaskQueueRaceTest {

    private static final TicketGate OPEN = issued -> true;

    private record Item(int submitter, int number) {}

    // Submitters and takers

    @Test
    void eachTaskIsTakenOnceAndTasksOfOneSubmitterInOrder() {
        Race.repeat(4, random -> passThrough(1 + random.nextInt(3), 1 + random.nextInt(3), 120_000, OPEN));
    }

    /** Takers that are as fast as the submitters pass each segment as soon as it exists. */
    @Test
    void eachTaskIsTakenOnceFromAQueueThatIsAlmostEmpty() {
        TaskQueue[] queue = new TaskQueue[1];
        TicketGate narrow = issued -> issued - queue[0].taken() < 3;
        Race.repeat(3, random -> {
            queue[0] = new TaskQueue();
            passThrough(queue[0], 1 + random.nextInt(3), 1 + random.nextInt(3), 8_000, narrow);
        });
    }

    private static void passThrough(int submitters, int takers, int each, TicketGate gate) {
        passThrough(new TaskQueue(), submitters, takers, each, gate);
    }

    private static void passThrough(TaskQueue queue, int submitters, int takers, int each, TicketGate gate) {
        AtomicIntegerArray times = new AtomicIntegerArray(submitters * each);
        AtomicInteger nextSubmitter = new AtomicInteger();
        AtomicInteger present = new AtomicInteger(submitters);
        Race race = new Race();
        race.with(submitters, "submitter", () -> {
            int submitter = nextSubmitter.getAndIncrement();
            long last = -1;
            for (int number = 0; number < each && !race.hasFailed(); ) {
                long ticket = queue.offer(new Item(submitter, number), gate);
                if (ticket == TaskQueue.FULL) {
                    Thread.yield();
                } else {
                    assertThat(ticket).as("tickets of one submitter grow").isGreaterThan(last);
                    last = ticket;
                    number++;
                }
            }
            if (present.decrementAndGet() == 0) {
                queue.close();
            }
        });
        race.with(takers, "taker", () -> {
            int[] last = new int[submitters];
            Taken taken = new Taken();
            while (!queue.isDrained() && !race.hasFailed()) {
                Object task = queue.poll(taken);
                if (task == null) {
                    Thread.yield();
                } else if (task instanceof Item item) {
                    if (item.number < last[item.submitter]) {
                        throw new AssertionError(item + " comes after " + last[item.submitter]);
                    }
                    last[item.submitter] = item.number;
                    times.incrementAndGet(item.submitter * each + item.number);
                }
            }
        });
        race.run();
        for (int i = 0; i < submitters * each; i++) {
            if (times.get(i) != 1) {
                throw new AssertionError("task " + i + " was taken " + times.get(i) + " times");
            }
        }
    }

    // The gate

    @Test
    void exactlyAsManyTicketsAreIssuedAsTheGateAdmits() {
        Race.repeat(1, random -> {
            TaskQueue queue = new TaskQueue();
            AtomicLong limit = new AtomicLong();
            AtomicInteger accepted = new AtomicInteger();
            CyclicBarrier end = new CyclicBarrier(3, () -> {
                assertThat(queue.issued()).isEqualTo(limit.get());
                assertThat(accepted).hasValue((int) limit.get());
                limit.addAndGet(random.nextInt(6));
            });
            new Race()
                    .with(3, "submitter", () -> {
                        for (int round = 0; round < 10_000; round++) {
                            while (queue.offer("task", issued -> issued < limit.get()) != TaskQueue.FULL) {
                                accepted.incrementAndGet();
                            }
                            end.await();
                        }
                    })
                    .run();
        });
    }

    @Test
    void neverMoreWaitThanTheGateAdmitsWhileTakersMakeRoom() {
        int capacity = 2;
        TaskQueue queue = new TaskQueue();
        AtomicLong room = new AtomicLong(capacity);
        Race race = new Race();
        AtomicInteger present = new AtomicInteger(3);
        race.with(3, "submitter", () -> {
            for (int i = 0; i < 10_000 && !race.hasFailed(); ) {
                long ticket = queue.offer("task", issued -> issued < room.get());
                if (ticket >= 0) {
                    i++;
                } else {
                    Thread.yield();
                }
                long issued = queue.issued();
                long admitted = room.get();
                if (issued > admitted) {
                    throw new AssertionError(issued + " tickets issued where " + admitted + " were admitted");
                }
            }
            if (present.decrementAndGet() == 0) {
                queue.close();
            }
        });
        race.with("taker", () -> {
            Taken taken = new Taken();
            while (!queue.isDrained() && !race.hasFailed()) {
                if (queue.poll(taken) != null) {
                    room.incrementAndGet();
                } else {
                    Thread.yield();
                }
            }
        });
        race.run();
        assertThat(queue.issued()).isEqualTo(30_000);
    }

    // Closing

    @Test
    void whatIsAcceptedBeforeTheQueueClosesIsTakenAndNothingIsAcceptedAfter() {
        Race.repeat(150, random -> {
            TaskQueue queue = new TaskQueue();
            AtomicLong accepted = new AtomicLong();
            AtomicLong polled = new AtomicLong();
            AtomicBoolean closed = new AtomicBoolean();
            int delay = random.nextInt(3_000);
            new Race()
                    .with(2, "submitter", () -> {
                        for (long ticket = 0; ticket != TaskQueue.CLOSED; ) {
                            boolean tooLate = closed.get();
                            ticket = queue.offer("task", OPEN);
                            if (ticket >= 0) {
                                accepted.incrementAndGet();
                                assertThat(tooLate).as("accepted after close()").isFalse();
                            }
                        }
                    })
                    .with("closer", () -> {
                        spin(delay);
                        queue.close();
                        closed.set(true);
                    })
                    .with("taker", () -> {
                        Taken taken = new Taken();
                        while (!queue.isDrained()) {
                            if (queue.poll(taken) != null) {
                                polled.incrementAndGet();
                            }
                        }
                        assertThat(queue.poll(taken)).isNull();
                    })
                    .run();
            assertThat(queue.offer("late", OPEN)).isEqualTo(TaskQueue.CLOSED);
            assertThat(polled.get()).isEqualTo(accepted.get()).isEqualTo(queue.issued());
        });
    }

    // Pausing

    /** The epoch is odd while the queue is certainly paused. */
    @Test
    void nothingIsTakenAfterPauseHasReturned() {
        Race.repeat(2, random -> {
            TaskQueue queue = new TaskQueue();
            AtomicInteger epoch = new AtomicInteger();
            AtomicLong polled = new AtomicLong();
            Race race = new Race();
            race.with(2, "taker", () -> {
                Taken taken = new Taken();
                while (!queue.isDrained() && !race.hasFailed()) {
                    int before = epoch.get();
                    boolean some = queue.poll(taken) != null;
                    if (some && before % 2 == 1 && epoch.get() == before) {
                        throw new AssertionError("taken from a paused queue");
                    }
                    if (some) {
                        polled.incrementAndGet();
                    } else {
                        Thread.yield(); // to the submitter and the pauser
                    }
                }
            });
            race.with("submitter", () -> {
                while (queue.offer("task", issued -> issued - queue.taken() < 1_000) != TaskQueue.CLOSED) {
                    Thread.onSpinWait();
                }
            });
            race.with("pauser", () -> {
                for (int i = 0; i < 3_000 && !race.hasFailed(); i++) {
                    queue.pause();
                    long taken = queue.taken();
                    epoch.incrementAndGet();
                    spin(random.nextInt(300));
                    assertThat(queue.isReady()).isFalse();
                    assertThat(queue.taken()).isEqualTo(taken);
                    epoch.incrementAndGet();
                    queue.resume();
                    spin(random.nextInt(300));
                }
                queue.close();
            });
            race.run();
            assertThat(polled.get()).isEqualTo(queue.issued());
        });
    }

    // Withdrawing

    private static final class Withdrawable implements Placed {

        private final AtomicInteger fates = new AtomicInteger();
        private volatile Segment segment;
        private int index;

        @Override
        public void placed(Segment itsSegment, int itsIndex) {
            index = itsIndex;
            segment = itsSegment;
        }
    }

    @Test
    void eachTaskIsEitherTakenOrWithdrawnNeverBothNeverNeither() {
        Race.repeat(3, random -> {
            TaskQueue queue = new TaskQueue();
            List<Withdrawable> all = new ArrayList<>();
            ConcurrentLinkedQueue<Withdrawable> unwanted = new ConcurrentLinkedQueue<>();
            int spare = random.nextInt(3);
            AtomicInteger withdrawn = new AtomicInteger();
            Race race = new Race();
            race.with("submitter", () -> {
                Random mine = new Random(random.nextLong());
                for (int i = 0; i < 50_000; i++) {
                    Withdrawable task = new Withdrawable();
                    all.add(task);
                    long ticket = queue.offer(task, OPEN);
                    if (mine.nextInt(3) < spare) {
                        continue;
                    }
                    if (mine.nextBoolean()) {
                        unwanted.add(task);
                    } else if (queue.withdraw(ticket, task)) {
                        withdrawn.incrementAndGet();
                        task.fates.incrementAndGet();
                    }
                }
                queue.close();
            });
            race.with(2, "withdrawer", () -> {
                while (!queue.isDrained() || !unwanted.isEmpty()) {
                    Withdrawable task = unwanted.peek();
                    if (task == null) {
                        Thread.yield();
                    } else {
                        if (task.segment.withdraw(task.index, task)) {
                            withdrawn.incrementAndGet();
                            task.fates.incrementAndGet();
                        }
                        unwanted.remove(task);
                    }
                }
            });
            race.with("onlooker", () -> {
                while (!queue.isDrained() && !race.hasFailed()) {
                    queue.isReady(); // which steps over what is withdrawn
                }
            });
            race.with(2, "taker", () -> {
                Taken taken = new Taken();
                while (!queue.isDrained()) {
                    Object task = queue.poll(taken);
                    if (task == null) {
                        Thread.onSpinWait();
                    } else if (task instanceof Withdrawable known) {
                        known.fates.incrementAndGet();
                    } else {
                        throw new AssertionError("taken: " + task);
                    }
                }
            });
            race.run();
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i).fates.get() != 1) {
                    throw new AssertionError("task " + i + " had " + all.get(i).fates + " fates");
                }
            }
            assertThat(queue.taken()).isEqualTo(50_000);
        });
    }

    // Waking

    /**
     * The submitter submits and then looks for idle takers; the taker says that it is idle and then looks at the queue. If
     * neither saw the other, a task would wait beside an idle worker. Both run along a row of queues at various speeds, so
     * that they meet somewhere. That the taker sees the task itself is not promised, and does not happen always.
     */
    @Test
    void submitterOrIdleTakerSeesTheOther() {
        int rounds = 600;
        int row = 256;
        TaskQueue[] queues = new TaskQueue[row];
        Arrays.setAll(queues, i -> new TaskQueue());
        AtomicIntegerArray idle = new AtomicIntegerArray(row * 16);
        boolean[] sawIdle = new boolean[row];
        int[] delay = new int[1];
        AtomicInteger submitterAt = new AtomicInteger();
        AtomicInteger takerAt = new AtomicInteger();
        Race race = new Race();
        race.with("submitter", () -> {
            for (int round = 1; round <= rounds; round++) {
                meet(race, submitterAt, takerAt, 2 * round - 1);
                for (int i = 0; i < row; i++) {
                    queues[i].offer("task", OPEN);
                    sawIdle[i] = idle.get(16 * i) == 1;
                }
                meet(race, submitterAt, takerAt, 2 * round);
            }
        });
        race.with("taker", () -> {
            Taken taken = new Taken();
            boolean[] expects = new boolean[row];
            for (int round = 1; round <= rounds; round++) {
                meet(race, takerAt, submitterAt, 2 * round - 1);
                for (int i = 0; i < row; i++) {
                    for (int spins = round % 100; spins > 0; spins--) {
                        delay[0] = 31 * delay[0] + spins;
                    }
                    idle.set(16 * i, 1);
                    expects[i] = queues[i].isExpecting();
                }
                meet(race, takerAt, submitterAt, 2 * round);
                for (int i = 0; i < row; i++) {
                    if (!expects[i] && !sawIdle[i]) {
                        throw new AssertionError("round " + round + ": a task is queued and the taker idle");
                    }
                    idle.set(16 * i, 0);
                    assertThat(queues[i].poll(taken)).isNotNull();
                }
            }
        });
        race.run();
    }

    private static void meet(Race race, AtomicInteger mine, AtomicInteger other, int step) {
        mine.set(step);
        for (int spins = 0; other.get() < step; spins++) {
            if (race.hasFailed()) {
                throw new IllegalStateException("the other has failed");
            }
            if (spins > 1_000) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }
}

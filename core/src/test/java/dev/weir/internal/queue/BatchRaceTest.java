package dev.weir.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** Takers of batches against those who take from them, withdraw, pause, hurry and leave. */
class BatchRaceTest {

    private static final TicketGate OPEN = issued -> true;
    private static final int TASKS = 60_000;

    private static final class Item implements Placed {
        private final int number;
        private volatile Segment segment;
        private volatile int index;

        Item(int number) {
            this.number = number;
        }

        @Override
        public void placed(Segment place, int at) {
            index = at;
            segment = place;
        }
    }

    private final AtomicIntegerArray times = new AtomicIntegerArray(TASKS);
    private final Item[] items = new Item[TASKS];
    private final AtomicInteger offered = new AtomicInteger();
    private volatile TaskQueue queue = new TaskQueue();

    /** Some submit, some take in batches, and those are as quick to take from each other as can be. */
    private Race takers(Random random, int submitters, int takers) {
        queue = new TaskQueue();
        offered.set(0);
        AtomicInteger present = new AtomicInteger(submitters);
        AtomicInteger next = new AtomicInteger();
        for (int i = 0; i < TASKS; i++) {
            times.set(i, 0);
            items[i] = new Item(i);
        }
        Race race = new Race();
        race.with(submitters, "submitter", () -> {
            for (int number = next.getAndIncrement(); number < TASKS; number = next.getAndIncrement()) {
                queue.offer(items[number], OPEN);
                offered.incrementAndGet();
            }
            if (present.decrementAndGet() == 0) {
                queue.close();
            }
        });
        int[] most = random.ints(takers, 4, 40).toArray();
        AtomicInteger nextTaker = new AtomicInteger();
        race.with(takers, "taker", () -> {
            Taken taken = new Taken();
            int batch = most[nextTaker.getAndIncrement()];
            queue.join(taken);
            queue.batch(taken, batch);
            int count = 0;
            while (!queue.isDrained() && !race.hasFailed()) {
                Object task = queue.poll(taken);
                if (task == null) {
                    task = queue.pollBatches(taken);
                }
                if (task instanceof Item item) {
                    times.incrementAndGet(item.number);
                    if (++count % 1_000 == 0) { // a worker leaves, another one comes
                        queue.leave(taken);
                        taken = new Taken();
                        queue.join(taken);
                        queue.batch(taken, batch);
                    }
                }
            }
        });
        return race;
    }

    private void assertEachOnce() {
        for (int i = 0; i < TASKS; i++) {
            if (times.get(i) != 1) {
                throw new AssertionError("task " + i + " was taken " + times.get(i) + " times");
            }
        }
        assertThat(queue.taken()).isEqualTo(TASKS);
    }

    @Test
    void eachTaskIsTakenOnce() {
        Race.repeat(4, random -> {
            takers(random, 1 + random.nextInt(3), 2 + random.nextInt(2)).run();
            assertEachOnce();
        });
    }

    @Test
    void eachTaskIsTakenOrWithdrawnOnce() {
        Race.repeat(4, random -> {
            Race race = takers(random, 2, 2);
            race.with("withdrawer", () -> {
                while (!queue.isDrained()) {
                    int there = offered.get();
                    Item victim = items[Math.max(0, Math.min(TASKS, there) - 1 - random.nextInt(100))];
                    Segment segment = victim.segment;
                    if (segment != null && segment.withdraw(victim.index, victim)) {
                        times.incrementAndGet(victim.number);
                    }
                }
            });
            race.run();
            assertEachOnce();
        });
    }

    @Test
    void eachTaskIsTakenOnceThoughBatchesAreHurried() {
        Race.repeat(4, random -> {
            Race race = takers(random, 2, 2);
            race.with("watcher", () -> {
                while (!queue.isDrained()) {
                    queue.hurryOverdue();
                }
            });
            race.run();
            assertEachOnce();
        });
    }

    @Test
    void tasksOfABatchAreInSightFromTheFirst() {
        Race.repeat(4, random -> {
            queue = new TaskQueue();
            for (int i = 0; i < TASKS; i++) {
                queue.offer(i, OPEN);
            }
            queue.close();
            AtomicInteger begun = new AtomicInteger();
            Race race = new Race();
            race.with("taker", () -> {
                Taken taken = new Taken();
                queue.join(taken);
                queue.batch(taken, 32);
                do {
                    begun.incrementAndGet();
                    for (int i = 0; i < 5; i++) {
                        Thread.onSpinWait(); // so that the checker is the quicker one
                    }
                } while (queue.poll(taken) != null && !race.hasFailed());
            });
            race.with("checker", () -> {
                while (!queue.isDrained()) {
                    long taken = queue.taken();
                    int most = begun.get();
                    if (taken > most) {
                        throw new AssertionError((taken - most) + " tasks out of sight");
                    }
                }
            });
            race.run();
        });
    }

    @Test
    void noTaskIsTakenWhileTheQueueIsPaused() {
        Race.repeat(4, random -> {
            queue = new TaskQueue();
            AtomicIntegerArray reaching = new AtomicIntegerArray(2);
            AtomicInteger taken = new AtomicInteger();
            AtomicInteger number = new AtomicInteger();
            Race race = new Race();
            Runnable awaitReaching = () -> {
                for (int i = 0; i < 2; i++) {
                    while (reaching.get(i) != 0) {
                        Thread.onSpinWait();
                    }
                }
            };
            for (int i = 0; i < TASKS; i++) {
                queue.offer(i, OPEN);
            }
            queue.close();
            race.with(2, "taker", () -> {
                int me = number.getAndIncrement();
                Taken into = new Taken();
                queue.join(into);
                queue.batch(into, 4 + random.nextInt(30));
                while (!queue.isDrained() && !race.hasFailed()) {
                    reaching.set(me, 1);
                    if (queue.poll(into) != null || queue.pollBatches(into) != null) {
                        taken.incrementAndGet();
                    }
                    reaching.set(me, 0);
                }
            });
            race.with("pauser", () -> {
                while (!queue.isDrained() && !race.hasFailed()) {
                    queue.pause();
                    awaitReaching.run();
                    queue.putBackBatches();
                    awaitReaching.run();
                    int before = taken.get();
                    for (int i = 0; i < 100; i++) {
                        if (taken.get() != before) {
                            throw new AssertionError("A task was taken while the queue was paused");
                        }
                    }
                    queue.resume();
                    Thread.yield();
                }
            });
            race.run();
            assertThat(taken).hasValue(TASKS);
        });
    }
}

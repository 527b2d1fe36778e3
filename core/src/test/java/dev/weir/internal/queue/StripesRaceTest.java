package dev.weir.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The same promises as in {@code TaskQueueRaceTest}, while somebody replaces the stripes again and again. */
class StripesRaceTest {

    private record Item(int submitter, int number) {}

    /** Replaces stripes until the race is over, now and then, if they have been used. */
    private static void shake(Race race, TaskQueue queue, TicketGate gate, Random random, AtomicBoolean over) {
        long seed = random.nextLong();
        race.with("shaker", () -> {
            Random mine = new Random(seed);
            for (long last = -1; !over.get() && !race.hasFailed(); spin(mine.nextInt(2_000))) {
                long issued = queue.issued();
                if (issued > last) {
                    last = issued;
                    change(queue, gate, mine);
                }
            }
        });
    }

    private static void change(TaskQueue queue, TicketGate gate, Random random) {
        Stripes newest = queue.newest();
        if (random.nextInt(3) == 0) {
            queue.fold();
        } else if (!newest.isClosed()) {
            queue.replace(newest, new Stripes(1 << random.nextInt(4), new TimeAll(), gate));
        }
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }

    @Test
    void eachTaskIsTakenOnceAndTasksOfOneSubmitterInOrder() {
        Race.repeat(4, random -> passThrough(random, Long.MAX_VALUE >> 8));
    }

    @Test
    void eachTaskIsTakenOnceThoughRoomIsScarce() {
        Race.repeat(4, random -> passThrough(random, 1_000 + random.nextInt(5_000)));
    }

    private static void passThrough(Random random, long room) {
        int submitters = 1 + random.nextInt(3);
        int takers = 1 + random.nextInt(3);
        int each = 120_000;
        TaskQueue queue = new TaskQueue();
        TicketGate gate = new Grants(() -> room + queue.taken());
        AtomicIntegerArray times = new AtomicIntegerArray(submitters * each);
        AtomicInteger nextSubmitter = new AtomicInteger();
        AtomicInteger present = new AtomicInteger(submitters);
        AtomicBoolean over = new AtomicBoolean();
        Race race = new Race();
        race.with(submitters, "submitter", () -> {
            int submitter = nextSubmitter.getAndIncrement();
            for (int number = 0; number < each && !race.hasFailed(); ) {
                if (queue.offer(new Item(submitter, number), gate) == TaskQueue.FULL) {
                    Thread.yield();
                } else {
                    number++;
                }
                if (queue.issued() - queue.taken() > room) {
                    throw new AssertionError("more wait than there is room for");
                }
            }
            if (present.decrementAndGet() == 0) {
                queue.close();
                over.set(true);
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
        shake(race, queue, gate, random, over);
        race.run();
        for (int i = 0; i < submitters * each; i++) {
            if (times.get(i) != 1) {
                throw new AssertionError("task " + i + " was taken " + times.get(i) + " times");
            }
        }
        assertThat(queue.issued()).isEqualTo((long) submitters * each).isEqualTo(queue.taken());
    }

    @Test
    void exactlyAsManyTicketsAreIssuedAsTheGateAdmits() {
        Race.repeat(2, random -> {
            TaskQueue queue = new TaskQueue();
            Taken taken = new Taken();
            AtomicLong limit = new AtomicLong();
            TicketGate gate = new Grants(limit::get);
            AtomicInteger accepted = new AtomicInteger();
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger present = new AtomicInteger(3);
            CyclicBarrier end = new CyclicBarrier(3, () -> {
                assertThat(queue.issued()).isEqualTo(limit.get());
                assertThat(accepted).hasValue((int) limit.get());
                while (queue.poll(taken) != null) {
                    // Until there is none.
                }
                limit.addAndGet(random.nextInt(3_000));
            });
            Race race = new Race();
            race.with(3, "submitter", () -> {
                for (int round = 0; round < 2_000; round++) {
                    while (queue.offer("task", gate) != TaskQueue.FULL) {
                        accepted.incrementAndGet();
                    }
                    end.await();
                }
                over.set(present.decrementAndGet() == 0);
            });
            shake(race, queue, gate, random, over);
            race.run();
        });
    }

    @Test
    void whatIsAcceptedBeforeTheQueueClosesIsTakenAndNothingIsAcceptedAfter() {
        Race.repeat(300, random -> {
            TaskQueue queue = new TaskQueue();
            AtomicLong accepted = new AtomicLong();
            AtomicLong polled = new AtomicLong();
            AtomicBoolean closed = new AtomicBoolean();
            int delay = random.nextInt(3_000);
            Race race = new Race();
            race.with(2, "submitter", () -> {
                for (long ticket = 0; ticket != TaskQueue.CLOSED; ) {
                    boolean tooLate = closed.get() || queue.isClosed();
                    ticket = queue.offer("task", Grants.ALL);
                    if (ticket != TaskQueue.CLOSED) {
                        accepted.incrementAndGet();
                        assertThat(tooLate).as("accepted when closed").isFalse();
                    }
                }
                assertThat(queue.isClosed()).as("closed when refused").isTrue();
            });
            race.with("closer", () -> {
                spin(delay);
                queue.close();
                closed.set(true);
            });
            race.with("taker", () -> {
                Taken taken = new Taken();
                while (!queue.isDrained()) {
                    if (queue.poll(taken) != null) {
                        polled.incrementAndGet();
                    }
                }
                assertThat(queue.poll(taken)).isNull();
            });
            shake(race, queue, Grants.ALL, random, closed);
            race.run();
            assertThat(polled.get()).isEqualTo(accepted.get()).isEqualTo(queue.issued());
        });
    }

    /** The epoch is odd while the queue is certainly paused. */
    @Test
    void nothingIsTakenAfterPauseHasReturned() {
        Race.repeat(2, random -> {
            TaskQueue queue = new TaskQueue();
            TicketGate gate = new Grants(() -> 3_000 + queue.taken());
            AtomicInteger epoch = new AtomicInteger();
            AtomicLong polled = new AtomicLong();
            AtomicBoolean over = new AtomicBoolean();
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
                while (queue.offer("task", gate) != TaskQueue.CLOSED) {
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
                over.set(true);
                queue.close();
            });
            shake(race, queue, gate, new Random(random.nextLong()), over);
            race.run();
            assertThat(polled.get()).isEqualTo(queue.issued());
        });
    }

    /** As the test of this name in {@code TaskQueueRaceTest}, with a third thread that changes the stripes. */
    @Test
    void submitterOrIdleTakerSeesTheOther() {
        int rounds = 300;
        int row = 256;
        TaskQueue[] queues = new TaskQueue[row];
        Arrays.setAll(queues, i -> new TaskQueue());
        AtomicIntegerArray idle = new AtomicIntegerArray(row * 16);
        boolean[] sawIdle = new boolean[row];
        boolean[] expects = new boolean[row];
        AtomicInteger at = new AtomicInteger();
        Race race = new Race();
        CyclicBarrier together = new CyclicBarrier(3, () -> {
            for (int i = 0; i < row && at.getAndIncrement() > 0; i++) {
                if (!expects[i] && !sawIdle[i]) {
                    throw new AssertionError("a task is queued and the taker idle");
                }
                idle.set(16 * i, 0);
                assertThat(queues[i].poll(new Taken())).isNotNull();
            }
        });
        race.with("submitter", () -> {
            for (int round = 0; round <= rounds; round++) {
                together.await();
                for (int i = 0; i < row; i++) {
                    queues[i].offer("task", Grants.ALL);
                    sawIdle[i] = idle.get(16 * i) == 1;
                }
            }
        });
        race.with("shaker", () -> {
            Random random = new Random();
            for (int round = 0; round <= rounds; round++) {
                together.await();
                for (int i = 0; i < row; i++) {
                    change(queues[i], Grants.ALL, random);
                }
            }
        });
        race.with("taker", () -> {
            for (int round = 0; round <= rounds; round++) {
                together.await();
                for (int i = 0; i < row; i++) {
                    spin(round % 10);
                    idle.set(16 * i, 1);
                    expects[i] = queues[i].isExpecting();
                }
            }
        });
        race.run();
    }
}

package dev.weir.stress.model;

import dev.weir.Overflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes random programs: the same one for the same seed, on each JDK but for virtual threads. Not thread-safe. */
final class Author {

    private static final int[] CAPACITIES = {0, 0, 1, 1, 2, 3, 5, 10, 100, 10_000};
    private static final int[][] THREADS = {{1, 1}, {1, 1}, {1, 1}, {0, 1}, {2, 2}, {1, 3}, {0, 4}, {2, 8}};
    private static final int DEEPEST = 3;
    private static final int LONGEST_CHAIN = 40;

    private final Random random;
    private final boolean plain;
    private final boolean oneClient;
    private final boolean schedules;

    private Author(Random random) {
        this.random = random;
        this.plain = random.nextInt(100) < 45;
        this.oneClient = random.nextInt(100) < 50;
        this.schedules = random.nextInt(100) < 40;
    }

    /** The program of a seed. */
    static Program write(long seed) {
        Random random = new Random(seed);
        return new Author(random).program(seed);
    }

    private Program program(long seed) {
        Setting setting = setting();
        int count = oneClient ? 1 : 2 + random.nextInt(3);
        List<List<Step>> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = random.nextInt(8) == 0 ? 60 : 3 + random.nextInt(22);
            List<Step> steps = new ArrayList<>();
            for (int k = 0; k < length; k++) {
                steps.add(step());
            }
            clients.add(List.copyOf(steps));
        }
        return new Program(seed, setting, List.copyOf(clients), any(Step.Ending.values()));
    }

    private Setting setting() {
        boolean virtual = random.nextInt(100) < 15 && Runtime.version().feature() >= 21;
        int[] threads = THREADS[random.nextInt(THREADS.length)];
        int capacity = CAPACITIES[random.nextInt(CAPACITIES.length)];
        int keepAlive = random.nextInt(3) * random.nextInt(50);
        return new Setting(virtual, threads[0], threads[1], capacity, overflow(), keepAlive);
    }

    private Overflow overflow() {
        int which = random.nextInt(100);
        return which < 35
                ? Overflow.reject()
                : which < 60
                        ? Overflow.block(Duration.ofMillis(random.nextInt(4)))
                        : which < 80 ? Overflow.callerRuns() : Overflow.dropOldest();
    }

    private Step step() {
        int which = random.nextInt(1000);
        if (which < 620) {
            return submit(clientsDoor(), 0);
        } else if (which < 690) {
            return new Step.Cancel(random.nextInt(1000), random.nextBoolean());
        } else if (which < 700) {
            return new Step.CancelAll(random.nextBoolean());
        } else if (which < 750) {
            return new Step.Get(random.nextInt(1000));
        } else if (which < 790) {
            return new Step.Take(new Door(resultsKind(), number()));
        } else if (which < 800) {
            return new Step.Close(closeable());
        } else if (which < 815) {
            return new Step.Stop(closeable());
        } else if (which < 830) {
            return new Step.JoinGroup(new Door(groupKind(), number()));
        } else if (which < 865) {
            return new Step.Pause();
        } else if (which < 910) {
            return new Step.Resume();
        } else if (which < 930) {
            return resize();
        } else if (which < 950) {
            return new Step.Join();
        } else if (which < 965) {
            return new Step.Open();
        } else if (which < 993) {
            return new Step.Fill(random.nextBoolean());
        }
        return new Step.End(any(Step.Ending.values()));
    }

    private Step.Resize resize() {
        int max = 1 + random.nextInt(5);
        return new Step.Resize(random.nextInt(max + 1), max);
    }

    private Step.Submit submit(Door door, int depth) {
        return new Step.Submit(
                door, any(Step.Form.values()), door.kind() == Door.Kind.PERIODIC ? light() : work(depth));
    }

    private Work light() {
        return random.nextInt(4) == 0
                ? new Work.Throws(any(Work.Thrown.values()))
                : new Work.Busy(random.nextInt(2) * random.nextInt(50));
    }

    private Work work(int depth) {
        int which = random.nextInt(100);
        if (which < 62) {
            return light();
        } else if (which < 72) {
            return new Work.Holds();
        } else if (which < 78) {
            return new Work.Spoils();
        } else if (which < 82) {
            return new Work.Acts(act());
        }
        return depth >= DEEPEST ? light() : nests(depth);
    }

    private Work nests(int depth) {
        if (!plain && depth == 0 && random.nextInt(6) == 0) {
            return chain(2 + random.nextInt(LONGEST_CHAIN));
        }
        List<Step.Submit> children = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            children.add(submit(tasksDoor(), depth + 1));
        }
        return new Work.Nests(plain ? Work.Waits.NOT : any(Work.Waits.values()), List.copyOf(children));
    }

    /** Tasks each of which waits for the next. */
    private Work chain(int length) {
        Work work = light();
        for (int i = 0; i < length; i++) {
            Door door = random.nextInt(3) == 0 ? tasksDoor() : new Door(Door.Kind.POOL, 0);
            work = new Work.Nests(Work.Waits.GET, List.of(new Step.Submit(door, Step.Form.CALLABLE, work)));
        }
        return work;
    }

    private Step act() {
        int which = random.nextInt(10);
        if (which < 5) {
            return new Step.Cancel(random.nextInt(1000), random.nextBoolean());
        } else if (which < 6) {
            return resize();
        } else if (which < 7) {
            return new Step.Pause();
        } else if (which < 9) {
            return new Step.Resume();
        }
        return new Step.End(any(Step.Ending.values()));
    }

    private Door clientsDoor() {
        int which = random.nextInt(100);
        if (which < 50) {
            return new Door(Door.Kind.POOL, 0);
        } else if (which < 65) {
            return new Door(Door.Kind.ORDERED, number());
        } else if (which < 75) {
            return new Door(Door.Kind.LIMITED, number());
        } else if (which < 85) {
            return new Door(resultsKind(), number());
        } else if (which < 92 || !schedules) {
            return new Door(groupKind(), number());
        }
        return new Door(random.nextInt(3) == 0 ? Door.Kind.PERIODIC : Door.Kind.LATER, random.nextInt(3));
    }

    private Door tasksDoor() {
        int which = random.nextInt(100);
        if (which < 60) {
            return new Door(Door.Kind.POOL, 0);
        } else if (which < 75) {
            return new Door(Door.Kind.ORDERED, number());
        } else if (which < 90 || !schedules) {
            return new Door(Door.Kind.LIMITED, number());
        }
        return new Door(Door.Kind.LATER, random.nextInt(3));
    }

    private Door closeable() {
        int which = random.nextInt(4);
        Door.Kind view = random.nextBoolean() ? Door.Kind.ORDERED : Door.Kind.LIMITED;
        return new Door(which < 2 ? view : which == 2 ? resultsKind() : groupKind(), number());
    }

    private Door.Kind resultsKind() {
        return random.nextBoolean() ? Door.Kind.RESULTS : Door.Kind.RESULTS_IN_ORDER;
    }

    private Door.Kind groupKind() {
        return any(new Door.Kind[] {Door.Kind.GROUP, Door.Kind.COLLECTING_GROUP, Door.Kind.BRIEF_GROUP});
    }

    private int number() {
        return random.nextInt(Door.OF_A_KIND);
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }
}

package dev.weir.stress.soak;

import dev.weir.Overflow;
import dev.weir.RejectionReason;
import dev.weir.Result;
import dev.weir.ResultQueue;
import dev.weir.Task;
import dev.weir.TaskGroup;
import dev.weir.TaskRejectedException;
import dev.weir.TaskState;
import dev.weir.ThreadPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Does everything to pools that must not harm them, again and again, and counts their tasks. Belongs to its thread. */
final class Faults implements Runnable {

    /** After each the pool waits twice as long as before until it asks again: 0.1, 0.2 and 0.4 s, so no wait is long for it. */
    private static final int MOST_FAILURES_IN_A_ROW = 3;

    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int MOST = 5_000;

    /** One kind of fault. */
    @FunctionalInterface
    private interface Fault {
        void inject() throws Exception;
    }

    private final Random random;
    private final Account account;
    private final BooleanSupplier goesOn;
    private final Roll roll;
    private final List<Fault> all = List.of(
            this::throwing,
            this::spoiling,
            this::overflowingStacks,
            this::failingFactory,
            this::hostileHandler,
            this::chain,
            this::cancelledBeforeTheyBegin,
            this::cancelledAtAnyTime,
            this::comingAndGoing,
            this::stoppedUnderLoad,
            this::interruptedSubmitters,
            this::schedules,
            this::results,
            this::groups);

    Faults(Random random, Pulse pulse, Account account, BooleanSupplier goesOn) {
        this.random = random;
        this.account = account;
        this.goesOn = goesOn;
        this.roll = new Roll(MOST, pulse, account);
    }

    @Override
    public void run() {
        while (goesOn.getAsBoolean()) {
            inject(all.get(random.nextInt(all.size())));
            LockSupport.parkNanos(REST_NANOS);
        }
    }

    /** Each kind once. */
    void oneOfEach() {
        all.forEach(this::inject);
    }

    private void inject(Fault fault) {
        try {
            fault.inject();
        } catch (Throwable thrown) {
            StackTraceElement[] where = thrown.getStackTrace();
            account.wrong("a fault ended in " + thrown + (where.length > 0 ? " at " + where[0] : ""));
        }
    }

    private ThreadPool.Builder pool(String name) {
        int max = 1 + random.nextInt(4);
        return ThreadPool.builder("fault-" + name)
                .threads(random.nextInt(max + 1), max)
                .queueCapacity(MOST)
                .failureHandler(failure -> {});
    }

    private void end(ThreadPool pool, int count, long excused) {
        pool.close();
        if (!pool.isTerminated() || pool.stats().threads() != 0 || !pool.stats().addsUp()) {
            account.wrong(pool.name() + " has not ended well: " + pool.stats());
        }
        roll.end(count, excused);
    }

    private void throwing() {
        int count = 1_000;
        roll.begin("throwing");
        LongAdder told = new LongAdder();
        Throwable[] kinds = {
            new IllegalStateException("meant"),
            new AssertionError("meant"),
            new OutOfMemoryError("meant"),
            new StackOverflowError("meant"),
            new LinkageError("meant"),
            new InternalError("meant")
        };
        ThreadPool pool =
                pool("throwing").failureHandler(failure -> told.increment()).build();
        for (int i = 0; i < count; i++) {
            int number = i;
            roll.submitting(i);
            pool.execute(() -> {
                roll.answer(number);
                Sneaky.throwIt(kinds[number % kinds.length]);
            });
        }
        end(pool, count, 0);
        if (told.sum() != count || pool.stats().failed() != count) {
            account.wrong(count + " tasks threw, " + told + " were reported: " + pool.stats());
        }
        account.fault("tasks that throw", count);
    }

    /** Each finds its thread as it should be, and leaves it spoilt. */
    private void spoiling() {
        int count = 300;
        roll.begin("spoiling");
        ThreadPool pool = pool("spoiling").build();
        for (int i = 0; i < count; i++) {
            int number = i;
            roll.submitting(i);
            pool.execute(() -> {
                Thread current = Thread.currentThread();
                if (current.isInterrupted() || !current.getName().startsWith("fault-spoiling")) {
                    account.wrong("a task found its thread spoilt: " + current);
                }
                roll.answer(number);
                current.setName("spoilt");
                current.setContextClassLoader(null);
                current.interrupt();
            });
        }
        end(pool, count, 0);
        account.fault("interrupts and spoilt threads", count);
    }

    private void overflowingStacks() {
        int count = 5;
        roll.begin("overflowing stacks");
        ThreadPool pool = pool("stacks").build();
        for (int i = 0; i < count; i++) {
            int number = i;
            roll.submitting(i);
            pool.execute(() -> {
                roll.answer(number);
                descend(0);
            });
        }
        end(pool, count, 0);
        account.fault("stack overflows", count);
    }

    @SuppressWarnings("InfiniteRecursion") // which is the purpose
    private static int descend(int depth) {
        return depth + descend(depth + 1);
    }

    private void failingFactory() {
        int count = 300;
        roll.begin("failing factory");
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger inARow = new AtomicInteger();
        LongAdder failed = new LongAdder();
        Random own = new Random(random.nextLong());
        ThreadFactory factory = task -> {
            int way = asked.incrementAndGet() < 3 || inARow.get() >= MOST_FAILURES_IN_A_ROW ? 0 : own.nextInt(4);
            if (way > 0) {
                failed.increment();
                inARow.incrementAndGet();
            } else {
                inARow.set(0);
            }
            return switch (way) {
                case 1 -> throw new OutOfMemoryError("unable to create native thread: meant");
                case 2 -> null;
                case 3 -> throw new IllegalStateException("meant");
                default -> new Thread(task, "fault-factory");
            };
        };
        ThreadPool pool = ThreadPool.builder("fault-factory")
                .threads(0, 6)
                .keepAlive(Duration.ofMillis(random.nextInt(2)))
                .threadFactory(factory)
                .build();
        int refused = 0;
        for (int i = 0; i < count; i++) {
            try {
                pool.execute(roll.task(i));
            } catch (TaskRejectedException none) {
                refused++;
            }
        }
        end(pool, count, refused);
        account.fault("threads that could not be made", failed.sum());
    }

    private void hostileHandler() throws InterruptedException {
        int count = 200;
        roll.begin("hostile handler");
        ThreadPool[] self = new ThreadPool[1];
        LongAdder again = new LongAdder();
        ThreadPool pool = pool("handler")
                .failureHandler(failure -> {
                    switch (failure.task().hashCode() & 3) {
                        case 0 -> throw new IllegalStateException("meant");
                        case 1 -> LockSupport.parkNanos(100_000);
                        default -> self[0].submit(again::increment);
                    }
                })
                .build();
        self[0] = pool;
        for (int i = 0; i < count; i++) {
            int number = i;
            roll.submitting(i);
            pool.execute(() -> {
                roll.answer(number);
                throw new IllegalStateException("meant");
            });
        }
        pool.join();
        end(pool, count, 0);
        account.fault("handlers that throw, block or re-enter", count);
    }

    private void chain() throws Exception {
        int depth = 1 + random.nextInt(400);
        roll.begin("chain of " + depth);
        ThreadPool pool = pool("chain").build();
        roll.submitting(0);
        int reached = pool.submit(() -> link(pool, 0, depth)).get();
        if (reached != depth) {
            account.wrong("a chain of " + depth + " came to " + reached);
        }
        end(pool, depth, 0);
        account.fault("waits within tasks", depth);
    }

    private int link(ThreadPool pool, int number, int depth) throws Exception {
        roll.answer(number);
        if (number + 1 == depth) {
            return depth;
        }
        roll.submitting(number + 1);
        return pool.submit(() -> link(pool, number + 1, depth)).get();
    }

    private void cancelledBeforeTheyBegin() {
        roll.begin("cancelled before they begin");
        ThreadPool pool = pool("storm").build();
        pool.pause();
        List<Task<?>> tasks = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            tasks.add(pool.submit(roll.task(i)));
        }
        int cancelled = 0;
        for (Task<?> task : tasks) {
            if (random.nextInt(3) > 0 && task.cancel(random.nextBoolean())) {
                cancelled++;
            }
        }
        pool.resume();
        end(pool, MOST, cancelled);
        if (pool.stats().cancelled() != cancelled) {
            account.wrong(cancelled + " tasks were cancelled, says who did it: " + pool.stats());
        }
        account.fault("cancelled while they wait", cancelled);
    }

    private void cancelledAtAnyTime() {
        int count = 2_000;
        roll.begin("cancelled at any time");
        ThreadPool pool = pool("race").build();
        List<Task<?>> tasks = new ArrayList<>();
        int cancelled = 0;
        for (int i = 0; i < count; i++) {
            tasks.add(pool.submit(roll.task(i)));
            if (random.nextInt(3) == 0
                    && tasks.get(random.nextInt(tasks.size())).cancel(random.nextBoolean())) {
                cancelled++;
            }
        }
        pool.close();
        end(pool, count, cancelledUnrun(tasks));
        account.fault("cancelled at any time", cancelled);
    }

    /** Of tasks on the roll that are done: those that were cancelled before they ran. */
    private long cancelledUnrun(List<Task<?>> tasks) {
        long cancelled = 0;
        for (int i = 0; i < tasks.size(); i++) {
            TaskState state = tasks.get(i).taskState();
            cancelled += state == TaskState.CANCELLED && roll.runs(i) == 0 ? 1 : 0;
            if (state == TaskState.WAITING || state == TaskState.RUNNING) {
                account.wrong("a task is in limbo: " + tasks.get(i));
            }
        }
        return cancelled;
    }

    private void comingAndGoing() {
        int pools = 10;
        for (int i = 0; i < pools; i++) {
            int count = random.nextInt(100);
            roll.begin("coming and going");
            ThreadPool pool = pool("passing").build();
            for (int k = 0; k < count; k++) {
                pool.execute(roll.task(k));
            }
            end(pool, count, 0);
        }
        account.fault("pools that come and go", pools);
    }

    private void stoppedUnderLoad() throws InterruptedException {
        roll.begin("stopped under load");
        ThreadPool pool = pool("stopped").overflow(Overflow.callerRuns()).build();
        AtomicInteger refused = new AtomicInteger();
        Thread submitter = new Thread(() -> {
            for (int i = 0; i < MOST; i++) {
                try {
                    pool.execute(roll.task(i));
                } catch (TaskRejectedException over) {
                    refused.incrementAndGet();
                }
            }
        });
        submitter.start();
        LockSupport.parkNanos(random.nextInt(1_000_000));
        List<Runnable> handedBack =
                random.nextBoolean() ? pool.shutdownNow() : pool.drain(Duration.ofNanos(random.nextInt(200_000)));
        submitter.join();
        end(pool, MOST, refused.get() + handedBack.size());
        account.fault("pools stopped under load", 1);
    }

    private void interruptedSubmitters() throws InterruptedException {
        int count = 200;
        roll.begin("interrupted submitters");
        ThreadPool pool = pool("blocking")
                .threads(1, 1)
                .queueCapacity(1)
                .overflow(Overflow.block(Duration.ofMinutes(1)))
                .build();
        AtomicInteger refused = new AtomicInteger();
        Thread submitter = new Thread(() -> {
            for (int i = 0; i < count; i++) {
                try {
                    pool.execute(roll.task(i));
                } catch (TaskRejectedException interrupted) {
                    if (interrupted.reason() != RejectionReason.INTERRUPTED || !Thread.interrupted()) {
                        account.wrong("refused in a strange way: " + interrupted);
                    }
                    refused.incrementAndGet();
                }
            }
        });
        submitter.start();
        while (submitter.isAlive()) {
            submitter.interrupt();
            submitter.join(0, 50_000);
        }
        end(pool, count, refused.get());
        account.fault("submitters interrupted", refused.get());
    }

    private void schedules() {
        int count = 300;
        roll.begin("schedules");
        ThreadPool pool = pool("schedule").queueCapacity(random.nextInt(3)).build();
        AtomicInteger ticks = new AtomicInteger();
        pool.scheduleAtFixedRate(ticks::incrementAndGet, 0, 200, TimeUnit.MICROSECONDS);
        List<Task<?>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(pool.schedule(roll.task(i), random.nextInt(3_000), TimeUnit.MICROSECONDS));
            if (random.nextInt(4) == 0) {
                tasks.get(random.nextInt(tasks.size())).cancel(false);
            }
        }
        pool.close();
        end(pool, count, cancelledUnrun(tasks));
        account.fault("scheduled tasks", count);
    }

    private void results() throws InterruptedException {
        int count = 500;
        roll.begin("results");
        ThreadPool pool = pool("results").build();
        ResultQueue<Integer> results = random.nextBoolean()
                ? pool.results(50)
                : pool.<Integer>results(50).inOrder();
        Thread submitter = new Thread(() -> {
            for (int i = 0; i < count; i++) {
                int number = i;
                roll.submitting(i);
                results.submit(() -> {
                    roll.answer(number);
                    if (number % 5 == 0) {
                        throw new IllegalStateException("meant");
                    }
                    return number;
                });
            }
        });
        submitter.start();
        int taken = 0;
        while (taken < count) {
            Result<Integer> result = results.poll(Duration.ofMillis(50));
            taken += result == null ? 0 : 1;
        }
        submitter.join();
        end(pool, count, 0);
        if (pool.stats().unreadResults() != 0 || results.left() != 0) {
            account.wrong("all results are taken, but " + pool.stats());
        }
        account.fault("results taken", count);
    }

    private void groups() throws InterruptedException {
        int count = 50;
        roll.begin("groups");
        ThreadPool pool = pool("groups").build();
        int failing = random.nextInt(count * 2);
        List<Task<?>> tasks = new ArrayList<>();
        try (TaskGroup group = pool.group()) {
            for (int i = 0; i < count; i++) {
                int number = i;
                roll.submitting(i);
                tasks.add(group.submit(() -> {
                    roll.answer(number);
                    if (number == failing) {
                        throw new IllegalStateException("meant");
                    }
                }));
            }
            group.join();
            if (failing < count) {
                account.wrong("a group did not tell of its failure");
            }
        } catch (ExecutionException meant) {
            if (failing >= count) {
                account.wrong("a group failed without a failure: " + meant);
            }
        } catch (TimeoutException never) {
            account.wrong("a group without a deadline: " + never);
        }
        end(pool, count, cancelledUnrun(tasks));
        account.fault("groups that fail", failing < count ? 1 : 0);
    }
}

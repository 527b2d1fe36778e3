package dev.weir.stress.soak;

import dev.weir.Overflow;
import dev.weir.RejectionReason;
import dev.weir.TaskRejectedException;
import dev.weir.ThreadPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Tiny tasks, as fast as they go, on pools that live as long as the soak: round by round, and after each the roll is called.
 * Belongs to its thread.
 */
final class Torrent implements Runnable, AutoCloseable {

    private static final int ROUND = 400_000;
    private static final Duration LONG = Duration.ofMinutes(5);

    /** A part of the time is left to others: of this many parts one. */
    private static final int REST = 3;

    private final Random random;
    private final Roll roll;
    private final Account account;
    private final BooleanSupplier goesOn;
    private final List<ThreadPool> pools = new ArrayList<>();

    Torrent(Random random, Pulse pulse, Account account, BooleanSupplier goesOn, UnaryOperator<ThreadPool> between) {
        this.random = random;
        this.roll = new Roll(ROUND, pulse, account);
        this.account = account;
        this.goesOn = goesOn;
        add(between, "two", 2, 2, 10_000, Overflow.block(LONG));
        add(between, "many", 1, 8, 1_000, Overflow.block(LONG));
        add(between, "one", 1, 1, 5_000, Overflow.block(LONG));
        add(between, "none", 0, 3, 100, Overflow.reject());
        add(between, "callers", 2, 2, 200, Overflow.callerRuns());
        add(between, "dropping", 2, 2, 500, Overflow.dropOldest());
        if (Runtime.version().feature() >= 21) {
            pools.add(between.apply(ThreadPool.builder("torrent-virtual")
                    .virtualThreads(4)
                    .overflow(Overflow.block(LONG))
                    .build()));
        }
    }

    private void add(UnaryOperator<ThreadPool> between, String name, int min, int max, int capacity, Overflow full) {
        pools.add(between.apply(ThreadPool.builder("torrent-" + name)
                .threads(min, max)
                .queueCapacity(capacity)
                .overflow(full)
                .keepAlive(Duration.ofMillis(20))
                .build()));
    }

    @Override
    public void run() {
        while (goesOn.getAsBoolean()) {
            long began = System.nanoTime();
            round(pools.get(random.nextInt(100) < 50 ? 0 : random.nextInt(pools.size())));
            LockSupport.parkNanos((System.nanoTime() - began) / REST);
        }
    }

    /** One round on each pool. */
    void oneOfEach() {
        pools.forEach(this::round);
    }

    /** One round. */
    private void round(ThreadPool pool) {
        boolean drops = pool.name().contains("dropping"); // and with one task all those that it would have submitted
        int style = random.nextInt(drops ? 9 : 10);
        boolean slow = style >= 7 || pool.name().contains("virtual");
        int count = slow ? ROUND / 8 : ROUND;
        String how = style < 5
                ? "executed"
                : style < 7 ? "submitted" : style == 7 ? "ordered" : style == 8 ? "limited" : "branching";
        roll.begin(pool.name() + ", " + how);
        Executor executor = style < 5
                ? pool
                : style < 7
                        ? pool::submit
                        : style == 7 ? pool.ordered("key") : style == 8 ? pool.limited("view", 2) : pool;
        long before = pool.stats().dropped();
        Disturber disturber = new Disturber(pool, roll, account, new Random(random.nextLong()));
        Thread disturbing = new Thread(disturber, "disturber");
        disturbing.start();
        try {
            if (style == 9) {
                branch(pool, 0, count);
            } else {
                submitAll(executor, count);
            }
            pool.join();
            disturber.stop();
            disturbing.join();
            pool.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("the torrent was interrupted", e);
        }
        roll.end(count, pool.stats().dropped() - before);
        if (!pool.selfCheck().isEmpty() || !pool.stats().addsUp()) {
            account.wrong(pool.name() + " finds fault with itself: " + pool.selfCheck() + ' ' + pool.stats());
        }
    }

    /** By two at a time, each with its half. */
    private void submitAll(Executor executor, int count) throws InterruptedException {
        int half = random.nextInt(3) == 0 ? count / 2 : 0;
        Thread other = new Thread(() -> submit(executor, 0, half), "torrent-other");
        other.start();
        submit(executor, half, count);
        other.join();
    }

    private void submit(Executor executor, int from, int to) {
        try {
            for (int i = from; i < to; i++) {
                executeAnyhow(executor, roll.task(i));
            }
        } catch (Throwable thrown) {
            account.wrong("a submitter failed: " + thrown);
        }
    }

    /** A refusal is a task that was never given, so it is given once more. */
    private void executeAnyhow(Executor executor, Runnable task) {
        for (; ; ) {
            try {
                executor.execute(task);
                return;
            } catch (TaskRejectedException refused) {
                if (refused.reason() != RejectionReason.QUEUE_FULL && refused.reason() != RejectionReason.NO_THREAD) {
                    throw refused;
                }
                account.fault("submissions refused", 1);
                Thread.yield();
            }
        }
    }

    /** A task that answers, and submits two others that have each a half of what is left; or has to run them itself. */
    private void branch(Executor executor, int from, int to) {
        if (from >= to) {
            return;
        }
        roll.submitting(from);
        Runnable task = () -> {
            roll.answer(from);
            int middle = from + 1 + (to - from - 1) / 2;
            branch(executor, from + 1, middle);
            branch(executor, middle, to);
        };
        try {
            executor.execute(task);
        } catch (TaskRejectedException refused) {
            account.fault("submissions refused", 1);
            task.run();
        }
    }

    @Override
    public void close() {
        for (ThreadPool pool : pools) {
            pool.close();
            if (!pool.isTerminated() || pool.stats().threads() != 0) {
                account.wrong(pool.name() + " has not ended: " + pool.stats());
            }
        }
    }

    /** Pauses, resizes and looks at a pool while it is under load, and leaves it as it was. */
    private static final class Disturber implements Runnable {

        private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

        private final ThreadPool pool;
        private final Roll roll;
        private final Account account;
        private final Random random;
        private volatile boolean stopped;

        Disturber(ThreadPool pool, Roll roll, Account account, Random random) {
            this.pool = pool;
            this.roll = roll;
            this.account = account;
            this.random = random;
        }

        void stop() {
            stopped = true;
        }

        @Override
        public void run() {
            int min = pool.stats().minThreads();
            int max = pool.stats().maxThreads();
            while (!stopped) {
                LockSupport.parkNanos(MOMENT_NANOS * (1 + random.nextInt(8)));
                switch (random.nextInt(4)) {
                    case 0 -> pause();
                    case 1 -> {
                        int most = max == 1 ? 1 : 1 + random.nextInt(8);
                        pool.resize(Math.min(min, most), most);
                        account.fault("resizes", 1);
                    }
                    default -> look();
                }
            }
            pool.resume();
            pool.resize(min, max);
        }

        private void pause() {
            long began = System.nanoTime();
            pool.pause();
            LockSupport.parkNanos(random.nextInt(2_000_000));
            pool.resume();
            roll.pausedFor(System.nanoTime() - began);
            account.fault("pauses", 1);
        }

        private void look() {
            if (!pool.stats().addsUp() || pool.tasksLeft() < 0) {
                account.wrong(pool.name() + " does not add up: " + pool.stats());
            }
            account.fault("looks under load", 1);
        }
    }
}

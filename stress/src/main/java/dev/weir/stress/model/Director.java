package dev.weir.stress.model;

import dev.weir.ThreadPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Has a program performed, from its first step to the verdict. Stateless. */
final class Director {

    /** So long a program may take; a busy machine stretches it. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** So long nobody waits for what is held or paused. */
    private static final long NUDGE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private Director() {}

    /** Performs a program on a pool of its own; what was wrong, or nothing. */
    static Report perform(Program program) {
        return perform(program, pool -> pool, PATIENCE);
    }

    static Report perform(Program program, UnaryOperator<ThreadPool> between) {
        return perform(program, between, PATIENCE);
    }

    /**
     * The same on something else than the pool itself.
     *
     * @param patience how long the program may take
     */
    static Report perform(Program program, UnaryOperator<ThreadPool> between, Duration patience) {
        Performance performance = new Performance(program, between);
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < program.clients().size(); i++) {
            clients.add(new Client(performance, i, program.clients().get(i)));
        }
        clients.forEach(Client::prepare);
        boolean ended =
                finish(performance, clients.stream().map(Runnable.class::cast).toList(), patience);
        if (ended) {
            performance.nudge();
            ended = finish(performance, List.of(() -> end(performance)), patience);
        }
        if (!ended) {
            performance.problem("It hangs.\n" + performance.pool().stats() + "\n" + threads());
            performance.pool().shutdownNow();
        } else {
            performance.watch().over();
            new Verdict(performance, clients).reach();
        }
        return new Report(program, performance.problems(), performance.traces().size(), performance.nudges());
    }

    static String nameOfClients(Performance performance) {
        return "client-" + performance.name();
    }

    private static void end(Performance performance) {
        ThreadPool pool = performance.pool();
        try {
            performance.player().end(performance.program().ending(), false);
            if (!pool.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS) || !pool.isTerminated()) {
                performance.problem("the pool does not end: " + pool.stats());
            }
        } catch (Throwable thrown) {
            performance.problem("the end failed", thrown);
        }
    }

    /** Runs these at the same time, and looks at the pool meanwhile; false if one of them does not come to its end. */
    private static boolean finish(Performance performance, List<Runnable> jobs, Duration patience) {
        List<Thread> threads = new ArrayList<>();
        for (Runnable job : jobs) {
            Thread thread = new Thread(job, nameOfClients(performance));
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        long began = System.nanoTime();
        long nudged = began;
        for (Thread thread : threads) {
            while (isAlive(thread)) {
                performance.look(false);
                long now = System.nanoTime();
                if (now - began > patience.toNanos()) {
                    return false;
                }
                if (now - nudged > NUDGE_NANOS) {
                    performance.nudge();
                    nudged = now;
                }
            }
        }
        return true;
    }

    private static boolean isAlive(Thread thread) {
        try {
            thread.join(1);
        } catch (InterruptedException e) {
            throw new IllegalStateException("the director was interrupted", e);
        }
        return thread.isAlive();
    }

    /** What every thread of the JVM is doing. */
    static String threads() {
        StringBuilder text = new StringBuilder("All threads:\n");
        for (Map.Entry<Thread, StackTraceElement[]> each :
                Thread.getAllStackTraces().entrySet()) {
            text.append(each.getKey().getName())
                    .append(' ')
                    .append(each.getKey().getState())
                    .append('\n');
            for (StackTraceElement frame : each.getValue()) {
                text.append("    at ").append(frame).append('\n');
            }
        }
        return text.toString();
    }
}

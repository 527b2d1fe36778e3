package dev.weir.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Threads of a test, whose failures fail the test. Thread-safe. */
public final class Team {

    /** What a thread of the team does. */
    @FunctionalInterface
    public interface Job {

        /** Does it; {@code number} counts the threads from 0. */
        void run(int number) throws Exception;
    }

    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private Team() {}

    /** Starts so many threads. */
    public static Team start(int count, Job job) {
        Team team = new Team();
        for (int i = 0; i < count; i++) {
            int number = i;
            Thread thread = new Thread(() -> team.run(job, number), "test-" + i);
            thread.setDaemon(true);
            team.threads.add(thread);
        }
        team.threads.forEach(Thread::start);
        return team;
    }

    /** Starts so many threads and waits for their ends. */
    public static void run(int count, Job job) {
        start(count, job).join();
    }

    private void run(Job job, int number) {
        try {
            job.run(number);
        } catch (Throwable failure) {
            failures.add(failure);
        }
    }

    /** A thread of the team. */
    public Thread thread(int number) {
        return threads.get(number);
    }

    /** Whether some have not ended. */
    public boolean isAtWork() {
        return threads.stream().anyMatch(Thread::isAlive);
    }

    /** Waits for the ends of all, and fails as the first that failed did. */
    public void join() {
        threads.forEach(Await::ended);
        Throwable first = failures.poll();
        if (first != null) {
            failures.forEach(first::addSuppressed);
            throw new AssertionError("a thread of the test failed: " + first, first);
        }
    }
}

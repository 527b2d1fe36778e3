package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.queue.Crowd;
import dev.weir.internal.queue.TaskQueue;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A pool whose submitters meet, and where order needs a single stripe nonetheless. */
class StripedPoolTest {

    private static ThreadPool.Builder pool(int threads) {
        return ThreadPool.builder("striped").threads(threads, threads).queueCapacity(1_000_000);
    }

    private static TaskQueue queueOf(ThreadPool pool) {
        return ((WorkerPool) pool).queue();
    }

    private static void submitTogether(ThreadPool pool) {
        AtomicInteger most = new AtomicInteger();
        Team.run(4, number -> {
            for (int i = 0; i < 100_000; i++) {
                pool.execute(() -> {});
                int now = queueOf(pool).stripes();
                if (now > most.get()) {
                    most.set(now);
                }
            }
        });
        assertThat(most).hasValue(1);
    }

    /** Asked without a crowd, which a machine of few processors may not bring about. */
    @Test
    void orderOfAllSubmissionsMattersForOneThreadAndWhereTheOldestTaskIsDropped() {
        try (ThreadPool one = pool(1).build();
                ThreadPool two = pool(2).build();
                ThreadPool dropping = pool(2).overflow(Overflow.dropOldest()).build()) {
            assertThat(((WorkerPool) one).admission().isInOrder()).isTrue();
            assertThat(((WorkerPool) two).admission().isInOrder()).isFalse();
            assertThat(((WorkerPool) dropping).admission().isInOrder()).isTrue();
            one.resize(1, 2);
            two.resize(0, 1);
            assertThat(((WorkerPool) one).admission().isInOrder()).isFalse();
            assertThat(((WorkerPool) two).admission().isInOrder()).isTrue();
        }
    }

    @Test
    void poolOfOneThreadHasOneStripeHoweverManySubmit() {
        try (ThreadPool pool = pool(1).build()) {
            submitTogether(pool);
        }
    }

    @Test
    void poolThatDropsTheOldestTaskHasOneStripeHoweverManySubmit() {
        try (ThreadPool pool = pool(2).overflow(Overflow.dropOldest()).build()) {
            submitTogether(pool);
        }
    }

    @Test
    void poolOfOneThreadRunsTasksInOrderThoughItHadMore() throws Exception {
        try (ThreadPool pool = pool(2).build()) {
            Gate gate = new Gate();
            pool.execute(gate);
            pool.execute(gate);
            gate.awaitInside(2);
            Crowd.gatherAt(queueOf(pool));

            pool.resize(1, 1);

            assertThat(queueOf(pool).stripes()).isEqualTo(1);
            List<Integer> ran = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                Thread submitter = new Thread(() -> pool.execute(() -> {
                    synchronized (ran) {
                        ran.add(number);
                    }
                }));
                submitter.start();
                submitter.join();
            }
            gate.open();
            pool.join();
            assertThat(ran).hasSize(1_000).isSorted();
        }
    }

    @Test
    void everyTaskIsCountedInTheEnd() throws Exception {
        ThreadPool pool = pool(2).build();
        Crowd.gatherAt(queueOf(pool));
        AtomicInteger ran = new AtomicInteger();
        Team.run(4, number -> {
            for (int i = 0; i < 10_000; i++) {
                pool.execute(ran::incrementAndGet);
            }
        });
        pool.join();
        assertThat(ran).hasValue(40_000);
        assertThat(pool.tasksLeft()).isZero();
        assertThat(queueOf(pool).issued()).isEqualTo(queueOf(pool).taken());
        pool.close();
        assertThat(pool.stats().addsUp()).isTrue();
    }
}

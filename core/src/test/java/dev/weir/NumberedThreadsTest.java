package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;

/** Threads by default bear the pool's name and a number, and inherit nothing from whoever happens to submit. */
class NumberedThreadsTest {

    @Test
    void threadsBearTheNameOfThePoolAndANumber() {
        Gate gate = new Gate();
        ConcurrentSkipListSet<String> names = new ConcurrentSkipListSet<>();
        try (ThreadPool pool = ThreadPool.builder("orders").threads(2, 4).build()) {
            for (int i = 0; i < 4; i++) {
                pool.execute(() -> {
                    names.add(Thread.currentThread().getName());
                    gate.run();
                });
            }
            gate.awaitInside(4);
            gate.open();
        }
        assertThat(names).containsExactly("orders-1", "orders-2", "orders-3", "orders-4");
    }

    @Test
    void threadsAreOrdinaryThreadsThatKeepTheProgramAlive() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("orders").threads(0, 1).build()) {
            Team.run(1, number -> {
                Thread.currentThread().setPriority(Thread.MAX_PRIORITY); // and the team's threads are daemons
                Thread thread = pool.submit(Thread::currentThread).get();
                assertThat(thread.isDaemon()).isFalse();
                assertThat(thread.getPriority()).isEqualTo(Thread.NORM_PRIORITY);
            });
        }
    }

    @Test
    void threadsInheritNoThreadLocalsOfASubmitter() throws Exception {
        InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        try (ThreadPool pool = ThreadPool.builder("orders").threads(0, 1).build()) {
            local.set("the submitter's own");
            assertThat(pool.submit(local::get).get()).isNull();
        } finally {
            local.remove();
        }
    }

    @Test
    void contextClassLoaderAndGroupAreThoseOfWhoBuiltThePool() throws Exception {
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        try (ThreadPool pool = ThreadPool.builder("orders").threads(0, 1).build()) {
            ThreadGroup other = new ThreadGroup("other");
            Thread[] made = {null};
            ClassLoader[] seen = {null};
            Thread submitter = new Thread(other, () -> {
                Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[0]));
                pool.execute(() -> {
                    made[0] = Thread.currentThread();
                    seen[0] = made[0].getContextClassLoader();
                });
            });
            submitter.start();
            submitter.join();
            pool.join();
            assertThat(seen[0]).isSameAs(own);
            assertThat(made[0].getThreadGroup()).isSameAs(group);
        }
    }
}

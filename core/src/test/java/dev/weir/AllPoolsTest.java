package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list of the pools that there are: complete, in order, and nobody's reason to live. */
class AllPoolsTest {

    /** Other tests of this JVM may have left pools that nobody holds on to. */
    private static List<ThreadPool> mine() {
        return ThreadPool.all().stream()
                .filter(pool -> pool.name().startsWith("all-pools-"))
                .toList();
    }

    @Test
    void poolIsListedFromItsBuildingToItsEnd() {
        try (ThreadPool first = ThreadPool.builder("all-pools-b").threads(0, 1).build()) {
            assertThat(mine()).containsExactly(first);
            try (ThreadPool second =
                    ThreadPool.builder("all-pools-a").threads(1, 1).build()) {
                assertThat(mine()).containsExactly(first, second);
                Gate gate = new Gate();
                second.execute(gate);
                gate.awaitInside(1);
                second.shutdown();
                assertThat(mine()).as("while it drains").containsExactly(first, second);
                gate.open();
            }
            assertThat(mine()).containsExactly(first);
        }
        assertThat(mine()).isEmpty();
    }

    @Test
    void poolsAreListedInTheOrderInWhichTheyWereBuilt() {
        for (int i = 0; i < 20; i++) {
            ThreadPool.builder("all-pools-" + i).threads(0, 1).build();
        }
        List<ThreadPool> all = mine();
        assertThat(all).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(all.get(i).name()).isEqualTo("all-pools-" + i);
        }
        all.forEach(ThreadPool::close);
        assertThat(mine()).isEmpty();
    }

    @Test
    void listIsTheCallersOwn() {
        try (ThreadPool pool = ThreadPool.builder("all-pools-own").threads(0, 1).build()) {
            ThreadPool.all().clear();
            assertThat(mine()).containsExactly(pool);
        }
    }

    /** That a pool may be forgotten without being closed is shown where the weak references are: {@code WatchdogTest}. */
    @Test
    void listKeepsNoPoolAlive() {
        WeakReference<ThreadPool> closed = closedPool();
        Await.until("the pool is collected", () -> {
            System.gc();
            return closed.get() == null;
        });
    }

    private static WeakReference<ThreadPool> closedPool() {
        ThreadPool pool = ThreadPool.builder("all-pools-closed").threads(0, 1).build();
        assertThat(mine()).containsExactly(pool);
        pool.close();
        return new WeakReference<>(pool);
    }
}

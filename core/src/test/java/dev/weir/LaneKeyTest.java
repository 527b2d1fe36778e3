package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.CapturedLog;
import dev.weir.support.Gate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which thread calls the methods of a user's key. */
class LaneKeyTest {

    /** Throws in every thread but the one that made it. */
    private static final class Shy {

        private final Thread own = Thread.currentThread();
        private final AtomicInteger strangers = new AtomicInteger();

        private void allowOnlyMe() {
            if (Thread.currentThread() != own) {
                strangers.incrementAndGet();
                throw new IllegalStateException("called by " + Thread.currentThread());
            }
        }

        @Override
        public int hashCode() {
            allowOnlyMe();
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            allowOnlyMe();
            return this == other;
        }
    }

    /** A worker that removed a lane called them, under the lane's lock, and took what they threw for a bug of the pool. */
    @Test
    void workerCallsNoMethodOfAKey() {
        try (CapturedLog log = CapturedLog.open();
                ThreadPool pool = ThreadPool.builder("shy").threads(1, 4).build()) {
            Shy[] keys = {new Shy(), new Shy(), new Shy()};
            AtomicInteger ran = new AtomicInteger();
            for (int round = 0; round < 50; round++) {
                Gate gate = new Gate();
                for (Shy key : keys) {
                    pool.ordered(key).execute(gate); // all have the same hash, and are there together
                    pool.ordered(key).execute(ran::incrementAndGet);
                }
                gate.awaitInside(keys.length);
                gate.open();
                assertThat(pool.join(Duration.ofMinutes(1))).isTrue();
            }
            assertThat(ran).hasValue(50 * keys.length);
            for (Shy key : keys) {
                assertThat(key.strangers).hasValue(0);
            }
            assertThat(((WorkerPool) pool).lanes().keys()).isZero();
            assertThat(log.records()).isEmpty();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void keyThatThrowsThrowsAtWhoeverUsesIt() {
        Object key = new Object() {
            @Override
            public int hashCode() {
                throw new IllegalStateException("no hash");
            }
        };
        try (ThreadPool pool = ThreadPool.builder("hashless").threads(1, 1).build()) {
            assertThatThrownBy(() -> pool.ordered(key))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no hash");
            assertThat(pool.stats().accepted()).isZero();
        }
    }

    @Test
    void equalKeysAreOne() {
        assertThat(new LaneKey("key")).isEqualTo(new LaneKey(new String("key"))).hasToString("key");
        assertThat(new LaneKey("key")).isNotEqualTo(new LaneKey("other"));
        LaneKey key = new LaneKey("key");
        assertThat(key.itself()).isEqualTo(key).isNotEqualTo(new LaneKey("key"));
    }
}

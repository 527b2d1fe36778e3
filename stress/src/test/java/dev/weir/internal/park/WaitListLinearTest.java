package dev.weir.internal.park;

import dev.weir.stress.Linear;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * A lock made of a list of waiters, around a plain counter, against a counter. If a signal were lost, a thread would wait for
 * ever, which Lincheck finds; if a signal let two in, they would count the same.
 */
public class WaitListLinearTest {

    private final WaitList waiters = new WaitList();
    private final AtomicBoolean locked = new AtomicBoolean();
    private int count;

    @Operation
    public int count() throws InterruptedException {
        waiters.await(() -> locked.compareAndSet(false, true), WaitList.FOREVER);
        int counted = count++;
        locked.set(false);
        waiters.signalOne();
        return counted;
    }

    /** The same with a signal to all. */
    @Operation
    public int countAndTellAll() throws InterruptedException {
        waiters.await(() -> locked.compareAndSet(false, true), WaitList.FOREVER);
        int counted = count++;
        locked.set(false);
        waiters.signalAll();
        return counted;
    }

    @Test
    void isLinearizable() {
        Linear.check(WaitListLinearTest.class, Counter.class);
    }

    /** The sequential specification. */
    public static final class Counter {

        private int count;

        public int count() {
            return count++;
        }

        public int countAndTellAll() {
            return count++;
        }
    }
}

package dev.weir;

import dev.weir.event.PoolListener;
import dev.weir.internal.thread.VirtualThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Collects and checks the settings of a pool. Not thread-safe. */
final class PoolBuilder implements ThreadPool.Builder {

    private final String name;
    private int min;
    private int max;
    private boolean virtual;
    private Duration keepAlive = Duration.ofSeconds(60);
    private int queueCapacity = 10_000;
    private Overflow overflow = Overflow.reject();
    private @Nullable ThreadFactory threadFactory;
    private FailureHandler failureHandler = new LoggingFailureHandler();
    private final List<ContextCarrier<?>> contextCarriers = new ArrayList<>();
    private final List<PoolListener> listeners = new ArrayList<>();
    private @Nullable Duration expectedRunTime;
    private @Nullable Duration setAsideLimit;
    private int setAsideMost;
    private boolean jmx;

    PoolBuilder(String name) {
        this.name = Arguments.notBlank("name", name);
        this.min = Math.min(ThreadPool.MAX_THREADS, Runtime.getRuntime().availableProcessors());
        this.max = min;
    }

    @Override
    public ThreadPool.Builder threads(int min, int max) {
        checkThreads(min, max);
        this.min = min;
        this.max = max;
        this.virtual = false;
        return this;
    }

    @Override
    public ThreadPool.Builder virtualThreads(int maxConcurrent) {
        this.max = Arguments.between("maxConcurrent", 1, ThreadPool.MAX_THREADS, maxConcurrent);
        this.min = 0;
        this.virtual = true;
        return this;
    }

    static void checkThreads(int min, int max) {
        Arguments.between("min threads", 0, ThreadPool.MAX_THREADS, min);
        Arguments.between("max threads", 1, ThreadPool.MAX_THREADS, max);
        if (min > max) {
            throw new IllegalArgumentException(
                    "min threads must not be greater than max threads, but is " + min + " with max threads " + max);
        }
    }

    @Override
    public ThreadPool.Builder keepAlive(Duration keepAlive) {
        this.keepAlive = Arguments.notNegative("keepAlive", keepAlive);
        return this;
    }

    @Override
    public ThreadPool.Builder queueCapacity(int capacity) {
        this.queueCapacity = Arguments.atLeast("queueCapacity", 0, capacity);
        return this;
    }

    @Override
    public ThreadPool.Builder overflow(Overflow overflow) {
        this.overflow = Arguments.notNull("overflow", overflow);
        return this;
    }

    @Override
    public ThreadPool.Builder threadFactory(ThreadFactory factory) {
        this.threadFactory = Arguments.notNull("threadFactory", factory);
        return this;
    }

    @Override
    public ThreadPool.Builder failureHandler(FailureHandler handler) {
        this.failureHandler = Arguments.notNull("failureHandler", handler);
        return this;
    }

    @Override
    public ThreadPool.Builder contextCarrier(ContextCarrier<?> carrier) {
        this.contextCarriers.add(Arguments.notNull("carrier", carrier));
        return this;
    }

    @Override
    public ThreadPool.Builder listener(PoolListener listener) {
        this.listeners.add(Arguments.notNull("listener", listener));
        return this;
    }

    @Override
    public ThreadPool.Builder expectedRunTime(Duration expectedRunTime) {
        this.expectedRunTime = Arguments.positive("expectedRunTime", expectedRunTime);
        return this;
    }

    @Override
    public ThreadPool.Builder setAside(Duration limit, int most) {
        this.setAsideLimit = Arguments.positive("limit", limit);
        this.setAsideMost = Arguments.between("most", 1, ThreadPool.MAX_THREADS, most);
        return this;
    }

    @Override
    public ThreadPool.Builder jmx(boolean registers) {
        this.jmx = registers;
        return this;
    }

    @Override
    public ThreadPool build() {
        Log.prepare();
        if (virtual && threadFactory != null) {
            throw new IllegalStateException("virtualThreads makes its own threads: there can be no threadFactory");
        }
        ThreadFactory factory = virtual
                ? VirtualThreads.factory(name + '-')
                : threadFactory != null ? threadFactory : new NumberedThreads(name);
        PoolConfig config = new PoolConfig(
                name,
                keepAlive,
                queueCapacity,
                overflow,
                factory,
                virtual,
                failureHandler,
                List.copyOf(contextCarriers),
                new Observing(List.copyOf(listeners), expectedRunTime, setAsideLimit, setAsideMost, jmx));
        WorkerPool pool = new WorkerPool(config, min, max);
        pool.start();
        return pool;
    }
}

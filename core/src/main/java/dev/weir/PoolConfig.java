package dev.weir;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** The settings of a pool that never change. Immutable. The number of threads, which may change, is in {@link Crew}. */
record PoolConfig(
        String name,
        Duration keepAlive,
        int queueCapacity,
        Overflow overflow,
        ThreadFactory threadFactory,
        boolean virtual,
        FailureHandler failureHandler,
        List<ContextCarrier<?>> contextCarriers,
        Observing observing) {}

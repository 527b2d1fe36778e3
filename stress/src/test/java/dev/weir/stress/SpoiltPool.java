package dev.weir.stress;

import dev.weir.ThreadPool;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Makes pools that do something wrong on purpose, for those to be proven that are to find it. Stateless. */
public final class SpoiltPool {

    private SpoiltPool() {}

    /** What happens instead of a call; for the rest there is the pool itself. */
    @FunctionalInterface
    public interface Instead {

        /** Takes the call, or passes it on. */
        Object call(ThreadPool pool, Method method, Object[] arguments) throws Throwable;
    }

    /** A pool in between which each call goes another way. */
    public static UnaryOperator<ThreadPool> by(Instead instead) {
        return pool -> (ThreadPool) Proxy.newProxyInstance(
                SpoiltPool.class.getClassLoader(), new Class<?>[] {ThreadPool.class}, (proxy, method, arguments) -> {
                    try {
                        return instead.call(pool, method, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    /** Loses one of so many tasks that are executed. */
    public static UnaryOperator<ThreadPool> losing(int oneOf) {
        AtomicInteger count = new AtomicInteger();
        return by(
                (pool, method, arguments) -> method.getName().equals("execute") && count.incrementAndGet() % oneOf == 0
                        ? null
                        : method.invoke(pool, arguments));
    }

    /** Runs one of so many tasks that are executed twice. */
    public static UnaryOperator<ThreadPool> doubling(int oneOf) {
        AtomicInteger count = new AtomicInteger();
        return by((pool, method, arguments) -> {
            if (method.getName().equals("execute") && count.incrementAndGet() % oneOf == 0) {
                Runnable task = (Runnable) arguments[0];
                pool.execute(() -> {
                    task.run();
                    task.run();
                });
                return null;
            }
            return method.invoke(pool, arguments);
        });
    }
}

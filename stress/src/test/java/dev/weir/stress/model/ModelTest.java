package dev.weir.stress.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Overflow;
import dev.weir.PoolState;
import dev.weir.PoolStats;
import dev.weir.Task;
import dev.weir.TaskRejectedException;
import dev.weir.ThreadPool;
import dev.weir.stress.SpoiltPool;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The model finds what is wrong with a pool: each promise that it checks is broken on purpose. */
@Timeout(180)
class ModelTest {

    private static final int PROGRAMS = 600;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Programs are performed on such a pool until one fails; what was wrong must be said in these words. */
    private static void assertFound(String words, UnaryOperator<ThreadPool> spoilt) {
        List<String> others = new ArrayList<>();
        for (int seed = 0; seed < PROGRAMS; seed++) {
            Report report = Director.perform(Author.write(seed), spoilt, PATIENCE);
            if (report.problems().stream().anyMatch(problem -> problem.contains(words))) {
                return;
            }
            others.addAll(report.problems());
        }
        assertThat(others).as("what was found").anyMatch(problem -> problem.contains(words));
    }

    private static UnaryOperator<ThreadPool> instead(String name, SpoiltPool.Instead call) {
        return SpoiltPool.by((pool, method, arguments) ->
                method.getName().equals(name) ? call.call(pool, method, arguments) : method.invoke(pool, arguments));
    }

    @Test
    void lostTask() {
        assertFound("is lost", SpoiltPool.losing(7));
    }

    @Test
    void taskThatRunsTwice() {
        assertFound("is run twice", SpoiltPool.doubling(7));
    }

    @Test
    void taskThatIsHandedBackToNobody() {
        assertFound("is lost", instead("shutdownNow", (pool, method, arguments) -> {
            pool.shutdownNow();
            return List.of();
        }));
    }

    @Test
    void taskThatIsHandedBackTwice() {
        assertFound("was handed back twice", instead("shutdownNow", (pool, method, arguments) -> {
            List<Runnable> once = pool.shutdownNow();
            List<Runnable> twice = new ArrayList<>(once);
            twice.addAll(once);
            return twice;
        }));
    }

    @Test
    void cancelThatSaysYesAndDoesNothing() {
        assertFound("was cancelled, and is not", instead("submit", (pool, method, arguments) -> {
            Task<?> task = (Task<?>) method.invoke(pool, arguments);
            return Proxy.newProxyInstance(
                    ModelTest.class.getClassLoader(), new Class<?>[] {Task.class}, (proxy, called, given) -> {
                        return called.getName().equals("cancel") ? Boolean.TRUE : passOn(task, called, given);
                    });
        }));
    }

    private static Object passOn(Object to, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(to, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    /** One is held back until another one has been submitted. */
    @Test
    void orderThatIsNotThatOfSubmission() {
        AtomicReference<Runnable> held = new AtomicReference<>();
        assertFound("On one thread", SpoiltPool.by((pool, method, arguments) -> {
            if (!method.getName().equals("execute")) {
                Runnable last = method.getName().equals("stats") ? null : held.getAndSet(null);
                if (last != null) {
                    executeIfThereIsRoom(pool, last);
                }
                return method.invoke(pool, arguments);
            }
            Runnable before = held.getAndSet(null);
            if (before == null) {
                held.set((Runnable) arguments[0]);
                return null;
            }
            pool.execute((Runnable) arguments[0]);
            pool.execute(before);
            return null;
        }));
    }

    private static void executeIfThereIsRoom(ThreadPool pool, Runnable task) {
        try {
            pool.execute(task);
        } catch (TaskRejectedException full) {
            // Then it is lost, which is something else that is found.
        }
    }

    @Test
    void orderedViewThatRunsTwoAtOnce() {
        assertFound(
                "begins before the one before it with the same key has ended",
                instead("ordered", (pool, method, arguments) -> pool.limited("wrong", 3)));
    }

    @Test
    void limitedViewThatRunsOneMore() {
        assertFound(
                "is one more than the limit of its view",
                instead(
                        "limited",
                        (pool, method, arguments) ->
                                pool.limited("wrong", (Integer) arguments[1] + 1, (Integer) arguments[2])));
    }

    @Test
    void taskThatIsRefusedThoughThereIsRoom() {
        AtomicInteger count = new AtomicInteger();
        try (ThreadPool full = ThreadPool.builder("full")
                .threads(1, 1)
                .queueCapacity(0)
                .overflow(Overflow.reject())
                .build()) {
            CountDownLatch latch = new CountDownLatch(1);
            full.execute(() -> await(latch));
            assertFound("was refused as one too many", instead("execute", (pool, method, arguments) -> {
                if (count.incrementAndGet() % 5 == 0) {
                    full.execute(() -> {});
                }
                return method.invoke(pool, arguments);
            }));
            latch.countDown();
        }
    }

    /** What has no room is run by a thread of its own. */
    @Test
    void taskThatIsAcceptedThoughThereIsNoRoom() {
        assertFound("tasks that stay, but", instead("execute", (pool, method, arguments) -> {
            try {
                pool.execute((Runnable) arguments[0]);
            } catch (TaskRejectedException full) {
                Thread thread = new Thread((Runnable) arguments[0], pool.name() + "-more");
                thread.setDaemon(true);
                thread.setUncaughtExceptionHandler((dying, meant) -> {});
                thread.start();
            }
            return null;
        }));
    }

    @Test
    void pauseThatLetsTasksBegin() {
        AtomicBoolean paused = new AtomicBoolean();
        assertFound("begins while the pool is paused", SpoiltPool.by((pool, method, arguments) -> {
            switch (method.getName()) {
                case "pause" -> {
                    paused.set(true);
                    return null;
                }
                case "resume" -> paused.set(false);
                case "stats" -> {
                    PoolStats stats = pool.stats();
                    boolean says = paused.get() && stats.state() == PoolState.RUNNING;
                    return says ? with(stats, Map.of("state", PoolState.PAUSED, "running", 0L)) : stats;
                }
                default -> {
                    // As it is.
                }
            }
            return method.invoke(pool, arguments);
        }));
    }

    @Test
    void accountThatDoesNotAddUp() {
        assertFound("does not add up", instead("stats", (pool, method, arguments) -> {
            PoolStats stats = pool.stats();
            return with(stats, Map.of("succeeded", stats.succeeded() + 1));
        }));
    }

    @Test
    void accountThatIsNotTheModels() {
        assertFound("as succeeded, the model", instead("stats", (pool, method, arguments) -> {
            PoolStats stats = pool.stats();
            return stats.failed() == 0
                    ? stats
                    : with(stats, Map.of("succeeded", stats.succeeded() + 1, "failed", stats.failed() - 1));
        }));
    }

    @Test
    void joinThatReturnsTooEarly() {
        assertFound("though join() has returned", instead("join", (pool, method, arguments) -> Boolean.TRUE));
    }

    @Test
    void poolThatNeverEnds() {
        assertFound("It hangs", instead("awaitTermination", (pool, method, arguments) -> {
            await(new CountDownLatch(1));
            return false;
        }));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The same figures but for some, by name. */
    private static PoolStats with(PoolStats stats, Map<String, Object> others) throws ReflectiveOperationException {
        RecordComponent[] components = PoolStats.class.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            Object other = others.get(components[i].getName());
            values[i] = other != null ? other : components[i].getAccessor().invoke(stats);
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return PoolStats.class.getDeclaredConstructor(types).newInstance(values);
    }
}

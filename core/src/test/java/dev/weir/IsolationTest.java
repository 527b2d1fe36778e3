package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.weir.support.Await;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a task does to its thread, the next task does not see. */
class IsolationTest {

    /** What a task can see of its thread. */
    private record Sight(Thread thread, boolean interrupted, String name, int priority, ClassLoader loader) {
        static Sight now() {
            Thread thread = Thread.currentThread();
            return new Sight(
                    thread,
                    thread.isInterrupted(),
                    thread.getName(),
                    thread.getPriority(),
                    thread.getContextClassLoader());
        }
    }

    private static final ClassLoader FOREIGN = new URLClassLoader(new URL[0]);

    private static Stream<Arguments> changes() {
        Runnable interrupt = () -> Thread.currentThread().interrupt();
        Runnable rename = () -> Thread.currentThread().setName("renamed");
        Runnable hurry = () -> Thread.currentThread().setPriority(Thread.MAX_PRIORITY);
        Runnable reload = () -> Thread.currentThread().setContextClassLoader(FOREIGN);
        Runnable unload = () -> Thread.currentThread().setContextClassLoader(null);
        Runnable fail = () -> {
            interrupt.run();
            rename.run();
            throw new IllegalStateException();
        };
        return Stream.of(
                argumentSet("interrupt", interrupt),
                argumentSet("name", rename),
                argumentSet("priority", hurry),
                argumentSet("class loader", reload),
                argumentSet("no class loader", unload),
                argumentSet("several, then throws", fail));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void changeDoesNotLeakIntoTheNextTask(Runnable change) throws Exception {
        try (ThreadPool pool = ThreadPool.builder("isolation")
                .threads(1, 1)
                .failureHandler(failure -> {})
                .build()) {
            Sight before = pool.submit(Sight::now).get();
            assertThat(before.interrupted()).isFalse();

            pool.execute(change);
            assertThat(pool.submit(Sight::now).get()).isEqualTo(before);

            pool.submit(change);
            assertThat(pool.submit(Sight::now).get()).isEqualTo(before);

            pool.pause(); // so that the next one follows at once, without a rest in between
            pool.execute(change);
            Task<Sight> next = pool.submit(Sight::now);
            pool.resume();
            assertThat(next.get()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void changeDoesNotLeakIntoTheTaskThatSubmittedIt(Runnable change) throws Exception {
        try (ThreadPool pool = ThreadPool.builder("isolation")
                .threads(1, 1)
                .queueCapacity(0)
                .overflow(Overflow.callerRuns())
                .failureHandler(failure -> {})
                .build()) {
            Task<?> outer = pool.submit(() -> {
                Sight before = Sight.now();
                pool.execute(change);
                assertThat(Sight.now()).isEqualTo(before);
                pool.submit(change);
                assertThat(Sight.now()).isEqualTo(before);
            });
            outer.get();
        }
    }

    /** It arrives when the task has ended, but the thread has not gone on to the next one. */
    @Test
    void interruptThatIsUnderWayWhenItsTaskEndsDoesNotHitTheNextOne() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch mayArrive = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        Gate gate = new Gate();
        try (ThreadPool pool = ThreadPool.builder("isolation")
                .threads(1, 1)
                .threadFactory(work -> new Thread(work) {
                    @Override
                    public void interrupt() {
                        underWay.countDown();
                        Await.zero(mayArrive);
                        super.interrupt();
                    }
                })
                .build()) {
            Task<?> cancelled = pool.submit(gate);
            gate.awaitInside(1);
            Task<Boolean> next = pool.submit(() -> {
                Await.zero(arrived);
                return Thread.currentThread().isInterrupted();
            });
            Team canceller = Team.start(1, number -> {
                assertThat(cancelled.cancel(true)).isTrue();
                arrived.countDown();
            });
            Await.zero(underWay);
            gate.open();
            for (int i = 0; i < 10_000 && next.taskState() == TaskState.WAITING; i++) {
                Thread.yield(); // as long as it takes a thread that does not wait for the interrupt
            }
            mayArrive.countDown();
            canceller.join();
            assertThat(next.get()).isFalse();
        }
    }

    @Test
    void interruptOfATaskDoesNotDisturbTheRestOfItsThread() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("isolation").threads(1, 1).build()) {
            Thread thread = pool.submit(Thread::currentThread).get();
            for (int i = 0; i < 200; i++) {
                thread.interrupt(); // whether it rests or works
                assertThat(pool.submit(Thread::currentThread).get()).isSameAs(thread);
            }
            assertThat(pool.stats().threadsCreated()).isEqualTo(1);
        }
    }

    @Test
    void strayInterruptOfARestingThreadIsNotSeenByTheNextTask() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("isolation").threads(1, 1).build()) {
            Thread thread = pool.submit(Thread::currentThread).get();
            for (int i = 0; i < 200; i++) {
                Await.until("it rests", () -> pool.stats().idleThreads() == 1);
                Await.parked(thread);
                thread.interrupt();
                Await.until("it is dealt with", () -> !thread.isInterrupted());
                assertThat(pool.submit(() -> Thread.currentThread().isInterrupted())
                                .get())
                        .isFalse();
            }
        }
    }

    @Test
    void threadThatTheFactoryMadeKeepsWhatTheFactoryGaveIt() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("isolation")
                .threads(1, 1)
                .threadFactory(work -> {
                    Thread thread = new Thread(work, "by the factory");
                    thread.setPriority(Thread.MIN_PRIORITY);
                    thread.setContextClassLoader(FOREIGN);
                    return thread;
                })
                .build()) {
            pool.execute(() -> {
                Thread.currentThread().setName("renamed");
                Thread.currentThread().setPriority(Thread.NORM_PRIORITY);
                Thread.currentThread().setContextClassLoader(null);
            });
            Sight sight = pool.submit(Sight::now).get();
            assertThat(sight.name()).isEqualTo("by the factory");
            assertThat(sight.priority()).isEqualTo(Thread.MIN_PRIORITY);
            assertThat(sight.loader()).isSameAs(FOREIGN);
        }
    }
}

package dev.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.weir.ContextCarrier;
import dev.weir.FailureHandler;
import dev.weir.Named;
import dev.weir.Overflow;
import dev.weir.Task;
import dev.weir.TaskRejectedException;
import dev.weir.ThreadPool;
import dev.weir.support.Await;
import dev.weir.support.CapturedLog;
import dev.weir.support.Gate;
import dev.weir.support.Team;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every place in which a pool calls a user's code, and everything that such code must not do. */
class CallbackFaultsTest {

    private static final int ROUNDS = 4;

    /** Misdeeds may lead to the same call again; so often it is led on. */
    private static final int MOST = 30;

    /** After each failure of a factory the pool waits twice as long as before until it asks again. */
    private static final int MOST_OF_A_FACTORY = 2;

    /** Where the pool calls a user. */
    private enum Place {
        FAILURE_HANDLER,
        THREAD_FACTORY,
        CAPTURE,
        RESTORE,
        CLEAR,
        TASK_NAME,
        TASK_TEXT,
        DEPENDENT,
        KEY
    }

    /** What is done there. */
    private enum Misdeed {
        EXCEPTION {
            @Override
            void commit(ThreadPool pool) {
                throw new IllegalStateException("a misdeed");
            }
        },
        ERROR {
            @Override
            void commit(ThreadPool pool) {
                throw new AssertionError("a misdeed");
            }
        },
        INTERRUPT {
            @Override
            void commit(ThreadPool pool) {
                Thread.currentThread().interrupt();
            }
        },
        NULL {
            @Override
            void commit(ThreadPool pool) {}
        },
        EXECUTE {
            @Override
            void commit(ThreadPool pool) {
                pool.execute(() -> {});
            }
        },
        SUBMIT_AND_WAIT {
            @Override
            void commit(ThreadPool pool) throws Exception {
                pool.submit(() -> 1).get(1, TimeUnit.MINUTES);
            }
        },
        JOIN {
            @Override
            void commit(ThreadPool pool) throws Exception {
                pool.join(Duration.ofMillis(1));
            }
        },
        READ {
            @Override
            void commit(ThreadPool pool) {
                pool.stats();
                pool.tasksLeft();
                pool.selfCheck();
            }
        },
        PAUSE {
            @Override
            void commit(ThreadPool pool) {
                pool.pause();
                pool.resume();
            }
        },
        RESIZE {
            @Override
            void commit(ThreadPool pool) {
                pool.resize(1, 5);
                pool.resize(0, 3);
            }
        },
        SHUT_DOWN {
            @Override
            void commit(ThreadPool pool) {
                pool.shutdown();
            }
        },
        SHUT_DOWN_AND_WAIT {
            @Override
            void commit(ThreadPool pool) throws Exception {
                pool.shutdown();
                pool.awaitTermination(1, TimeUnit.MILLISECONDS);
            }
        },
        /** What is handed back is the user's: a task that waits for such a one would wait for ever if nobody ran it. */
        STOP {
            @Override
            void commit(ThreadPool pool) {
                for (Runnable handedBack : pool.shutdownNow()) {
                    if (handedBack instanceof Future<?>) {
                        handedBack.run();
                    }
                }
            }
        };

        abstract void commit(ThreadPool pool) throws Exception;
    }

    private static Stream<Arguments> crimes() {
        List<Arguments> all = new ArrayList<>();
        for (Place place : Place.values()) {
            for (Misdeed misdeed : Misdeed.values()) {
                all.add(argumentSet(place + " " + misdeed, place, misdeed));
            }
        }
        return all.stream();
    }

    /** A user whose code misbehaves at one place, as long as it is armed. */
    private static final class User implements FailureHandler, ThreadFactory, ContextCarrier<Object> {

        private final Place place;
        private final Runnable misdeed;
        private final boolean givesNull;
        private final AtomicInteger committed = new AtomicInteger();
        private final AtomicInteger underWay = new AtomicInteger();
        private volatile boolean armed;

        User(Place place, boolean givesNull, Runnable misdeed) {
            this.place = place;
            this.givesNull = givesNull;
            this.misdeed = misdeed;
        }

        private void at(Place here) {
            underWay.incrementAndGet();
            try {
                if (armed && here == place && committed.incrementAndGet() <= most()) {
                    misdeed.run();
                }
            } finally {
                underWay.decrementAndGet();
            }
        }

        /** Commits nothing any more. */
        void disarm() {
            armed = false;
            Await.until("the last misdeed is over", () -> underWay.get() == 0);
        }

        private int most() {
            return place == Place.THREAD_FACTORY ? MOST_OF_A_FACTORY : MOST;
        }

        private boolean givesNull(Place here) {
            return armed && givesNull && here == place && committed.get() <= most();
        }

        @Override
        public void failed(dev.weir.TaskFailure failure) {
            at(Place.FAILURE_HANDLER);
        }

        @Override
        public Thread newThread(Runnable work) {
            at(Place.THREAD_FACTORY);
            return givesNull(Place.THREAD_FACTORY) ? null : new Thread(work, "guilty-thread");
        }

        @Override
        public Object capture() {
            at(Place.CAPTURE);
            return givesNull(Place.CAPTURE) ? null : "captured";
        }

        @Override
        public void restore(Object captured) {
            at(Place.RESTORE);
        }

        @Override
        public void clear() {
            at(Place.CLEAR);
        }

        /** A task that fails. */
        private final class Failing implements Runnable, Named {

            @Override
            public void run() {
                throw new IllegalArgumentException("thrown by a task");
            }

            @Override
            public String taskName() {
                at(Place.TASK_NAME);
                return givesNull(Place.TASK_NAME) ? null : "failing";
            }

            @Override
            public String toString() {
                at(Place.TASK_TEXT);
                return givesNull(Place.TASK_TEXT) ? null : "failing";
            }
        }

        /** The key of an ordered view. */
        private final class Key {

            @Override
            public int hashCode() {
                at(Place.KEY);
                return 1;
            }

            @Override
            public boolean equals(Object other) {
                at(Place.KEY);
                return other instanceof Key;
            }

            @Override
            public String toString() {
                at(Place.KEY);
                return givesNull(Place.KEY) ? null : "key";
            }
        }

        /** Goes to every place; what comes out of it is the submitter's own misdeed, or a refusal. */
        void use(ThreadPool pool) {
            tolerate(() -> pool.execute(new Failing()));
            tolerate(() -> pool.submit(new Failing()));
            tolerate(() -> pool.submit(() -> pool.submit(() -> 1).get()));
            tolerate(() -> pool.ordered(new Key()).execute(new Failing()));
            tolerate(() -> pool.schedule(new Failing(), 0, TimeUnit.NANOSECONDS));
            tolerate(() -> assertThat(pool.submit(new Failing()).toString()).isNotNull());
            tolerate(() -> pool.submit(new Failing()).cancel(true));
            tolerate(() -> {
                Task<Integer> task = pool.submit(() -> 1);
                task.toCompletableFuture().whenComplete((value, thrown) -> at(Place.DEPENDENT));
            });
        }

        private static void tolerate(Runnable action) {
            try {
                action.run();
            } catch (TaskRejectedException refused) {
                // By a pool that is full or shut down.
            } catch (IllegalStateException | AssertionError own) {
                assertThat(own).hasMessage("a misdeed");
            } finally {
                Thread.interrupted();
            }
        }
    }

    private static ThreadPool pool(User user, Overflow overflow) {
        return ThreadPool.builder("guilty")
                .threads(0, 3)
                .keepAlive(Duration.ofMillis(1))
                .queueCapacity(20)
                .overflow(overflow)
                .threadFactory(user)
                .failureHandler(user)
                .contextCarrier(user)
                .build();
    }

    @ParameterizedTest
    @MethodSource("crimes")
    void userWhoMisbehaves(Place place, Misdeed misdeed) throws Exception {
        ThreadPool[] self = {null};
        User user = new User(
                place,
                misdeed == Misdeed.NULL,
                () -> Door.sneak(() -> {
                    try {
                        misdeed.commit(self[0]);
                    } catch (TaskRejectedException | ExecutionException | InterruptedException refused) {
                        // The pool may be full or shut down by now, what waits be dropped, and the thread interrupted.
                    }
                    return null;
                }));
        List<Overflow> overflows = List.of(
                Overflow.reject(), Overflow.callerRuns(), Overflow.dropOldest(), Overflow.block(Duration.ofMillis(1)));
        try (CapturedLog log = CapturedLog.open()) {
            for (Overflow overflow : overflows) {
                user.committed.set(0);
                ThreadPool pool = pool(user, overflow);
                self[0] = pool;
                user.armed = true;
                Team.run(2, number -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        user.use(pool);
                    }
                });
                user.disarm();
                if (pool.isShutdown()) {
                    Aftermath.ends(pool);
                } else {
                    Aftermath.isSound(pool);
                }
            }
            assertThat(log.records()).noneMatch(logged -> logged.getMessage().startsWith("Bug"));
        }
    }

    private static Stream<Arguments> places() {
        return Stream.of(Place.values())
                .filter(place -> place != Place.TASK_TEXT && place != Place.KEY)
                .map(place -> argumentSet(place.toString(), place));
    }

    /** One thread is held up by it, be it the submitter's or the pool's; all others go on, and all is well when it ends. */
    @ParameterizedTest
    @MethodSource("places")
    void userWhoBlocks(Place place) throws Exception {
        Gate gate = new Gate();
        AtomicInteger blocked = new AtomicInteger();
        User user = new User(place, false, () -> {
            if (blocked.getAndIncrement() == 0) {
                gate.run();
            }
        });
        try (CapturedLog log = CapturedLog.open()) {
            ThreadPool pool = pool(user, Overflow.block(Duration.ofMinutes(1)));
            user.armed = true;
            Team submitter = Team.start(1, number -> user.use(pool));
            gate.awaitInside(1);
            for (int i = 0; i < 50; i++) {
                int number = i;
                assertThat(pool.submit(() -> number).get(1, TimeUnit.MINUTES)).isEqualTo(number);
            }
            assertThat(pool.stats().addsUp()).isTrue();
            assertThat(pool.selfCheck()).isEmpty();
            gate.open();
            submitter.join();
            user.armed = false;
            Aftermath.isSound(pool);
            assertThat(log.records()).noneMatch(logged -> logged.getMessage().startsWith("Bug"));
        } finally {
            gate.open();
        }
    }
}

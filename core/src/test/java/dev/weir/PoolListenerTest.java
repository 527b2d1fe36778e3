package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.event.PoolEvent;
import dev.weir.event.PoolEvent.EventsMissed;
import dev.weir.event.PoolEvent.Resized;
import dev.weir.event.PoolEvent.StateChanged;
import dev.weir.event.PoolEvent.TaskExpired;
import dev.weir.event.PoolEvent.TaskFailed;
import dev.weir.event.PoolEvent.TaskRejected;
import dev.weir.event.PoolEvent.TasksRejected;
import dev.weir.event.PoolEvent.WorkerRetired;
import dev.weir.event.PoolEvent.WorkerStarted;
import dev.weir.event.PoolListener;
import dev.weir.support.Await;
import dev.weir.support.CapturedLog;
import dev.weir.support.Gate;
import dev.weir.support.Heard;
import dev.weir.support.LiveThreads;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PoolListenerTest {

    private final Heard heard = new Heard();

    private ThreadPool.Builder builder() {
        return ThreadPool.builder("told")
                .threads(1, 1)
                .failureHandler(failure -> {})
                .listener(heard);
    }

    @Test
    void lifeOfPoolAndWorkersIsToldInOrder() {
        try (ThreadPool pool = builder().build()) {
            heard.first(WorkerStarted.class);
            pool.pause();
            pool.resume();
            pool.resize(1, 3);
        }

        assertThat(heard.all(WorkerStarted.class))
                .extracting(WorkerStarted::thread)
                .containsExactly("told-1");
        assertThat(heard.all(WorkerRetired.class))
                .extracting(WorkerRetired::thread)
                .containsExactly("told-1");
        assertThat(heard.all(StateChanged.class))
                .extracting(StateChanged::state)
                .containsExactly("PAUSED", "RUNNING", "DRAINING", "TERMINATED");
        Resized resized = heard.first(Resized.class);
        assertThat(resized.minThreads()).isEqualTo(1);
        assertThat(resized.maxThreads()).isEqualTo(3);
        assertThat(heard.all()).allMatch(event -> event.pool().equals("told"));
        assertThat(heard.all()).extracting(PoolEvent::at).isSorted();
    }

    @Test
    void stopIsTold() {
        ThreadPool pool = builder().build();
        pool.shutdownNow();
        pool.close();

        assertThat(heard.all(StateChanged.class))
                .extracting(StateChanged::state)
                .containsExactly("STOPPING", "TERMINATED");
    }

    /** A worker that had just begun ended the pool before the stop was told, and then nobody heard of that. */
    @Test
    void stopIsToldBeforeTheEndWhoeverIsQuicker() {
        for (int round = 0; round < 1_000; round++) {
            List<String> states = new CopyOnWriteArrayList<>();
            ThreadPool pool = ThreadPool.builder("quick")
                    .threads(2, 2)
                    .listener(event -> {
                        if (event instanceof StateChanged changed) {
                            states.add(changed.state());
                        }
                    })
                    .build();
            pool.shutdownNow();
            pool.close();
            assertThat(states).containsExactly("STOPPING", "TERMINATED");
        }
    }

    /** Also one whose future is looked at, which the failure handler does not hear of. */
    @Test
    void everyFailureIsTold() {
        IllegalStateException fault = new IllegalStateException("no");
        try (ThreadPool pool = builder().build()) {
            pool.execute(() -> {
                throw fault;
            });
            Task<?> task = pool.submit("named", () -> {
                throw fault;
            });
            assertThatThrownBy(task::get).hasCause(fault);
            pool.submit(() -> {}).cancel(true);
        }

        assertThat(heard.all(TaskFailed.class)).hasSize(2);
        assertThat(heard.all(TaskFailed.class).get(1).task()).isEqualTo("named");
        assertThat(heard.all(TaskFailed.class)).allMatch(failed -> failed.exception() == fault);
    }

    @Test
    void expiredTaskIsTold() throws Exception {
        try (ThreadPool pool = builder().build();
                TaskGroup group = pool.group()) {
            Gate gate = new Gate();
            pool.execute(gate);
            gate.awaitInside(1);
            group.deadline(Duration.ofSeconds(2));
            group.submit("too late", () -> 1);
            assertThat(heard.first(TaskExpired.class).task()).isEqualTo("too late");
            gate.open();
        }
    }

    @Test
    void fewRefusalsAreToldOneByOne() {
        try (ThreadPool pool = builder().queueCapacity(0).build()) {
            Gate gate = new Gate();
            pool.execute(gate);
            gate.awaitInside(1);
            assertThatThrownBy(() -> pool.submit("one more", () -> 1)).isInstanceOf(TaskRejectedException.class);

            TaskRejected rejected = heard.first(TaskRejected.class);

            assertThat(rejected.task()).isEqualTo("one more");
            assertThat(rejected.reason()).isEqualTo(RejectionReason.QUEUE_FULL.name());
            gate.open();
        }
    }

    @Test
    void droppedTaskIsTold() {
        try (ThreadPool pool =
                builder().queueCapacity(1).overflow(Overflow.dropOldest()).build()) {
            Gate gate = new Gate();
            pool.execute(gate);
            gate.awaitInside(1);
            pool.submit("older", () -> 1);
            pool.submit("newer", () -> 1);

            TaskRejected dropped = heard.first(TaskRejected.class);

            assertThat(dropped.task()).isEqualTo("older");
            assertThat(dropped.reason()).isEqualTo(RejectionReason.DROPPED.name());
            gate.open();
        }
    }

    @Test
    void stormOfRefusalsIsSummedUpAndEachIsInTheSum() {
        int storm = 100_000;
        try (ThreadPool pool = builder().queueCapacity(0).build()) {
            Gate gate = new Gate();
            pool.execute(gate);
            gate.awaitInside(1);
            for (int i = 0; i < storm; i++) {
                try {
                    pool.execute(() -> {});
                } catch (TaskRejectedException expected) {
                    continue;
                }
            }
            gate.open();
        }

        long singly = heard.all(TaskRejected.class).size();
        long summed = heard.all(TasksRejected.class).stream()
                .mapToLong(TasksRejected::count)
                .sum();
        assertThat(singly + summed).isEqualTo(storm);
        assertThat(heard.all(EventsMissed.class)).isEmpty();
        assertThat(singly).isPositive().isLessThan(storm / 10);
    }

    @Test
    void listenerThatThrowsHearsTheNextEventAndHarmsNobody() {
        AtomicInteger calls = new AtomicInteger();
        PoolListener throwing = event -> {
            calls.incrementAndGet();
            throw new IllegalStateException("no");
        };
        try (CapturedLog log = CapturedLog.open()) {
            try (ThreadPool pool = ThreadPool.builder("told")
                    .threads(1, 1)
                    .listener(throwing)
                    .listener(heard)
                    .build()) {
                pool.pause();
                pool.resume();
            }
            assertThat(calls.get()).isEqualTo(heard.all().size());
            assertThat(log.records()).anyMatch(record -> record.getMessage().contains("A listener of pool told threw"));
        }
    }

    @Test
    void listenerThatBlocksHoldsUpNeitherOthersNorThePool() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = ThreadPool.builder("told")
                .threads(1, 1)
                .listener(event -> gate.run())
                .build()) {
            gate.awaitInside(1);
            try (ThreadPool other =
                    ThreadPool.builder("other").threads(1, 1).listener(heard).build()) {
                other.pause();
                pool.addListener(heard);
                pool.resize(1, 2);

                Await.until(
                        "others hear",
                        () -> heard.all().stream()
                                        .map(PoolEvent::pool)
                                        .distinct()
                                        .count()
                                == 2);
                assertThat(gate.inside()).isEqualTo(1);
                assertThat(pool.submit(() -> 7).get()).isEqualTo(7);
            }
            gate.open();
        }
    }

    @Test
    void whatSlowListenerMissesIsCountedAndTold() {
        Gate gate = new Gate();
        AtomicInteger told = new AtomicInteger();
        AtomicReference<Long> missed = new AtomicReference<>(0L);
        int resizes = 5_000;
        try (ThreadPool pool = ThreadPool.builder("told")
                .threads(0, 1)
                .listener(event -> {
                    gate.run();
                    if (event instanceof EventsMissed count) {
                        missed.accumulateAndGet(count.count(), Long::sum);
                    } else {
                        told.incrementAndGet();
                    }
                })
                .build()) {
            for (int i = 0; i < resizes; i++) {
                pool.resize(0, 1 + i % 2);
            }
            gate.open();
        }

        assertThat(missed.get()).isPositive();
        assertThat(told.get() + missed.get()).isEqualTo(resizes + 2); // and two changes of state
    }

    @Test
    void removedListenerHearsNothingMore() {
        try (ThreadPool pool = builder().build()) {
            heard.first(WorkerStarted.class);
            assertThat(pool.removeListener(heard)).isTrue();
            assertThat(pool.removeListener(heard)).isFalse();
            int before = heard.all().size();

            Heard later = new Heard();
            pool.addListener(later);
            pool.resize(1, 2);

            later.first(Resized.class);
            assertThat(heard.all()).hasSize(before);
        }
    }

    /** One thread for all, there only while somebody listens. */
    @Test
    void threadExistsWhileThereAreListeners() {
        Set<Thread> callers = ConcurrentHashMap.newKeySet();
        PoolListener noting = event -> callers.add(Thread.currentThread());
        try (ThreadPool silent = ThreadPool.builder("silent").threads(1, 1).build()) {
            assertThat(LiveThreads.named("weir-events")).isEmpty();
            try (ThreadPool one = builder().listener(noting).build();
                    ThreadPool two = builder().listener(noting).build()) {
                one.pause();
                two.pause();
                heard.first(StateChanged.class);
                assertThat(LiveThreads.named("weir-events")).hasSize(1);
                assertThat(LiveThreads.named("weir-events").get(0).isDaemon()).isTrue();
            }
            assertThat(LiveThreads.named("weir-events")).isEmpty();
            assertThat(callers).hasSize(1);
            assertThat(silent.isShutdown()).isFalse();
        }
    }

    @Test
    void listenerMayCloseThePool() {
        AtomicReference<ThreadPool> pool = new AtomicReference<>();
        AtomicInteger closed = new AtomicInteger();
        ThreadPool made = ThreadPool.builder("told").threads(1, 1).build();
        pool.set(made);
        made.addListener(event -> {
            if (event instanceof Resized) {
                made.close();
                closed.incrementAndGet();
            }
        });
        made.resize(1, 2);
        Await.until("it is closed", () -> closed.get() == 1);
        assertThat(made.isTerminated()).isTrue();
    }

    /** Each task has one of its own, so they would be told twice a task. */
    @Test
    void virtualThreadsThatComeAndGoAreNotTold() throws Exception {
        ThreadPool.Builder builder =
                ThreadPool.builder("told").virtualThreads(2).listener(heard);
        if (Runtime.version().feature() < 21) {
            assertThatThrownBy(builder::build).isInstanceOf(UnsupportedOperationException.class);
            return;
        }
        try (ThreadPool pool = builder.build()) {
            assertThat(pool.submit(() -> 7).get()).isEqualTo(7);
        }
        assertThat(heard.all()).allMatch(event -> event instanceof StateChanged);
        assertThat(heard.all()).hasSize(2);
    }

    @Test
    void badListenersAreRefused() {
        assertThatThrownBy(() -> ThreadPool.builder("told").listener(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("listener");
        try (ThreadPool pool = builder().build()) {
            assertThatThrownBy(() -> pool.addListener(null)).hasMessageContaining("listener");
            assertThatThrownBy(() -> pool.removeListener(null)).hasMessageContaining("listener");
        }
    }
}

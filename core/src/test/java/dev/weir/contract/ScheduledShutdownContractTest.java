package dev.weir.contract;

import static dev.weir.contract.Trait.SCHEDULES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.support.Await;
import dev.weir.support.Team;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** {@code shutdown} and {@code shutdownNow} of a {@code ScheduledExecutorService}: what becomes of delayed tasks. */
class ScheduledShutdownContractTest {

    @OnKinds(SCHEDULES)
    void delayedTasksThatWereSubmittedBeforeShutdownAreRun(Kind kind) {
        try (Fixture on = kind.open()) {
            List<ScheduledFuture<?>> futures = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                futures.add(on.scheduler().schedule(on.counting(), 5 + i % 5, TimeUnit.MILLISECONDS));
            }
            on.executor().shutdown();
            on.awaitEnd();
            assertThat(on.ran()).hasValue(50);
            assertThat(futures).allMatch(ScheduledFuture::isDone).noneMatch(ScheduledFuture::isCancelled);
        }
    }

    @OnKinds(SCHEDULES)
    void executorDoesNotEndBeforeADelayedTaskHasRunOrIsCancelled(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            ScheduledFuture<?> future = on.scheduler().schedule(on.counting(), 1, TimeUnit.HOURS);
            on.executor().shutdown();
            assertThat(on.executor().isTerminated()).isFalse();
            assertThat(on.executor().awaitTermination(2, TimeUnit.MILLISECONDS)).isFalse();
            future.cancel(false);
            // What is cancelled may stay until its time; somebody who wants it gone says so.
            on.executor().shutdownNow();
            on.awaitEnd();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(SCHEDULES)
    void shutdownNowGivesBackTheFuturesOfDelayedTasks(Kind kind) {
        try (Fixture on = kind.open()) {
            Set<Object> futures = Collections.newSetFromMap(new IdentityHashMap<>());
            for (int i = 0; i < 20; i++) {
                futures.add(on.scheduler().schedule(on.counting(), 1 + i, TimeUnit.HOURS));
                futures.add(on.scheduler().schedule(() -> on.ran().incrementAndGet(), 1, TimeUnit.DAYS));
            }
            assertThat(on.executor().shutdownNow()).hasSize(40).allMatch(futures::contains);
            on.awaitEnd();
            assertThat(on.ran()).hasValue(0);
        }
    }

    @OnKinds(SCHEDULES)
    void shutdownNowInterruptsADelayedTaskThatRuns(Kind kind) {
        try (Fixture on = kind.open()) {
            UntilInterrupted stay = new UntilInterrupted();
            on.scheduler().schedule(stay, 1, TimeUnit.MILLISECONDS);
            stay.awaitBegun(1);
            assertThat(on.executor().shutdownNow()).isEmpty();
            on.awaitEnd();
            assertThat(stay.interrupted()).isEqualTo(1);
        }
    }

    @OnKinds(SCHEDULES)
    void waitingForTheEndIncludesTheDelayedTasks(Kind kind) {
        try (Fixture on = kind.open()) {
            on.scheduler().schedule(on.gate(), 2, TimeUnit.MILLISECONDS);
            on.executor().shutdown();
            Team waiter = Team.start(1, number -> on.awaitEnd());
            on.gate().awaitInside(1);
            Await.parked(waiter.thread(0));
            assertThat(on.executor().isTerminated()).isFalse();
            on.gate().open();
            waiter.join();
        }
    }

    @OnKinds(SCHEDULES)
    void delayedAndImmediateTasksAreBothRun(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            for (int i = 0; i < 100; i++) {
                on.executor().execute(on.counting());
                on.scheduler().schedule(on.counting(), i % 4, TimeUnit.MILLISECONDS);
            }
            on.finish();
            assertThat(on.ran()).hasValue(200);
        }
    }
}

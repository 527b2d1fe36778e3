package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.event.PoolEvent.StarvationFound;
import dev.weir.event.PoolEvent.TaskStuck;
import dev.weir.event.PoolEvent.TaskUnstuck;
import dev.weir.support.Await;
import dev.weir.support.CapturedLog;
import dev.weir.support.Gate;
import dev.weir.support.Heard;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class StuckTaskTest {

    private static final Duration SHORT = Duration.ofMillis(10);

    private final Heard heard = new Heard();

    private ThreadPool.Builder builder() {
        return ThreadPool.builder("expecting").threads(2, 2).listener(heard);
    }

    private static Callable<Object> at(Gate gate) {
        return () -> {
            gate.run();
            return 1;
        };
    }

    @Test
    void taskThatTakesTooLongIsToldOnceWithItsStackAndAgainWhenItEnds() throws Exception {
        try (ThreadPool pool = builder().expectedRunTime(SHORT).build()) {
            Gate gate = new Gate();
            Task<?> task = pool.submit("slow", at(gate));
            gate.awaitInside(1);

            TaskStuck stuck = heard.first(TaskStuck.class);
            assertThat(pool.stats().stuck()).isEqualTo(1);
            Gate second = new Gate();
            pool.submit("slow too", at(second));
            Await.until("the other is found", () -> heard.all(TaskStuck.class).size() == 2);
            assertThat(pool.stats().stuck()).isEqualTo(2);

            assertThat(stuck.task()).isEqualTo("slow");
            assertThat(stuck.thread()).startsWith("expecting-");
            assertThat(stuck.expected()).isEqualTo(SHORT);
            assertThat(stuck.age()).isGreaterThan(SHORT);
            assertThat(stuck.stack()).anyMatch(frame -> frame.getClassName().equals(Gate.class.getName()));
            assertThat(heard.all(TaskUnstuck.class)).isEmpty();

            gate.open();
            task.get();
            TaskUnstuck ended = heard.first(TaskUnstuck.class);
            assertThat(ended.task()).isEqualTo("slow");
            assertThat(pool.stats().stuck()).isEqualTo(1);
            assertThat(ended.runTime()).isEqualTo(task.runTime());
            second.open();
        }
        assertThat(heard.all(TaskStuck.class)).extracting(TaskStuck::task).containsExactly("slow", "slow too");
        assertThat(heard.all(TaskUnstuck.class)).extracting(TaskUnstuck::task).containsExactly("slow", "slow too");
    }

    @Test
    void plainTaskIsFoundToo() {
        try (ThreadPool pool = builder().expectedRunTime(SHORT).build()) {
            Gate gate = new Gate();
            pool.execute(gate);

            assertThat(heard.first(TaskStuck.class).task()).isEqualTo(Gate.class.getName());
            gate.open();
        }
    }

    @Test
    void tasksOwnTimeGoesBeforeThePools() {
        try (ThreadPool pool = builder().expectedRunTime(Duration.ofDays(1)).build()) {
            Gate gate = new Gate();
            pool.submit(at(gate));
            pool.submit("strict", Expected.within(SHORT, at(gate)));

            TaskStuck stuck = heard.first(TaskStuck.class);

            assertThat(stuck.task()).isEqualTo("strict");
            assertThat(stuck.expected()).isEqualTo(SHORT);
            gate.open();
        }
        assertThat(heard.all(TaskStuck.class)).hasSize(1);
    }

    @Test
    void patientTaskIsNotStuckWhereOthersAre() {
        try (ThreadPool pool = builder().expectedRunTime(SHORT).build()) {
            Gate gate = new Gate();
            pool.submit(Expected.within(Duration.ofDays(1), gate));
            gate.awaitInside(1);
            pool.submit("strict", at(gate));

            assertThat(heard.first(TaskStuck.class).task()).isEqualTo("strict");
            gate.open();
        }
        assertThat(heard.all(TaskStuck.class)).hasSize(1);
    }

    @Test
    void ownTimeNeedsNoneOfThePoolAndKeepsTheTasksName() throws Exception {
        try (ThreadPool pool = builder().build()) {
            Gate gate = new Gate();
            Task<?> task = pool.submit(Expected.within(SHORT, gate));

            assertThat(heard.first(TaskStuck.class).task()).isEqualTo(Gate.class.getName());
            assertThat(task.name()).isEqualTo(Gate.class.getName());
            gate.open();
            assertThat(pool.submit(Expected.within(SHORT, () -> 7)).get()).isEqualTo(7);
        }
    }

    /** Who asked for an expected time wants to know. */
    @Test
    void withoutListenerItIsLogged() {
        try (CapturedLog log = CapturedLog.open();
                ThreadPool pool = ThreadPool.builder("expecting")
                        .threads(1, 1)
                        .expectedRunTime(SHORT)
                        .build()) {
            Gate gate = new Gate();
            pool.execute(gate);
            Await.until(
                    "it is logged",
                    () -> log.records().stream()
                            .anyMatch(record -> record.getMessage().contains("TaskStuck")
                                    && record.getMessage().contains(Gate.class.getName())));
            gate.open();
        }
    }

    @Test
    void poolWhoseTasksTakeTheirTimeAndMoveIsNotStarved() {
        try (ThreadPool pool = builder().build()) {
            Gate gate = new Gate();
            pool.execute(gate);
            pool.execute(gate);
            gate.awaitInside(2);
            gate.open();
        }
        assertThat(heard.all(StarvationFound.class)).isEmpty();
    }

    @Test
    void badTimesAreRefused() {
        assertThatThrownBy(() -> builder().expectedRunTime(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expectedRunTime")
                .hasMessageContaining("PT0S");
        assertThatThrownBy(() -> Expected.within(Duration.ofSeconds(-1), () -> 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-1S");
        assertThatThrownBy(() -> builder().setAside(Duration.ZERO, 1)).hasMessageContaining("limit");
        assertThatThrownBy(() -> builder().setAside(SHORT, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("most");
    }
}

package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Failures;
import dev.weir.support.Gate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.spi.MDCAdapter;

/** What a submitter's thread has reaches the task, and goes no further. */
class ContextCarrierTest {

    private static final ThreadLocal<@Nullable String> USER = new ThreadLocal<>();
    private static final ThreadLocal<@Nullable String> TENANT = new ThreadLocal<>();

    private static final class Carrier implements ContextCarrier<@Nullable String> {

        private final ThreadLocal<@Nullable String> local;
        private final List<String> steps;
        private final String name;

        Carrier(String name, ThreadLocal<@Nullable String> local, List<String> steps) {
            this.name = name;
            this.local = local;
            this.steps = steps;
        }

        @Override
        public @Nullable String capture() {
            steps.add("capture " + name);
            return local.get();
        }

        @Override
        public void restore(@Nullable String captured) {
            steps.add("restore " + name);
            local.set(captured);
        }

        @Override
        public void clear() {
            steps.add("clear " + name);
            local.remove();
        }
    }

    private final List<String> steps = Collections.synchronizedList(new ArrayList<>());
    private final Failures failures = new Failures();

    private ThreadPool.Builder builder() {
        return ThreadPool.builder("carried").threads(1, 1).failureHandler(failures);
    }

    private ThreadPool pool() {
        return builder()
                .contextCarrier(new Carrier("user", USER, steps))
                .contextCarrier(new Carrier("tenant", TENANT, steps))
                .build();
    }

    @Test
    void contextReachesExecutedAndSubmittedTasksAndIsGoneAfterwards() throws Exception {
        USER.set("ann");
        TENANT.set("acme");
        List<@Nullable String> seen = new ArrayList<>();
        try (ThreadPool pool = pool()) {
            pool.execute(() -> seen.add(USER.get()));
            assertThat(pool.submit(() -> USER.get() + " at " + TENANT.get()).get())
                    .isEqualTo("ann at acme");
            USER.remove();
            TENANT.remove();
            assertThat(pool.submit(USER::get).get()).isNull();
            assertThat(seen).containsExactly("ann");
        } finally {
            USER.remove();
            TENANT.remove();
        }
    }

    @Test
    void contextIsOfTheMomentOfSubmission() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = pool()) {
            pool.execute(gate);
            USER.set("before");
            Task<@Nullable String> task = pool.submit(USER::get);
            USER.set("after");
            gate.open();
            assertThat(task.get()).isEqualTo("before");
        } finally {
            USER.remove();
        }
    }

    @Test
    void carriersRestoreInOrderAndClearInTheOppositeOrderEvenIfTheTaskThrows() throws Exception {
        try (ThreadPool pool = pool()) {
            pool.execute(() -> {
                steps.add("run");
                throw new IllegalStateException();
            });
            pool.join();
            assertThat(steps)
                    .containsExactly(
                            "capture user",
                            "capture tenant",
                            "restore user",
                            "restore tenant",
                            "run",
                            "clear tenant",
                            "clear user");
            assertThat(failures.told()).hasSize(1);
        }
    }

    @Test
    void taskThatRunsAnotherHasItsOwnContextBackAfterwards() throws Exception {
        try (ThreadPool pool = pool()) {
            USER.set("outer");
            String seen = pool.submit(() -> {
                        Task<@Nullable String> inner = pool.submit(() -> {
                            String inherited = USER.get();
                            USER.set("changed");
                            return inherited;
                        });
                        USER.set("outer, later");
                        return inner.get() + " / " + USER.get();
                    })
                    .get();
            assertThat(seen).isEqualTo("outer / outer, later");
        } finally {
            USER.remove();
        }
    }

    @Test
    void submitterThatRunsATaskItselfKeepsItsContext() throws Exception {
        Gate gate = new Gate();
        try (ThreadPool pool = builder()
                .queueCapacity(0)
                .overflow(Overflow.callerRuns())
                .contextCarrier(new Carrier("user", USER, steps))
                .build()) {
            pool.execute(gate);
            gate.awaitInside(1);
            USER.set("mine");
            List<@Nullable String> seen = new ArrayList<>();
            pool.execute(() -> seen.add(USER.get()));
            seen.add(pool.submit(USER::get).get());
            assertThat(seen).containsExactly("mine", "mine");
            assertThat(USER.get()).isEqualTo("mine");
            gate.open();
        } finally {
            USER.remove();
        }
    }

    @Test
    void tasksHandedBackAreTheCallersOwn() throws Exception {
        Gate gate = new Gate();
        Runnable own = () -> {};
        try (ThreadPool pool = pool()) {
            pool.execute(gate);
            gate.awaitInside(1);
            pool.execute(own);
            CountDownLatch begun = new CountDownLatch(1);
            assertThat(pool.shutdownNow()).singleElement().isSameAs(own);
            begun.countDown();
            gate.open();
        }
    }

    private static final class Hostile implements ContextCarrier<String> {
        private final String where;

        Hostile(String where) {
            this.where = where;
        }

        private void at(String step) {
            if (step.equals(where)) {
                throw new IllegalStateException(step);
            }
        }

        @Override
        public String capture() {
            at("capture");
            return "";
        }

        @Override
        public void restore(String captured) {
            at("restore");
        }

        @Override
        public void clear() {
            at("clear");
        }
    }

    @Test
    void carrierThatCannotCaptureFailsTheSubmission() {
        try (ThreadPool pool = builder().contextCarrier(new Hostile("capture")).build()) {
            assertThatThrownBy(() -> pool.execute(() -> {})).hasMessage("capture");
            assertThatThrownBy(() -> pool.submit(() -> 1)).hasMessage("capture");
            assertThat(pool.stats().accepted()).isZero();
        }
    }

    @Test
    void carrierThatCannotRestoreFailsTheTaskAndWhatWasRestoredIsCleared() throws Exception {
        try (ThreadPool pool = builder()
                .contextCarrier(new Carrier("user", USER, steps))
                .contextCarrier(new Hostile("restore"))
                .build()) {
            pool.execute(() -> steps.add("run"));
            assertThatThrownBy(() -> pool.submit(() -> steps.add("run")).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("restore");
            pool.join();
            assertThat(steps).doesNotContain("run").contains("clear user");
            assertThat(pool.stats().failed()).isEqualTo(2);
            assertThat(failures.told()).hasSize(1);
        }
    }

    @Test
    void carrierThatCannotClearHarmsNobody() throws Exception {
        try (ThreadPool pool = builder()
                .contextCarrier(new Carrier("user", USER, steps))
                .contextCarrier(new Hostile("clear"))
                .build()) {
            assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
            assertThat(steps).endsWith("clear user");
            assertThat(pool.stats().succeeded()).isEqualTo(1);
        }
    }

    // The diagnostic context of SLF4J, as ContextCarrier's documentation carries it

    private static final class MdcCarrier implements ContextCarrier<@Nullable Map<String, String>> {

        private final MDCAdapter mdc;

        MdcCarrier(MDCAdapter mdc) {
            this.mdc = mdc;
        }

        @Override
        public @Nullable Map<String, String> capture() {
            return mdc.getCopyOfContextMap();
        }

        @Override
        public void restore(@Nullable Map<String, String> captured) {
            mdc.setContextMap(captured);
        }

        @Override
        public void clear() {
            mdc.clear();
        }
    }

    @Test
    void diagnosticContextFollowsEachTaskThroughPoolViewGroupScheduleAndNesting() throws Exception {
        MDCAdapter mdc = new BasicMDCAdapter();
        try (ThreadPool pool = builder().contextCarrier(new MdcCarrier(mdc)).build()) {
            for (String request : List.of("one", "two")) {
                mdc.put("request", request);
                Callable<String> task = () -> mdc.get("request");
                assertThat(pool.submit(task).get()).isEqualTo(request);
                assertThat(pool.ordered("key").submit(task).get()).isEqualTo(request);
                assertThat(pool.schedule(task, 1, TimeUnit.MILLISECONDS).get()).isEqualTo(request);
                assertThat(pool.invokeAll(List.of(task)).get(0).get()).isEqualTo(request);
                try (TaskGroup group = pool.group()) {
                    Task<String> member = group.submit(task);
                    group.join();
                    assertThat(member.get()).isEqualTo(request);
                }
                String nested = pool.submit(() -> {
                            mdc.put("request", "inner");
                            String inner = pool.submit(task).get();
                            return mdc.get("request") + inner;
                        })
                        .get();
                assertThat(nested).isEqualTo("innerinner");
            }
            mdc.clear();
            assertThat(pool.submit(() -> mdc.get("request")).get()).isNull();
        } finally {
            mdc.clear();
        }
    }
}

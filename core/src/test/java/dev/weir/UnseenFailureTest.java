package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Await;
import dev.weir.support.Failures;
import dev.weir.support.Gate;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A submitted task's failure is reported if nobody looked at its future when it is given up or the pool ends. */
class UnseenFailureTest {

    private static final IllegalStateException THROWN = new IllegalStateException("x");

    private final Failures failures = new Failures();

    private final ThreadPool pool =
            ThreadPool.builder("unseen").threads(1, 2).failureHandler(failures).build();

    @AfterEach
    void close() {
        pool.close();
    }

    private static Object fail() {
        throw THROWN;
    }

    private void endAndExpect(String... names) {
        assertThat(failures.told()).isEmpty();
        pool.close();
        assertThat(failures.told()).extracting(TaskFailure::task).containsExactly(names);
    }

    @Test
    void whatNobodyLookedAtIsReportedAtTheEndOnceAndInOrder() throws Exception {
        Task<?> first = pool.submit("first", UnseenFailureTest::fail);
        pool.join();
        Task<?> second = pool.submit("second", UnseenFailureTest::fail);
        pool.join();
        assertThat(first.isDone()).isTrue();
        assertThat(second.taskState()).isEqualTo(TaskState.FAILED);
        endAndExpect("first", "second");
        pool.close();
        assertThatThrownBy(first::get).hasCause(THROWN);
        assertThat(failures.told()).hasSize(2);
    }

    @Test
    void itIsReportedBeforeCloseReturnsWhoeverEndsThePool() throws Exception {
        Gate gate = new Gate();
        pool.execute(gate);
        gate.awaitInside(1);
        pool.submit("late", UnseenFailureTest::fail);
        pool.shutdown();
        gate.open();
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(failures.told()).hasSize(1);
    }

    @Test
    void handlerThatWaitsForTheEndAtTheEndFindsIt() throws Exception {
        ThreadPool[] self = {null};
        List<Boolean> found = new java.util.concurrent.CopyOnWriteArrayList<>();
        ThreadPool ending = ThreadPool.builder("ending")
                .threads(0, 1)
                .keepAlive(java.time.Duration.ZERO)
                .failureHandler(failure -> {
                    self[0].close();
                    found.add(self[0].isTerminated());
                })
                .build();
        self[0] = ending;
        ending.submit("unseen", UnseenFailureTest::fail);
        Await.until("no worker is left", () -> ending.stats().threads() == 0);
        ending.close();
        assertThat(found).containsExactly(true);
    }

    @Test
    void whoeverGetsItHasSeenIt() {
        Task<Object> task = pool.submit("gotten", UnseenFailureTest::fail);
        assertThatThrownBy(task::get).hasCause(THROWN);
        endAndExpect();
    }

    @Test
    void exceptionNowSeesItToo() throws Exception {
        Task<Object> task = pool.submit("asked", UnseenFailureTest::fail);
        pool.join();
        assertThat(task.exceptionNow()).isSameAs(THROWN);
        endAndExpect();
    }

    @Test
    void whoeverHasItsCompletableFutureIsToldByThat() throws Exception {
        pool.submit("completable", UnseenFailureTest::fail).toCompletableFuture();
        pool.join();
        endAndExpect();
    }

    @Test
    void waitInVainIsNoLook() throws Exception {
        Gate gate = new Gate();
        Task<Object> task = pool.submit("waited for", () -> {
            gate.run();
            return fail();
        });
        assertThatThrownBy(() -> task.get(0, TimeUnit.NANOSECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        gate.open();
        pool.join();
        endAndExpect("waited for");
    }

    @Test
    void failureOfATaskThatLostInInvokeAnyIsNotReported() throws Exception {
        assertThat(pool.<Object>invokeAny(List.of(UnseenFailureTest::fail, () -> 1)))
                .isEqualTo(1);
        assertThatThrownBy(() -> pool.<Object>invokeAny(List.of(UnseenFailureTest::fail)))
                .isInstanceOf(ExecutionException.class);
        endAndExpect();
    }

    @Test
    void futuresOfInvokeAllAreLookedAtOneByOne() throws Exception {
        List<Future<Object>> all = pool.invokeAll(
                List.<Callable<Object>>of(UnseenFailureTest::fail, UnseenFailureTest::fail, UnseenFailureTest::fail));
        assertThatThrownBy(() -> all.get(1).get()).hasCause(THROWN);
        assertThat(failures.told()).isEmpty();
        pool.close();
        assertThat(failures.told()).hasSize(2);
    }

    @Test
    void givenUpFutureIsReportedWhileThePoolGoesOn() throws Exception {
        WeakReference<Task<?>> givenUp = new WeakReference<>(pool.submit("given up", UnseenFailureTest::fail));
        pool.join();
        Await.until("it is reported", () -> {
            System.gc();
            return failures.told().size() == 1;
        });
        assertThat(givenUp.get()).isNull();
        assertThat(failures.told().get(0).task()).isEqualTo("given up");
        pool.close();
        assertThat(failures.told()).hasSize(1);
    }
}

package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.LiveThreads;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad arguments are refused at once, by name and value, and nothing is half started. */
class BadInputTest {

    private final ThreadPool.Builder builder = ThreadPool.builder("bad-input");

    @AfterEach
    void nothingWasStarted() {
        assertThat(LiveThreads.named("bad-input")).isEmpty();
    }

    private static void assertBad(ThrowingCallable call, String... inMessage) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains(inMessage);
    }

    private static void assertNull(String argument, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(NullPointerException.class)
                .message()
                .contains(argument);
    }

    @Test
    void nameMustNotBeNullOrBlank() {
        assertNull("name", () -> ThreadPool.builder(null));
        assertBad(() -> ThreadPool.builder(""), "name", "\"\"");
        assertBad(() -> ThreadPool.builder(" \t"), "name", "\" \t\"");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 1, min threads, -1",
        "-2147483648, 1, min threads, -2147483648",
        "1048576, 1048576, min threads, 1048576",
        "2147483647, 2147483647, min threads, 2147483647",
        "0, 0, max threads, 0",
        "0, -5, max threads, -5",
        "0, 1048576, max threads, 1048576",
        "0, 2147483647, max threads, 2147483647",
        "3, 2, min threads, 3",
        "3, 2, max threads, 2"
    })
    void threadsMustBeInTheirRangeAndOrder(int min, int max, String argument, String value) {
        assertBad(() -> builder.threads(min, max), argument, value);
        try (ThreadPool pool = ThreadPool.builder("other").threads(1, 1).build()) {
            assertBad(() -> pool.resize(min, max), argument, value);
            assertThat(pool.stats().minThreads()).isEqualTo(1);
            assertThat(pool.stats().maxThreads()).isEqualTo(1);
        }
    }

    @Test
    void keepAliveMustNotBeNullOrNegative() {
        assertNull("keepAlive", () -> builder.keepAlive(null));
        assertBad(() -> builder.keepAlive(Duration.ofNanos(-1)), "keepAlive", "PT-0.000000001S");
        assertBad(() -> builder.keepAlive(Duration.ofSeconds(Long.MIN_VALUE)), "keepAlive");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE})
    void queueCapacityMustNotBeNegative(int capacity) {
        assertBad(() -> builder.queueCapacity(capacity), "queueCapacity", String.valueOf(capacity));
    }

    @Test
    void overflowFactoryAndHandlerMustNotBeNull() {
        assertNull("overflow", () -> builder.overflow(null));
        assertNull("threadFactory", () -> builder.threadFactory(null));
        assertNull("failureHandler", () -> builder.failureHandler(null));
    }

    @Test
    void blockingTimeMustNotBeNullOrNegative() {
        assertNull("timeout", () -> Overflow.block(null));
        assertBad(() -> Overflow.block(Duration.ofMillis(-1)), "timeout", "PT-0.001S");
    }

    @Test
    void refusedSettingLeavesTheBuilderAsItWas() {
        builder.threads(0, 3).queueCapacity(7);
        assertBad(() -> builder.threads(5, 4), "5");
        assertBad(() -> builder.queueCapacity(-1), "-1");
        try (ThreadPool pool = builder.build()) {
            assertThat(pool.stats().minThreads()).isZero();
            assertThat(pool.stats().maxThreads()).isEqualTo(3);
        }
    }

    @Test
    void extremesThatMakeSenseAreAccepted() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("extreme")
                .threads(0, ThreadPool.MAX_THREADS)
                .queueCapacity(Integer.MAX_VALUE)
                .keepAlive(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))
                .overflow(Overflow.block(Duration.ofSeconds(Long.MAX_VALUE)))
                .build()) {
            assertThat(pool.submit(() -> 1).get(Long.MAX_VALUE, TimeUnit.DAYS)).isEqualTo(1);
            assertThat(pool.join(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
            ResultQueue<Integer> results = pool.results(Integer.MAX_VALUE);
            results.submit(() -> 2);
            assertThat(results.poll(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(new Result.Success<>(2));
            pool.shutdown();
            assertThat(pool.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
        }
    }

    @Test
    void submittingNullIsRefused() {
        try (ThreadPool pool = ThreadPool.builder("other").threads(0, 1).build()) {
            assertNull("task", () -> pool.execute(null));
            assertNull("task", () -> pool.submit((Runnable) null));
            assertNull("task", () -> pool.submit((Callable<Object>) null));
            assertNull("task", () -> pool.submit((Runnable) null, 1));
            assertNull("task", () -> pool.submit("name", (Callable<Object>) null));
            assertNull("name", () -> pool.submit((String) null, () -> 1));
            assertNull("task", () -> pool.results(1).submit(null));
            assertThatThrownBy(() -> pool.invokeAll(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> pool.invokeAny(null)).isInstanceOf(NullPointerException.class);
            PoolStats stats = pool.stats();
            assertThat(stats.accepted()).isZero();
            assertThat(stats.rejected()).isZero();
            assertThat(stats.threadsCreated()).isZero();
        }
    }

    @Test
    void submittingNullToAPoolThatIsShutDownIsRefusedAsNull() {
        ThreadPool pool = ThreadPool.builder("other").threads(0, 1).build();
        pool.close();
        assertNull("task", () -> pool.execute(null));
    }

    @Test
    void otherArgumentsOfThePoolAreChecked() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("other").threads(0, 1).build()) {
            assertNull("timeout", () -> pool.join(null));
            assertBad(() -> pool.join(Duration.ofNanos(-1)), "timeout", "PT-0.000000001S");
            assertBad(() -> pool.results(0), "capacity", "0");
            assertBad(() -> pool.results(-3), "capacity", "-3");
            assertNull("timeout", () -> pool.results(1).poll(null));
            assertBad(() -> pool.results(1).poll(Duration.ofDays(-1)), "timeout", "PT-24H");
            assertThatThrownBy(() -> pool.awaitTermination(1, null)).isInstanceOf(NullPointerException.class);
            assertThat(pool.awaitTermination(-1, TimeUnit.SECONDS)).isFalse();
            assertThat(pool.awaitTermination(Long.MIN_VALUE, TimeUnit.DAYS)).isFalse();
        }
    }

    @Test
    void recordsThatUsersCanMakeCheckTheirParts() {
        assertNull("exception", () -> new Result.Failure<>(null));
        assertNull("pool", () -> new TaskFailure(null, "task", new Exception()));
        assertNull("task", () -> new TaskFailure("pool", null, new Exception()));
        assertNull("exception", () -> new TaskFailure("pool", "task", null));
        assertThatCode(() -> new Result.Success<>(null)).doesNotThrowAnyException();
    }
}

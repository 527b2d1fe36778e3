package dev.weir.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Future;

/** {@code ExecutorService.isShutdown}: whether it has been shut down, in whatever way. */
class IsShutdownContractTest {

    @OnKinds
    void isFalseUntilItIsShutDown(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            assertThat(on.executor().isShutdown()).isFalse();
            on.executor().submit(on.counting()).get();
            assertThat(on.executor().isShutdown()).isFalse();
        }
    }

    @OnKinds
    void isTrueFromShutdownOn(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            on.executor().shutdown();
            assertThat(on.executor().isShutdown()).isTrue();
            on.finish();
            assertThat(on.executor().isShutdown()).isTrue();
        }
    }

    @OnKinds
    void isTrueFromShutdownNowOn(Kind kind) {
        try (Fixture on = kind.open()) {
            on.occupy();
            on.executor().shutdownNow();
            assertThat(on.executor().isShutdown()).isTrue();
            on.finish();
            assertThat(on.executor().isShutdown()).isTrue();
        }
    }

    @OnKinds
    void taskSeesItToo(Kind kind) throws Exception {
        try (Fixture on = kind.open()) {
            Future<Boolean> seen = on.executor().submit(() -> {
                on.gate().run();
                return on.executor().isShutdown();
            });
            on.gate().awaitInside(1);
            on.executor().shutdown();
            on.gate().open();
            assertThat(seen.get()).isTrue();
        }
    }
}

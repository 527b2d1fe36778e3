package dev.weir.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Starting and ending a dashboard, and what it says to settings that make no sense. */
class StartTest {

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Dashboard.start(taken.getLocalPort()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("port " + taken.getLocalPort() + " of 127.0.0.1 is in use")
                    .hasCauseInstanceOf(BindException.class);
        }
        assertThat(own()).isEmpty();
    }

    @Test
    void aSecondStartIsRefusedAndTheFirstGoesOn() throws Exception {
        try (Dashboard first = Dashboard.start(0)) {
            assertThatThrownBy(() -> Dashboard.start(first.port()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("port " + first.port());
            assertThat(Wire.ask(first, "GET", "/").status()).isEqualTo(200);
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNamed() throws Exception {
        InetAddress elsewhere = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}); // for documentation only
        assertThatThrownBy(() -> Dashboard.builder().address(elsewhere).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("192.0.2.1");
    }

    @Test
    void closeEndsEveryThreadAndFreesThePort() throws Exception {
        Dashboard first = Dashboard.start(0);
        int port = first.port();
        try (Watching watching = new Watching(first, 0)) {
            watching.next("tick");
            assertThat(own()).isNotEmpty().allMatch(Thread::isDaemon);
            first.close();
            first.close();
        }
        Until.isTrue(() -> own().isEmpty());
        try (Dashboard second = Dashboard.start(port)) {
            assertThat(second.port()).isEqualTo(port);
        }
    }

    @Test
    void settingsThatMakeNoSenseAreNamedWithTheirValue() {
        assertThatThrownBy(() -> Dashboard.start(65_536)).hasMessage("port must be between 0 and 65535, but is 65536");
        assertThatThrownBy(() -> Dashboard.start(-1)).hasMessage("port must be between 0 and 65535, but is -1");
        assertThatThrownBy(() -> Dashboard.builder().hostName("a/b"))
                .hasMessage("name must be a host name without a port, but is \"a/b\"");
        assertThatThrownBy(() -> Dashboard.builder().address(null)).hasMessage("address");
    }

    @Test
    void aTokenThatCanBeGuessedIsRefusedWithoutBeingRepeated() {
        assertThatThrownBy(() -> Dashboard.builder().control("secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16 to 1000")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> Dashboard.builder().control("with spaces in between them"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The threads of dashboards, the JDK server's own among them. */
    static List<Thread> own() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("weir-dashboard")
                        || thread.getName().startsWith("HTTP-Dispatcher"))
                .toList();
    }
}

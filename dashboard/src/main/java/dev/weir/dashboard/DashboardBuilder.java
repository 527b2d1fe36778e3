package dev.weir.dashboard;

import dev.weir.ThreadPool;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prepares a {@link Dashboard}. Not thread-safe. Each method returns this builder; settings that are not made have a
 * default.
 *
 * @since 0.1.0
 */
public final class DashboardBuilder {

    /** A token that can be guessed is none. */
    private static final int SHORTEST_TOKEN = 16;

    private InetAddress address = InetAddress.getLoopbackAddress();
    private int port;
    private final Set<String> hostNames = new LinkedHashSet<>();
    private @Nullable Token token;
    private boolean stacks = true;
    private boolean taskNames = true;

    DashboardBuilder() {}

    /**
     * The port to listen on. The default is 0: any free one, which {@link Dashboard#port()} tells.
     *
     * @param port from 0 to 65535
     * @return this builder
     * @throws IllegalArgumentException if it is out of its range
     */
    public DashboardBuilder port(int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be between 0 and 65535, but is " + port);
        }
        this.port = port;
        return this;
    }

    /**
     * The address to listen on. The default is the loopback address. On any other one, everybody who reaches it can read the
     * page: the names of pools and tasks, and stacks unless these are switched off.
     *
     * @param address the address
     * @return this builder
     */
    public DashboardBuilder address(InetAddress address) {
        this.address = Objects.requireNonNull(address, "address");
        return this;
    }

    /**
     * A name under which browsers reach this machine, beyond the loopback names and the address. Requests for any other host
     * are refused, so that no foreign page can read this one by pointing its own name here.
     *
     * @param name a host name, without a port
     * @return this builder
     * @throws IllegalArgumentException if it is no host name
     */
    public DashboardBuilder hostName(String name) {
        if (!Objects.requireNonNull(name, "name").matches("[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]")) {
            throw new IllegalArgumentException("name must be a host name without a port, but is \"" + name + '"');
        }
        hostNames.add(name.toLowerCase(Locale.ROOT));
        return this;
    }

    /**
     * Lets the page resize, pause and resume pools, for those who know a token. By default it cannot.
     *
     * @param token what has to be entered on the page: at least {@value #SHORTEST_TOKEN} printable ASCII characters, no
     *     spaces
     * @return this builder
     * @throws IllegalArgumentException if it is shorter or has other characters
     */
    public DashboardBuilder control(String token) {
        if (!Objects.requireNonNull(token, "token").matches("[!-~]{" + SHORTEST_TOKEN + ",1000}")) {
            // The value stays out of the message: it may be nearly a secret.
            throw new IllegalArgumentException("token must have " + SHORTEST_TOKEN
                    + " to 1000 characters, printable ASCII without spaces, but has " + token.length());
        }
        this.token = new Token(token);
        return this;
    }

    /**
     * Whether stack traces of tasks are shown. By default they are.
     *
     * @param shown whether they are
     * @return this builder
     */
    public DashboardBuilder stacks(boolean shown) {
        this.stacks = shown;
        return this;
    }

    /**
     * Whether the names of tasks, and what failed ones threw, are shown. By default they are.
     *
     * @param shown whether they are
     * @return this builder
     */
    public DashboardBuilder taskNames(boolean shown) {
        this.taskNames = shown;
        return this;
    }

    /**
     * Starts the dashboard. A builder can start several, on different ports.
     *
     * @return the running dashboard
     * @throws UncheckedIOException if the port cannot be listened on, because it is in use for example; its message names
     *     address and port
     */
    public Dashboard start() {
        return Dashboard.start(settings(Duration.ofSeconds(1), Duration.ofSeconds(10), ThreadPool::all));
    }

    /** All settings, with those that only tests change. */
    Settings settings(Duration period, Duration patience, PoolSource source) {
        return new Settings(address, port, Set.copyOf(hostNames), token, stacks, taskNames, period, patience, source);
    }
}

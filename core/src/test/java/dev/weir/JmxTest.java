package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.support.Gate;
import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import org.junit.jupiter.api.Test;

class JmxTest {

    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private static ThreadPool pool(String name) {
        return ThreadPool.builder(name).threads(1, 2).jmx(true).build();
    }

    private static ObjectName name(String pool) throws Exception {
        return new ObjectName("dev.weir:type=ThreadPool,name=" + ObjectName.quote(pool));
    }

    private static Set<ObjectName> all() throws Exception {
        return SERVER.queryNames(new ObjectName("dev.weir:*"), null);
    }

    @Test
    void poolThatAskedForItIsReadAndSteered() throws Exception {
        ObjectName name = name("managed");
        try (ThreadPool pool = pool("managed")) {
            Gate gate = new Gate();
            pool.execute(gate);
            gate.awaitInside(1);

            assertThat(SERVER.getAttribute(name, "Name")).isEqualTo("managed");
            assertThat(SERVER.getAttribute(name, "State")).isEqualTo("RUNNING");
            assertThat(SERVER.getAttribute(name, "Running")).isEqualTo(1L);
            assertThat(SERVER.getAttribute(name, "Accepted")).isEqualTo(1L);
            assertThat(SERVER.getAttribute(name, "MaxThreads")).isEqualTo(2);
            SERVER.invoke(name, "resize", new Object[] {2, 3}, new String[] {"int", "int"});
            assertThat(pool.stats().maxThreads()).isEqualTo(3);
            SERVER.invoke(name, "pause", null, null);
            assertThat(SERVER.getAttribute(name, "State")).isEqualTo("PAUSED");
            SERVER.invoke(name, "resume", null, null);
            assertThat(pool.stats().state()).isEqualTo(PoolState.RUNNING);
            assertThatThrownBy(() -> SERVER.invoke(name, "resize", new Object[] {3, 2}, new String[] {"int", "int"}))
                    .isInstanceOf(RuntimeMBeanException.class)
                    .hasRootCauseInstanceOf(IllegalArgumentException.class);
            gate.open();
        }
        assertThat(SERVER.isRegistered(name)).isFalse();
    }

    @Test
    void everyAttributeCanBeRead() throws Exception {
        try (ThreadPool pool = pool("managed")) {
            pool.submit(() -> 1).get();
            for (var attribute : SERVER.getMBeanInfo(name("managed")).getAttributes()) {
                assertThat(attribute.isWritable()).isFalse();
                assertThat(SERVER.getAttribute(name("managed"), attribute.getName()))
                        .isNotNull();
            }
        }
    }

    @Test
    void poolThatDidNotAskIsNotThere() throws Exception {
        try (ThreadPool pool = ThreadPool.builder("private").threads(1, 1).build()) {
            assertThat(pool.isShutdown()).isFalse();
            assertThat(all()).isEmpty();
        }
    }

    @Test
    void anyNameIsQuoted() throws Exception {
        for (String name :
                new String[] {"a,type=Other", "\"quoted\"", "<b>*?</b>", "two\nlines", "back\\slash", "n".repeat(10_000)
                }) {
            try (ThreadPool pool = pool(name)) {
                assertThat(all()).containsExactly(name(name));
                assertThat(SERVER.getAttribute(name(name), "Name")).isEqualTo(name);
                assertThat(pool.name()).isEqualTo(name);
            }
            assertThat(all()).isEmpty();
        }
    }

    @Test
    void poolsOfOneNameAreCounted() throws Exception {
        ObjectName second = new ObjectName(name("twin") + ",number=2");
        try (ThreadPool one = pool("twin")) {
            try (ThreadPool two = pool("twin")) {
                two.pause();
                assertThat(SERVER.getAttribute(name("twin"), "State")).isEqualTo("RUNNING");
                assertThat(SERVER.getAttribute(second, "State")).isEqualTo("PAUSED");
            }
            assertThat(all()).containsExactly(name("twin"));
            assertThat(one.isShutdown()).isFalse();
        }
        assertThat(all()).isEmpty();
    }
}

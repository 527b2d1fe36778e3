package dev.weir;

import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * A pool's place in the platform's MBean server. Immutable. Made only where management was asked for: it is the only class
 * to need the module {@code java.management}.
 */
final class Jmx {

    private static final int MOST_OF_ONE_NAME = 100_000;

    private final MBeanServer server;
    private final ObjectName name;

    private Jmx(MBeanServer server, ObjectName name) {
        this.server = server;
        this.name = name;
    }

    /** What the name of a pool is quoted for: any text is allowed, and none can pass for something else. */
    static String nameOf(String pool, int number) {
        String name = "dev.weir:type=ThreadPool,name=" + ObjectName.quote(pool);
        return number == 1 ? name : name + ",number=" + number;
    }

    /**
     * Registers a pool. If another one of the same name is there already, it gets a number.
     *
     * @throws IllegalStateException if the server does not take it
     */
    static Jmx register(WorkerPool pool) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        PoolBean bean = new PoolBean(pool);
        try {
            for (int number = 1; number <= MOST_OF_ONE_NAME; number++) {
                ObjectName name = new ObjectName(nameOf(pool.name(), number));
                if (!server.isRegistered(name) && isRegistered(server, bean, name)) {
                    return new Jmx(server, name);
                }
            }
        } catch (JMException refused) {
            throw new IllegalStateException("Pool " + pool.name() + " cannot be registered for management", refused);
        }
        throw new IllegalStateException("There are too many pools of the name " + pool.name());
    }

    private static boolean isRegistered(MBeanServer server, PoolBean bean, ObjectName name) throws JMException {
        try {
            server.registerMBean(bean, name);
            return true;
        } catch (InstanceAlreadyExistsException another) {
            return false; // came just now
        }
    }

    void unregister() {
        try {
            server.unregisterMBean(name);
        } catch (JMException goneAlready) {
            // Somebody else has done it.
        }
    }
}

package dev.weir.cli;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Reads how much CPU time threads have used, in nanoseconds. Stateless. */
final class CpuClock {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** What one call of {@link #caller()} costs, in nanoseconds: the median of many. */
    static final double COST = cost();

    private CpuClock() {}

    /** The calling thread's; exact. */
    static long caller() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** That of all live Java threads but the calling one (no garbage collector, no compiler); exact. */
    static long others() {
        long self = Thread.currentThread().getId();
        long sum = 0;
        long[] ids = THREADS.getAllThreadIds();
        long[] times = THREADS.getThreadCpuTime(ids);
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] != self && times[i] > 0) {
                sum += times[i];
            }
        }
        return sum;
    }

    private static double cost() {
        List<Long> costs = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            long first = caller();
            long cost = caller() - first;
            if (i >= 15_000) { // compiled by now
                costs.add(cost);
            }
        }
        return Spread.of(costs, Long::doubleValue).median();
    }

    /** The whole process's, of threads that have ended too; on Linux in steps of 10 ms. */
    static long process() {
        return SYSTEM.getProcessCpuTime();
    }
}

package dev.weir.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The time that this process has had on processors. */
final class Processors {

    private static final Path THREADS = Path.of("/proc/self/task");

    private Processors() {}

    static long nanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /**
     * The time that those threads of this process have had which are there now, to the nanosecond. What ended threads had is
     * missing. Where the system does not tell, the same as {@link #nanos}, which is a hundredth of a second at a time.
     */
    static long nanosOfPresentThreads() {
        long sum = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                sum += nanosOf(thread);
            }
        } catch (IOException unlikeLinux) {
            return nanos();
        }
        return sum > 0 ? sum : nanos();
    }

    private static long nanosOf(Path thread) {
        try {
            String times = Files.readString(thread.resolve("schedstat"));
            return Long.parseLong(times.substring(0, times.indexOf(' ')));
        } catch (IOException over) {
            return 0; // it has ended since it was listed
        }
    }

    static int count() {
        return Runtime.getRuntime().availableProcessors();
    }
}

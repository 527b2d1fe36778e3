package dev.weir.stress.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the whole machine had to do at a moment, all processes together. Immutable.
 *
 * @param processors how many it has, which may be more than this process may use
 * @param load how many threads ran or wanted to; where the system does not tell, its load average
 * @param stolenNanos processor time that other machines on the same hardware took so far; 0 where the system does not tell
 */
record Machine(int processors, double load, long stolenNanos) {

    private static final Path STAT = Path.of("/proc/stat");
    private static final long TICK_NANOS = 10_000_000;
    private static final int STOLEN = 8;

    /** So many threads for each processor are too many. */
    private static final double CROWD = 2;

    /** Whoever gets less than this share of the processors has lost the rest to others. */
    private static final double SHARE = 0.75;

    /** A wait that is taken to be long where a thread finds a processor free. */
    private static final double LONG_SECONDS = 1;

    static Machine now() {
        try {
            return parse(Files.readAllLines(STAT));
        } catch (IOException | IllegalArgumentException unlikeLinux) {
            return new Machine(
                    Runtime.getRuntime().availableProcessors(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                    0);
        }
    }

    /** Reads what Linux tells. */
    static Machine parse(List<String> stat) {
        int processors = 0;
        double load = -1;
        long stolen = 0;
        for (String line : stat) {
            String[] words = line.split(" +");
            if (words[0].equals("cpu")) {
                stolen = words.length > STOLEN ? Long.parseLong(words[STOLEN]) * TICK_NANOS : 0;
            } else if (words[0].startsWith("cpu")) {
                processors++;
            } else if (words[0].equals("procs_running")) {
                load = Double.parseDouble(words[1]);
            }
        }
        if (processors == 0 || load < 0) {
            throw new IllegalArgumentException("neither processors nor running threads in " + stat);
        }
        return new Machine(processors, load, stolen);
    }

    /**
     * Whether a wait is what a machine with too much to do must be expected to make of a short one. Where k threads want each
     * processor, all takes k times as long: so it explains a wait of k seconds, and none that is longer. And it explains
     * nothing if it was this process that had the processors.
     *
     * @param seconds how long the wait was
     * @param load how many threads ran or wanted to meanwhile
     * @param processors of the machine
     * @param got how many of them this process had
     * @param available how many of them this process may use
     */
    static boolean isOverloaded(double seconds, double load, int processors, double got, int available) {
        double each = load / processors;
        return each > CROWD && got < SHARE * available && seconds <= LONG_SECONDS * each;
    }
}

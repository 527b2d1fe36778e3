package dev.weir.benchmarks;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** How long to measure, and with how many pools. */
enum Size {
    /** Whether each benchmark still runs: in one JVM, small. */
    SMOKE(
            1,
            0,
            1,
            1,
            50,
            0.5,
            EnumSet.of(Peer.WEIR),
            List.of("workers=2", "threads=2", "submitters=4", "waiting=1000", "tasks=1000", "nanos=10000")),

    /** A first impression. */
    QUICK(
            2,
            1,
            3,
            2,
            200,
            3,
            EnumSet.of(Peer.WEIR, Peer.TPE_LINKED, Peer.FJP),
            List.of(
                    "peer=WEIR,TPE_LINKED,FJP",
                    "threads=1,1000",
                    "submitters=1,256",
                    "waiting=10,10000000",
                    "nanos=1000,10000")),

    /** What is published; less than an hour a JDK. */
    FULL(3, 1, 4, 3, 300, 5, EnumSet.allOf(Peer.class), List.of("nanos=1000,10000"));

    /**
     * The compiler works in the foreground, or else it competes with the submitters for the processors, and for seconds what is
     * measured is which of the two wins.
     */
    static final String COMPILING = "-Xbatch";

    /**
     * So many times as long is an iteration that warms up. With the same length the first one that was measured was at times
     * half as fast as the others, of Weir more often than of pools with less code.
     */
    private static final int WARM_UP = 2;

    /** The benchmark that fills a queue. */
    static final String FILLS = "WaitingTasks";

    final int rounds;
    private final int forks;
    private final int warmUps;
    private final int iterations;
    private final int iterationMillis;
    final double programSeconds;

    /** For which of them the programs are run. */
    final Set<Peer> programPeers;

    /** Values of parameters, unless others are asked for. */
    final List<String> parameters;

    Size(
            int rounds,
            int forks,
            int warmUps,
            int iterations,
            int iterationMillis,
            double programSeconds,
            Set<Peer> programPeers,
            List<String> parameters) {
        this.rounds = rounds;
        this.forks = forks;
        this.warmUps = warmUps;
        this.iterations = iterations;
        this.iterationMillis = iterationMillis;
        this.programSeconds = programSeconds;
        this.programPeers = programPeers;
        this.parameters = parameters;
    }

    ChainedOptionsBuilder applyTo(ChainedOptionsBuilder options) {
        TimeValue time = TimeValue.milliseconds(iterationMillis);
        return options.forks(forks)
                .jvmArgsAppend(COMPILING)
                .warmupIterations(warmUps)
                .warmupTime(TimeValue.milliseconds(WARM_UP * iterationMillis))
                .measurementIterations(iterations)
                .measurementTime(time);
    }

    /** One is enough where what counts is memory, and takes long enough. */
    ChainedOptionsBuilder applyToFills(ChainedOptionsBuilder options) {
        return options.forks(forks).warmupIterations(0).measurementIterations(1);
    }
}

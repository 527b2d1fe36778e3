package dev.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A measurement that does not fit into JMH: a program, run in a JVM of its own for each pool. */
enum Program {
    /** N6. */
    ERLANG(
            "OpenLoop.erlang",
            OpenLoop.class,
            List.of("ERLANG"),
            EnumSet.of(Peer.WEIR, Peer.TPE_LINKED, Peer.FJP, Peer.EQE, Peer.JETTY, Peer.TOMCAT)),

    /** N10. */
    MIXED(
            "OpenLoop.mixed",
            OpenLoop.class,
            List.of("MIXED"),
            EnumSet.of(Peer.WEIR, Peer.TPE_LINKED, Peer.FJP, Peer.EQE, Peer.JETTY, Peer.TOMCAT)),

    /** What is counted and not timed. */
    STEPS_IDLE("Steps.idle", Steps.class, List.of("IDLE"), EnumSet.of(Peer.WEIR)),

    /** The same. */
    STEPS_BUSY("Steps.busy", Steps.class, List.of("BUSY"), EnumSet.of(Peer.WEIR)),

    /** The same. */
    STEPS_BUSY4("Steps.busy4", Steps.class, List.of("BUSY4"), EnumSet.of(Peer.WEIR)),

    /** The same. */
    STEPS_OVERLOADED("Steps.overloaded", Steps.class, List.of("OVERLOADED"), EnumSet.of(Peer.WEIR)),

    /** N7. */
    HTTP(
            "HttpRequests.get",
            HttpRequests.class,
            List.of(),
            EnumSet.of(
                    Peer.WEIR,
                    Peer.TPE_LINKED,
                    Peer.FJP,
                    Peer.EQE,
                    Peer.JETTY,
                    Peer.TOMCAT,
                    Peer.NETTY,
                    Peer.VIRTUAL,
                    Peer.THREAD));

    final String benchmark;
    private final Class<?> main;
    private final List<String> arguments;
    final Set<Peer> peers;

    Program(String benchmark, Class<?> main, List<String> arguments, Set<Peer> peers) {
        this.benchmark = benchmark;
        this.main = main;
        this.arguments = arguments;
        this.peers = peers;
    }

    /** Runs it for a pool, and returns when it has written its figures. */
    void run(Peer peer, double seconds, Path results) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                peer.name()));
        command.addAll(arguments);
        command.add(String.valueOf(seconds));
        command.add(results.toString());
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(benchmark + " for " + peer + " failed with status " + status);
        }
    }
}

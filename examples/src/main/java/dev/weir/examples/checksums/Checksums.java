package dev.weir.examples.checksums;

import dev.weir.Overflow;
import dev.weir.ThreadPool;
import dev.weir.examples.Arguments;
import dev.weir.examples.Arguments.Mistake;
import dev.weir.examples.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Prints the SHA-256 of each file as {@code sha256sum} does, directories with all that is in them. Stateless. */
public final class Checksums {

    static final String USAGE = "FILE... [--jdk]";

    private Checksums() {}

    /**
     * Runs it.
     *
     * @param args see {@code USAGE}
     */
    public static void main(String[] args) {
        Program program = Checksums::run;
        program.main("checksums", USAGE, args);
    }

    static void run(List<String> args, PrintStream out) throws Exception {
        Arguments given = Arguments.parse(args, Set.of("--jdk"), Set.of());
        if (given.rest().isEmpty()) {
            throw new Mistake("no file is given");
        }
        List<Path> files = files(given.rest());

        ExecutorService pool = given.has("--jdk") ? jdk() : weir();
        try {
            List<Callable<String>> batch = files.stream()
                    .<Callable<String>>map(file -> () -> sha256(file))
                    .toList();
            List<Future<String>> sums = pool.invokeAll(batch);
            for (int i = 0; i < files.size(); i++) {
                out.println(get(sums.get(i)) + "  " + files.get(i));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    // What differs. A thread a processor, both; but Weir's queue is bounded: when 10,000 files wait, the thread that
    // submits them computes as well.

    private static ExecutorService jdk() {
        return Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    }

    private static ExecutorService weir() {
        return ThreadPool.builder("checksums").overflow(Overflow.callerRuns()).build();
    }

    // What stays as it is

    private static List<Path> files(List<String> given) throws IOException {
        List<Path> all = new ArrayList<>();
        for (String each : given) {
            try (Stream<Path> found = Files.walk(Path.of(each))) {
                all.addAll(found.filter(Files::isRegularFile).sorted().toList());
            }
        }
        return all;
    }

    private static String get(Future<String> sum) throws IOException, InterruptedException {
        try {
            return sum.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException unreadable) {
                throw unreadable;
            }
            throw new IllegalStateException("a file has no checksum", e.getCause());
        }
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}

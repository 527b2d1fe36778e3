package dev.weir.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code weir serve} in a JVM of its own, on a free port. For one thread. */
final class ServeProcess implements AutoCloseable {
    private static final Pattern BANNER = Pattern.compile("Serving .* on http://127\\.0\\.0\\.1:([0-9]+)/ with .*");
    private static final Pattern COUNT = Pattern.compile("^ *[=+ ] (.*?) +([0-9,]+)(?: .*)?$");

    private final Process process;
    private final BufferedReader out;
    private final BufferedReader err;
    private final String banner;
    private final int port;

    ServeProcess(Path root, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("serve", root.toString(), "--port", "0"));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command).start();
        out = process.inputReader(StandardCharsets.UTF_8);
        err = process.errorReader(StandardCharsets.UTF_8);
        banner = String.valueOf(out.readLine());
        Matcher matcher = BANNER.matcher(banner);
        if (!matcher.matches()) {
            process.destroyForcibly();
            throw new IOException("no banner but: " + banner + err.lines().toList());
        }
        port = Integer.parseInt(matcher.group(1));
    }

    int port() {
        return port;
    }

    String banner() {
        return banner;
    }

    long pid() {
        return process.pid();
    }

    /** Sends SIGTERM and does not wait. The process's own {@code destroy} would close the streams as well. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** The next line that it writes to its error stream. */
    String errorLine() throws IOException {
        return String.valueOf(err.readLine());
    }

    /** Waits for the end and gives what it printed since the banner. */
    Ending ending() throws InterruptedException {
        try {
            List<String> lines = out.lines().toList();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("does not end");
            }
            return new Ending(process.exitValue(), lines);
        } catch (UncheckedIOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Exit code and ledger. */
    record Ending(int exit, List<String> lines) {
        /** The number in the line of this name. */
        long count(String name) {
            for (String line : lines) {
                Matcher matcher = COUNT.matcher(line);
                if (matcher.matches() && matcher.group(1).equals(name)) {
                    return Long.parseLong(matcher.group(2).replace(",", ""));
                }
            }
            throw new IllegalArgumentException(name + " is not in " + lines);
        }

        /** The sum that the ledger claims, done again. */
        boolean addsUp() {
            long sum = 0;
            for (String end : List.of("succeeded", "failed", "cancelled", "expired", "dropped", "handed back")) {
                sum += count(end);
            }
            return sum == count("accepted")
                    && lines.stream().anyMatch(line -> line.strip().startsWith("adds up:"));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

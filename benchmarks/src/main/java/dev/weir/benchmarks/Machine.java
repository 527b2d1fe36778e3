package dev.weir.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** On what was measured. */
final class Machine {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** Writes it into a file. */
    static void describe(Path file) throws IOException {
        Files.write(
                file,
                List.of(
                        "processor: " + processor() + ", " + Processors.count() + " of them",
                        "system: " + System.getProperty("os.name") + ' ' + System.getProperty("os.version") + ' '
                                + System.getProperty("os.arch"),
                        "java: " + System.getProperty("java.vm.name") + ' ' + System.getProperty("java.vm.version"),
                        "flags: " + ManagementFactory.getRuntimeMXBean().getInputArguments()));
    }

    private static String processor() throws IOException {
        if (!Files.isReadable(PROCESSORS)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }
}

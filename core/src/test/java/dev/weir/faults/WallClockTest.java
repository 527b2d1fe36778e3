package dev.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.support.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The wall clock jumps, in a JVM of its own under libfaketime, where that is installed. That no class reads this clock is
 * checked in any case: see {@code HouseRulesTest}.
 */
class WallClockTest {

    private static Optional<Path> fakeTime() throws IOException {
        Path libraries = Path.of("/usr/lib");
        if (!Files.isDirectory(libraries)) {
            return Optional.empty();
        }
        try (Stream<Path> found = Files.find(
                libraries, 3, (file, attributes) -> file.endsWith(Path.of("faketime", "libfaketimeMT.so.1")))) {
            return found.findFirst();
        }
    }

    @Test
    void poolIsNeitherHurriedNorHeldUp(@TempDir Path directory) throws Exception {
        Optional<Path> library = fakeTime();
        assumeTrue(library.isPresent(), "SKIPPED: libfaketime is not installed");
        Path offset = Files.writeString(directory.resolve("offset"), "+0");
        String said = ChildJvm.of(ClockJumps.class)
                .behind(
                        "env",
                        "LD_PRELOAD=" + library.get(),
                        "FAKETIME_TIMESTAMP_FILE=" + offset,
                        "FAKETIME_NO_CACHE=1",
                        "FAKETIME_DONT_FAKE_MONOTONIC=1",
                        "DONT_FAKE_MONOTONIC=1")
                .run(offset.toString());
        assertThat(said).contains("the clock jumped 3 times").doesNotContain("Bug");
    }
}

package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command under load, server and clients in processes of their own. */
class EndToEndTest {
    private static final int FILES = 1_000;
    private static final long BYTES = 100L * 1024 * 1024;
    private static final int CONNECTIONS = 64;
    private static final int AT_ONCE = 2_000;
    private static final int MAX_THREADS = 64;

    @TempDir
    static Path root;

    /** Target to digest. */
    private static final Map<String, byte[]> SITE = new LinkedHashMap<>();

    @BeforeAll
    static void makeSite() throws IOException {
        long total = 0;
        for (int i = 0; i < FILES; i++) {
            byte[] content = Sites.bytes(i, length(i));
            Path folder = Files.createDirectories(root.resolve("d" + i % 17 + "/e " + i % 5));
            Files.write(folder.resolve("f" + i + ".bin"), content);
            SITE.put("/d" + i % 17 + "/e%20" + i % 5 + "/f" + i + ".bin", sha256().digest(content));
            total += content.length;
        }
        assertThat(total).isGreaterThanOrEqualTo(BYTES);
    }

    /** Small ones, ones around the size of the server's buffer, and some of several megabytes. */
    private static int length(int i) {
        if (i % 20 == 0) {
            return (1 + i % 3) * 1024 * 1024 + i;
        }
        return i % 3 == 0 ? i : 64 * 1024 - 500 + i;
    }

    @Test
    void everyFileArrivesByteForByteOver64Connections() throws Exception {
        try (ServeProcess server = new ServeProcess(root, "--threads", "4,64")) {
            Queue<Map.Entry<String, byte[]>> left = new ConcurrentLinkedQueue<>(SITE.entrySet());
            List<FutureTask<Integer>> clients = new ArrayList<>();
            List<Wire> wires =
                    new ArrayList<>(); // open to the end: to hear of one that closes is work for the server too
            for (int i = 0; i < CONNECTIONS; i++) {
                Wire wire = new Wire(server.port());
                wires.add(wire);
                FutureTask<Integer> client = new FutureTask<>(() -> fetch(wire, left));
                clients.add(client);
                new Thread(client, "client-" + i).start();
            }
            int fetched = 0;
            for (FutureTask<Integer> client : clients) {
                fetched += client.get();
            }
            assertThat(fetched).isEqualTo(FILES);
            server.terminate();
            ServeProcess.Ending ending = server.ending();
            assertThat(ending.exit()).isZero();
            assertThat(ending.addsUp()).as("%s", ending.lines()).isTrue();
            assertThat(ending.count("received")).isEqualTo(FILES);
            assertThat(ending.count("answered")).isEqualTo(FILES);
            assertThat(ending.count("rejected")).isZero();
            assertThat(ending.count("peak")).isLessThanOrEqualTo(MAX_THREADS);
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }

    private static int fetch(Wire wire, Queue<Map.Entry<String, byte[]>> left) throws IOException {
        int fetched = 0;
        for (Map.Entry<String, byte[]> file = left.poll(); file != null; file = left.poll()) {
            Wire.Answer answer = wire.send("GET", file.getKey()).answer("GET");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(Arrays.equals(sha256().digest(answer.body()), file.getValue()))
                    .as(file.getKey())
                    .isTrue();
            fetched++;
        }
        return fetched;
    }

    @Test
    void twoThousandConnectionsAtOnceAreAllAnsweredByAtMost64Threads() throws Exception {
        try (ServeProcess server = new ServeProcess(root, "--threads", "4,64")) {
            long threadsBefore = threads(server);
            List<Wire> wires = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                wires.add(new Wire(server.port()));
            }
            List<String> targets = new ArrayList<>(SITE.keySet());
            for (int i = 0; i < AT_ONCE; i++) {
                wires.get(i).send("GET", targets.get(i % FILES));
            }
            long mostThreads = 0;
            for (int i = 0; i < AT_ONCE; i++) {
                Wire.Answer answer = wires.get(i).answer("GET");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(Arrays.equals(sha256().digest(answer.body()), SITE.get(targets.get(i % FILES))))
                        .isTrue();
                if (i % 50 == 0) {
                    mostThreads = Math.max(mostThreads, threads(server));
                }
            }
            Wire.Answer stats = wires.get(0).send("GET", "/-/stats").answer("GET");
            assertThat(JsonReader.number(JsonReader.read(stats.text()), "threads", "peak"))
                    .isLessThanOrEqualTo(MAX_THREADS);
            assertThat(mostThreads - threadsBefore).isLessThanOrEqualTo(MAX_THREADS - 4 + 16); // 16 for the JVM itself
            server.terminate();
            ServeProcess.Ending ending = server.ending();
            assertThat(ending.exit()).isZero();
            assertThat(ending.addsUp()).as("%s", ending.lines()).isTrue();
            assertThat(ending.count("received")).isEqualTo(AT_ONCE + 1);
            assertThat(ending.count("answered")).isEqualTo(AT_ONCE + 1);
            assertThat(ending.count("rejected")).isZero();
            assertThat(ending.count("peak")).isLessThanOrEqualTo(MAX_THREADS);
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }

    /** Threads of the server's process as the kernel counts them; 0 where it does not tell. */
    private static long threads(ServeProcess server) {
        String[] tasks = new File("/proc/" + server.pid() + "/task").list();
        return tasks == null ? 0 : tasks.length;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.weir;

import dev.weir.support.JavaSnippets;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the migration guide shows compiles: the forms of the JDK and those of Weir. */
class MigrationGuideTest {

    private static final Path GUIDE = Path.of("").toAbsolutePath().getParent().resolve("docs/migration.md");

    /** What the guide's reader has: a pool of either kind, and work for it. */
    private static final String READER = """
            import dev.weir.*;
            import java.time.Duration;
            import java.util.*;
            import java.util.concurrent.*;

            class Reader {
                static final ThreadLocal<String> USER = new ThreadLocal<>();

                ThreadPoolExecutor jdk = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
                ScheduledThreadPoolExecutor scheduled = new ScheduledThreadPoolExecutor(1);
                ThreadPool pool = ThreadPool.builder("reader").build();
                Runnable work = () -> {};
                Callable<String> call = () -> "";
                List<Callable<String>> calls = List.of(call);
                Map<String, ExecutorService> executors = new HashMap<>();
                String account = "account";

                void use(Object value) {}

                void log(Object value) {}

                void example() throws Exception {
                    %s
                }
            }
            """;

    @TempDir
    private Path classes;

    @Test
    void everyJavaExampleCompiles() throws IOException {
        JavaSnippets.of(GUIDE).assertCompile(READER, classes);
    }
}

package dev.weir.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;

/**
 * Weir with its statistics compiled out, to tell what they cost: the classes that time tasks and keep the times are
 * replaced by empty ones. The counts remain, since the pool lives on them: its bound, {@code join} and {@code tasksLeft} are
 * made of them.
 */
final class Uncounted {

    private static final List<String> REPLACED =
            List.of("dev.weir.RunTimer", "dev.weir.internal.ledger.LatencyHistogram");

    private Uncounted() {}

    static ExecutorService open(int min, int max, int room) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (String name : REPLACED) {
            String file = name.substring(name.lastIndexOf('.') + 1) + ".java";
            sources.put(file, source(file));
        }
        ClassLoader classes = Rebuilt.with(sources);
        for (String name : REPLACED) {
            checkFits(name, classes);
        }
        return OtherWeir.open(classes, min, max, room);
    }

    /** A method that the pool calls and the replacement lacks would be a task that never ends. */
    private static void checkFits(String name, ClassLoader classes) {
        try {
            List<String> offered = methods(Class.forName(name, false, classes));
            List<String> missing = methods(Class.forName(name)).stream()
                    .filter(method -> !offered.contains(method))
                    .toList();
            if (!missing.isEmpty()) {
                throw new IllegalStateException("what replaces " + name + " lacks " + missing);
            }
        } catch (ClassNotFoundException gone) {
            throw new IllegalStateException("what replaces " + name + " replaces nothing any more", gone);
        }
    }

    private static List<String> methods(Class<?> of) {
        return Arrays.stream(of.getDeclaredMethods())
                .filter(method -> !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic())
                .map(method ->
                        method.getReturnType() + " " + method.getName() + Arrays.toString(method.getParameterTypes()))
                .toList();
    }

    private static String source(String file) {
        try (InputStream in = Objects.requireNonNull(Uncounted.class.getResourceAsStream("/uncounted/" + file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

package dev.weir.benchmarks;

import dev.weir.ThreadPool;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

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
        try {
            URL core = ThreadPool.class.getProtectionDomain().getCodeSource().getLocation();
            Path compiled = Files.createTempDirectory("weir-uncounted");
            compile(compiled, core);
            deleteAtTheEnd(compiled);
            URL[] first = {compiled.toUri().toURL(), core};
            ClassLoader classes = new URLClassLoader(first, ClassLoader.getPlatformClassLoader());
            for (String name : REPLACED) {
                checkFits(name, classes);
            }
            return OtherWeir.open(classes, min, max, room);
        } catch (IOException cannot) {
            throw new IllegalStateException("Weir cannot be built without its statistics", cannot);
        }
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

    private static void compile(Path target, URL core) throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "this takes a JDK");
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-d",
                    target.toString(),
                    "-cp",
                    Path.of(URI.create(core.toString())).toString());
            List<JavaFileObject> sources =
                    REPLACED.stream().map(Uncounted::source).toList();
            if (!compiler.getTask(null, files, null, options, null, sources).call()) {
                throw new IllegalStateException("what replaces the statistics does not fit any more");
            }
        }
    }

    private static JavaFileObject source(String name) {
        String text;
        String file = name.substring(name.lastIndexOf('.') + 1) + ".java";
        try (InputStream in = Objects.requireNonNull(Uncounted.class.getResourceAsStream("/uncounted/" + file))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new SimpleJavaFileObject(URI.create("string:///" + file), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static void deleteAtTheEnd(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            all.map(Path::toFile).forEach(File::deleteOnExit); // the last one first
        }
    }
}

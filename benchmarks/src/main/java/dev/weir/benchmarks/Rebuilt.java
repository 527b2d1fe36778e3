package dev.weir.benchmarks;

import dev.weir.ThreadPool;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A Weir some of whose classes are made from other sources, in a class loader of its own. */
final class Rebuilt {

    private Rebuilt() {}

    /**
     * Compiles the sources, and loads all else from where this program's Weir comes from.
     *
     * @param sources what to compile: the name of a file, and its text
     */
    static ClassLoader with(Map<String, String> sources) {
        try {
            URL core = ThreadPool.class.getProtectionDomain().getCodeSource().getLocation();
            Path compiled = Files.createTempDirectory("weir-rebuilt");
            compile(compiled, sources);
            deleteAtTheEnd(compiled);
            URL[] first = {compiled.toUri().toURL(), core};
            return new URLClassLoader(first, ClassLoader.getPlatformClassLoader());
        } catch (IOException cannot) {
            throw new IllegalStateException("Weir cannot be rebuilt with " + sources.keySet(), cannot);
        }
    }

    private static void compile(Path target, Map<String, String> sources) throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "this takes a JDK");
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options =
                    List.of("-d", target.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
            List<JavaFileObject> units = new ArrayList<>();
            sources.forEach((file, text) -> units.add(source(file, text)));
            if (!compiler.getTask(null, files, null, options, null, units).call()) {
                throw new IllegalStateException("no longer fits the rest of Weir: " + sources.keySet());
            }
        }
    }

    private static JavaFileObject source(String file, String text) {
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

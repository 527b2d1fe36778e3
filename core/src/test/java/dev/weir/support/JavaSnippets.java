package dev.weir.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The Java code that a page of the documentation shows, to be compiled. Immutable. */
public final class JavaSnippets {

    private static final Pattern FENCED = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private final List<String> snippets;

    private JavaSnippets(List<String> snippets) {
        this.snippets = snippets;
    }

    /** Those of one page. */
    public static JavaSnippets of(Path page) throws IOException {
        return new JavaSnippets(FENCED.matcher(Files.readString(page))
                .results()
                .map(found -> found.group(1))
                .toList());
    }

    /**
     * Compiles each on its own, without a warning.
     *
     * @param reader a class {@code Reader} with what the reader of the page has, and {@code %s} where the code goes
     * @param classes where class files may be left
     */
    public void assertCompile(String reader, Path classes) {
        assertThat(snippets).isNotEmpty();
        assertThat(snippets)
                .allSatisfy(snippet -> assertThat(errorsOf(reader.replace("%s", snippet), classes))
                        .isEmpty());
    }

    private static String errorsOf(String source, Path classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        List<String> options = List.of(
                "-Xlint:all",
                "-Werror",
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString());
        compiler.getTask(errors, null, null, options, null, List.of(file(source)))
                .call();
        return errors.toString();
    }

    private static JavaFileObject file(String text) {
        return new SimpleJavaFileObject(URI.create("string:///Reader.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}

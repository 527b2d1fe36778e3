package dev.weir.examples;

import dev.weir.examples.Arguments.Mistake;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;

/** The body of a program, which prints its results and ends. Called once. */
@FunctionalInterface
public interface Program {

    /**
     * Does it all.
     *
     * @param args as {@code main} got them
     * @param out where results are printed
     * @throws Mistake if an argument is wrong
     * @throws Exception if something else is
     */
    void run(List<String> args, PrintStream out) throws Exception;

    /**
     * Runs the program and ends the JVM if something went wrong: 1 for a fault, 2 for a mistake in the arguments, with
     * one line that says what it was.
     *
     * @param name the name of the program
     * @param usage its arguments
     * @param args as {@code main} got them
     */
    default void main(String name, String usage, String[] args) {
        int code = run(name, usage, List.of(args), System.out, System.err);
        System.out.flush();
        if (code != 0) {
            System.exit(code);
        }
    }

    /**
     * Runs the program in this JVM.
     *
     * @param name the name of the program
     * @param usage its arguments
     * @param args as {@code main} got them
     * @param out where results are printed
     * @param err where what went wrong is printed
     * @return the exit code
     */
    default int run(String name, String usage, List<String> args, PrintStream out, PrintStream err) {
        try {
            run(args, out);
            return 0;
        } catch (Mistake mistake) {
            err.println(name + ": " + mistake.getMessage() + " (usage: " + name + ' ' + usage + ')');
            return 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println(name + ": interrupted");
            return 1;
        } catch (Exception e) {
            err.println(name + ": " + describe(e));
            return 1;
        }
    }

    /**
     * Says in a few words what went wrong.
     *
     * @param thrown what was thrown
     */
    static String describe(Throwable thrown) {
        Throwable cause = thrown.getCause();
        if (thrown instanceof UncheckedIOException && cause != null) {
            return describe(cause);
        }
        String message = thrown.getMessage();
        if (thrown instanceof NoSuchFileException) {
            return message + " does not exist";
        }
        if (thrown instanceof AccessDeniedException) {
            return message + " may not be read";
        }
        if (thrown instanceof NotDirectoryException) {
            return message + " is no directory";
        }
        if (thrown instanceof IOException && message != null) {
            return message;
        }
        return thrown.getCause() == null ? thrown.toString() : thrown + ": " + thrown.getCause();
    }
}

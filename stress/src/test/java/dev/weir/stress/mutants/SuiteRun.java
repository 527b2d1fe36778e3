package dev.weir.stress.mutants;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs tests one after the other in this virtual machine, and ends it at the first that fails. Writes into a file what it is
 * at, since tests may hang, print, or end the machine themselves: the last line is the verdict.
 */
final class SuiteRun implements TestExecutionListener {

    static final String RUNNING = "RUNNING ";
    static final String FAILED = "FAILED ";
    static final String TIMED_OUT = "TIMED OUT ";
    static final String PASSED = "PASSED ";

    private final Path protocol;
    private final AtomicInteger passed;

    private SuiteRun(Path protocol, AtomicInteger passed) {
        this.protocol = protocol;
        this.passed = passed;
    }

    /** PROTOCOL SECONDS TEST...: a test is a class, or Class#method; none may take longer than so many seconds. */
    public static void main(String[] args) throws ClassNotFoundException {
        Path protocol = Path.of(args[0]);
        AtomicInteger passed = new AtomicInteger();
        for (String test : Arrays.asList(args).subList(2, args.length)) {
            int before = passed.get();
            run(test, args[1], new SuiteRun(protocol, passed));
            if (passed.get() == before) {
                note(protocol, FAILED + "no test is called " + test);
                Runtime.getRuntime().halt(2);
            }
        }
        note(protocol, PASSED + passed.get());
        Runtime.getRuntime().halt(0); // whatever threads are left
    }

    private static void run(String test, String seconds, SuiteRun listener) throws ClassNotFoundException {
        int hash = test.indexOf('#');
        Class<?> type = Class.forName("dev.weir." + (hash < 0 ? test : test.substring(0, hash)));
        PostDiscoveryFilter wanted = descriptor -> FilterResult.includedIf(
                hash < 0 || isOf(descriptor.getSource().orElse(null), test.substring(hash + 1)));
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(List.of(selectClass(type)))
                .filters(wanted)
                .configurationParameter("junit.jupiter.execution.timeout.default", seconds + " s")
                .build();
        LauncherFactory.create().execute(request, listener);
    }

    /** A test with parameters is found as a container of a method. */
    private static boolean isOf(TestSource source, String method) {
        return !(source instanceof MethodSource found) || found.getMethodName().equals(method);
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        note(protocol, RUNNING + name(test));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
            passed.addAndGet(test.isTest() ? 1 : 0);
            return;
        }
        Throwable cause = result.getThrowable().orElse(null);
        if (cause != null) {
            cause.printStackTrace();
        }
        note(protocol, (cause instanceof TimeoutException ? TIMED_OUT : FAILED) + name(test));
        Runtime.getRuntime().halt(1);
    }

    private static String name(TestIdentifier test) {
        TestSource source = test.getSource().orElse(null);
        if (source instanceof MethodSource method) {
            String type = method.getClassName();
            return type.substring(type.lastIndexOf('.') + 1) + "." + method.getMethodName();
        }
        return test.getDisplayName();
    }

    private static void note(Path protocol, String line) {
        try {
            Files.writeString(protocol, line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

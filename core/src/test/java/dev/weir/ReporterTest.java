package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReporterTest {

    private final Logger logger = Logger.getLogger("dev.weir");
    private final List<LogRecord> logged = new ArrayList<>();
    private boolean loggerThrows;

    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record);
            if (loggerThrows) {
                throw new IllegalStateException("of the logger");
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(log);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(log);
        logger.setUseParentHandlers(true);
    }

    private static Reporter reporterTo(FailureHandler handler) {
        return new Reporter(new PoolConfig(
                "orders",
                Duration.ofSeconds(1),
                10,
                Overflow.reject(),
                Thread::new,
                false,
                handler,
                List.of(),
                Observing.DEFAULT));
    }

    private static final class Job implements Runnable, Named {

        private final RuntimeException fault;
        private final String name;

        Job(String name, RuntimeException fault) {
            this.name = name;
            this.fault = fault;
        }

        @Override
        public String taskName() {
            if (fault != null) {
                throw fault;
            }
            return name;
        }

        @Override
        public void run() {}
    }

    // What the handler is told

    @Test
    void handlerIsToldWhatFailedAndHow() {
        List<TaskFailure> failures = new ArrayList<>();
        Exception failure = new Exception("of the task");

        reporterTo(failures::add).failed(new Job("invoice 7", null), failure);
        reporterTo(failures::add).failed("given", failure);

        assertThat(failures)
                .containsExactly(
                        new TaskFailure("orders", "invoice 7", failure), new TaskFailure("orders", "given", failure));
        assertThat(logged).isEmpty();
    }

    @Test
    void handlerThatThrowsIsLoggedWithTheFailureThatItWasToldOf() {
        Exception failure = new Exception("of the task");
        IllegalStateException fault = new IllegalStateException("of the handler");

        reporterTo(told -> {
                    throw fault;
                })
                .failed("invoice 7", failure);

        assertThat(logged).hasSize(1);
        assertThat(logged.get(0).getMessage()).contains("orders").contains("invoice 7");
        assertThat(logged.get(0).getThrown()).isSameAs(fault).hasSuppressedException(failure);
    }

    @Test
    void handlerThatThrowsTheFailureItselfIsLogged() {
        RuntimeException failure = new RuntimeException("of the task");

        reporterTo(told -> {
                    throw failure;
                })
                .failed("invoice 7", failure);

        assertThat(logged).extracting(LogRecord::getThrown).containsExactly(failure);
        assertThat(failure.getSuppressed()).isEmpty();
    }

    @Test
    void handlerThatThrowsAnErrorGoesNoFurther() {
        reporterTo(told -> {
                    throw new StackOverflowError();
                })
                .failed("invoice 7", new Exception());

        assertThat(logged).extracting(LogRecord::getThrown).hasOnlyElementsOfType(StackOverflowError.class);
    }

    @Test
    void loggerThatThrowsGoesNoFurtherEither() {
        loggerThrows = true;

        reporterTo(told -> {
                    throw new IllegalStateException("of the handler");
                })
                .failed("invoice 7", new Exception());

        assertThat(logged).hasSize(1);
    }

    @Test
    void defaultHandlerLogsTheFailure() {
        Exception failure = new Exception("of the task");

        reporterTo(new LoggingFailureHandler()).failed("invoice 7", failure);

        assertThat(logged).hasSize(1);
        assertThat(logged.get(0).getMessage()).contains("orders").contains("invoice 7");
        assertThat(logged.get(0).getThrown()).isSameAs(failure);
    }

    // Names

    @Test
    void givenNameComesFirst() {
        assertThat(Reporter.nameOf("given", new Job("own", null))).isEqualTo("given");
        assertThat(Reporter.nameOf("", new Job("own", null))).isEmpty();
    }

    @Test
    void taskThatKnowsItsNameIsAsked() {
        assertThat(Reporter.nameOf(null, new Job("own", null))).isEqualTo("own");
    }

    @Test
    void otherTasksAreNamedAfterTheirClass() {
        assertThat(Reporter.nameOf(null, new Object())).isEqualTo("java.lang.Object");
        assertThat(Reporter.nameOf(null, new Job(null, null))).isEqualTo(Job.class.getName());
    }

    @Test
    void nameThatThrowsIsNamedAfterItsClassAndTheFault() {
        assertThat(Reporter.nameOf(null, new Job("own", new IllegalStateException("of the name"))))
                .startsWith(Job.class.getName())
                .contains("IllegalStateException");
    }
}

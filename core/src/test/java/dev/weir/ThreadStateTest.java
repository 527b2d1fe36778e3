package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.internal.Race;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class ThreadStateTest {

    private static final ClassLoader OTHER = new URLClassLoader(new URL[0]);

    /** What a task does to its thread. */
    @FunctionalInterface
    private interface Change {
        void make(Thread thread);
    }

    /** In a thread of its own: the state is put back after the change, and after the same change again. */
    private static void assertPutBack(Change change) {
        assertPutBack(thread -> {}, change);
    }

    private static void assertPutBack(Change before, Change change) {
        new Race()
                .with("a worker", () -> {
                    Thread here = Thread.currentThread();
                    here.setPriority(6);
                    before.make(here);
                    ClassLoader contextClassLoader = here.getContextClassLoader();
                    ThreadState state = new ThreadState(here);
                    for (int i = 0; i < 2; i++) {
                        change.make(here);
                        state.restore();

                        assertThat(here.isInterrupted()).isFalse();
                        assertThat(here.getName()).isEqualTo("a worker");
                        assertThat(here.getPriority()).isEqualTo(6);
                        assertThat(here.getContextClassLoader()).isSameAs(contextClassLoader);
                    }
                })
                .run();
    }

    @Test
    void untouchedThreadStaysAsItIs() {
        assertPutBack(thread -> {});
    }

    @Test
    void interruptIsForgotten() {
        assertPutBack(Thread::interrupt);
    }

    @Test
    void nameIsPutBack() {
        assertPutBack(thread -> thread.setName("a task"));
    }

    @Test
    void priorityIsPutBack() {
        assertPutBack(thread -> thread.setPriority(Thread.MIN_PRIORITY));
    }

    @Test
    void contextClassLoaderIsPutBack() {
        assertPutBack(thread -> thread.setContextClassLoader(OTHER));
        assertPutBack(thread -> thread.setContextClassLoader(null));
    }

    @Test
    void contextClassLoaderOfNullIsPutBack() {
        assertPutBack(thread -> thread.setContextClassLoader(null), thread -> thread.setContextClassLoader(OTHER));
    }

    @Test
    void everythingIsPutBackAtOnce() {
        assertPutBack(thread -> {
            thread.interrupt();
            thread.setName("a task");
            thread.setPriority(Thread.MAX_PRIORITY);
            thread.setContextClassLoader(OTHER);
        });
    }
}

package dev.weir.faults;

import dev.weir.Task;
import dev.weir.ThreadPool;
import java.util.concurrent.atomic.AtomicInteger;

/** A program that uses pools in its shutdown hooks: an old one, and one that is made there. See {@code PlacesTest}. */
public final class LastWords {

    private LastWords() {}

    /** Runs it. */
    public static void main(String... arguments) throws Exception {
        ThreadPool old = ThreadPool.builder("old").threads(0, 2).build();
        old.submit(() -> 1).get();
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < 4; i++) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> speak(old, ran)));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                while (ran.get() < 4 * 101) {
                    Thread.onSpinWait();
                }
                Aftermath.isSound(old);
                System.out.println("said all: " + ran);
            } catch (Throwable thrown) {
                thrown.printStackTrace(System.out);
                Runtime.getRuntime().halt(1);
            }
        }));
        System.exit(0);
    }

    private static void speak(ThreadPool old, AtomicInteger ran) {
        try {
            for (int i = 0; i < 100; i++) {
                old.execute(ran::incrementAndGet);
            }
            ThreadPool last = ThreadPool.builder("last").threads(1, 1).build();
            Task<Integer> task = last.submit(ran::incrementAndGet);
            task.get();
            last.close();
        } catch (Throwable thrown) {
            thrown.printStackTrace(System.out);
            Runtime.getRuntime().halt(1);
        }
    }
}

package dev.weir.faults;

import dev.weir.ThreadPool;
import dev.weir.support.Await;
import dev.weir.support.ChildJvm;
import dev.weir.support.LiveThreads;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that loads Weir, uses it and drops it again and again, as a server does that deploys an application anew. It ends
 * well if no thread, no open file and no class loader is left. See {@code ReloadTest}.
 */
public final class Reload {

    private Reload() {}

    /** Runs it, as often as the argument says. */
    public static void main(String... arguments) {
        Aftermath.orHalt(() -> run(Integer.parseInt(arguments[0])));
    }

    private static Void run(int times) throws Exception {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        loaders.add(useOnce()); // what the JDK keeps open for itself is open after this
        int files = openFiles();
        for (int i = 1; i < times; i++) {
            loaders.add(useOnce());
            List<Thread> left = new ArrayList<>(LiveThreads.named("guest"));
            left.addAll(LiveThreads.named("weir-"));
            if (!left.isEmpty()) {
                throw new AssertionError("threads are left: " + left);
            }
        }
        Await.until("all loaders are collected", () -> {
            System.gc();
            return loaders.stream().allMatch(loader -> loader.get() == null);
        });
        if (openFiles() > files + times / 10) {
            throw new AssertionError(openFiles() + " open files, and " + files + " at first");
        }
        System.out.println(times + " loaders were used and collected");
        return null;
    }

    private static WeakReference<ClassLoader> useOnce() throws Exception {
        URL[] classes = {
            ChildJvm.classes(ThreadPool.class).toUri().toURL(),
            ChildJvm.classes(Guest.class).toUri().toURL()
        };
        try (URLClassLoader loader = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
            Class<?> guest = loader.loadClass(Guest.class.getName());
            if (guest == Guest.class) {
                throw new AssertionError("it is not loaded anew");
            }
            ((Runnable) guest.getConstructor().newInstance()).run();
            return new WeakReference<>(loader);
        }
    }

    /** 0 where the system does not tell. */
    private static int openFiles() {
        String[] files = new File("/proc/self/fd").list();
        return files == null ? 0 : files.length;
    }
}

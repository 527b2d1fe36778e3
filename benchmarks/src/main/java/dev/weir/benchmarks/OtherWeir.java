package dev.weir.benchmarks;

import dev.weir.ThreadPool;
import java.util.concurrent.ExecutorService;

/** Pools of a Weir whose classes are not those of this class path. */
final class OtherWeir {

    private OtherWeir() {}

    /** Opens one of a class loader's pools. */
    static ExecutorService open(ClassLoader classes, int min, int max, int room) {
        try {
            Class<?> face = classes.loadClass(ThreadPool.class.getName());
            Object builder = face.getMethod("builder", String.class).invoke(null, "other");
            Class<?> building = face.getMethod("builder", String.class).getReturnType();
            building.getMethod("threads", int.class, int.class).invoke(builder, min, max);
            building.getMethod("queueCapacity", int.class).invoke(builder, room);
            return (ExecutorService) building.getMethod("build").invoke(builder);
        } catch (ReflectiveOperationException cannot) {
            throw new IllegalStateException("this Weir has another face", cannot);
        }
    }
}

package dev.weir;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What a pool's carriers captured at one submission. Immutable, so thread-safe. */
final class Context {

    private final List<Carried<?>> all;

    private Context(List<Carried<?>> all) {
        this.all = all;
    }

    private record Carried<C extends @Nullable Object>(ContextCarrier<C> carrier, C captured) {

        static <C extends @Nullable Object> Carried<C> by(ContextCarrier<C> carrier) {
            return new Carried<>(carrier, carrier.capture());
        }

        void restore() {
            carrier.restore(captured);
        }

        void clear() {
            try {
                carrier.clear();
            } catch (Throwable thrown) {
                Log.warn("A context carrier could not clear its context: ", carrier.getClass(), "", thrown);
            }
        }
    }

    /** Captures the context of the current thread; null if there is nothing to carry. */
    static @Nullable Context capture(PoolConfig config) {
        List<ContextCarrier<?>> carriers = config.contextCarriers();
        if (carriers.isEmpty()) {
            return null;
        }
        Carried<?>[] all = new Carried<?>[carriers.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = Carried.by(carriers.get(i));
        }
        return new Context(List.of(all));
    }

    /** Calls something within a context, if there is one. */
    static <T extends @Nullable Object> T call(@Nullable Context context, Callable<? extends T> work) throws Exception {
        if (context == null) {
            return work.call();
        }
        context.enter();
        try {
            return work.call();
        } finally {
            context.clear(context.all.size());
        }
    }

    void run(Runnable work) {
        enter();
        try {
            work.run();
        } finally {
            clear(all.size());
        }
    }

    /** Restores all, or none. */
    private void enter() {
        int begun = 0;
        boolean complete = false;
        try {
            for (Carried<?> carried : all) {
                begun++;
                carried.restore();
            }
            complete = true;
        } finally {
            if (!complete) {
                clear(begun);
            }
        }
    }

    /** Clears the first ones, in the opposite order. */
    private void clear(int begun) {
        for (int i = begun - 1; i >= 0; i--) {
            all.get(i).clear();
        }
    }

    /** Gives a thread back what it had. */
    void restore() {
        for (Carried<?> carried : all) {
            try {
                carried.restore();
            } catch (Throwable thrown) {
                Log.warn("A context carrier could not restore its context: ", carried.carrier.getClass(), "", thrown);
            }
        }
    }
}

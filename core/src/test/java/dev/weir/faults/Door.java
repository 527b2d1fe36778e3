package dev.weir.faults;

import dev.weir.ResultQueue;
import dev.weir.TaskGroup;
import dev.weir.ThreadPool;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The ways in which a task comes into a pool and is waited for. What the task throws is kept from the caller. */
enum Door {
    EXECUTE {
        @Override
        void enter(ThreadPool pool, Callable<Object> task) {
            pool.execute(() -> sneak(task));
        }
    },
    SUBMIT {
        @Override
        void enter(ThreadPool pool, Callable<Object> task) throws Exception {
            pool.submit(task).get();
        }
    },
    NESTED {
        @Override
        void enter(ThreadPool pool, Callable<Object> task) throws Exception {
            pool.submit((Callable<Object>) () -> pool.submit(task).get()).get();
        }
    },
    SCHEDULE {
        @Override
        void enter(ThreadPool pool, Callable<Object> task) throws Exception {
            pool.schedule(task, 1, TimeUnit.MICROSECONDS).get();
        }
    },
    PERIODIC {
        @Override
        void enter(ThreadPool pool, Callable<Object> task) throws Exception {
            pool.scheduleWithFixedDelay(() -> sneak(task), 0, 1, TimeUnit.MICROSECONDS)
                    .get();
        }
    },
    ORDERED {
        @Override
        void enter(ThreadPool pool, Callable<Object> task) throws Exception {
            pool.ordered("key").submit(task).get();
        }
    },
    LIMITED {
        @Override
        void enter(ThreadPool pool, Callable<Object> task) {
            pool.limited("view", 1).execute(() -> sneak(task));
        }
    },
    GROUP {
        @Override
        void enter(ThreadPool pool, Callable<Object> task) throws Exception {
            try (TaskGroup group = pool.group()) {
                group.submit(task);
                group.join();
            }
        }
    },
    RESULTS {
        @Override
        void enter(ThreadPool pool, Callable<Object> task) throws Exception {
            ResultQueue<Object> results = pool.results(1);
            results.submit(task);
            results.take();
            results.close();
        }
    },
    INVOKE_ALL {
        @Override
        void enter(ThreadPool pool, Callable<Object> task) throws Exception {
            pool.invokeAll(List.of(task, task));
        }
    },
    INVOKE_ANY {
        @Override
        void enter(ThreadPool pool, Callable<Object> task) throws Exception {
            pool.invokeAny(List.of(task, task));
        }
    };

    /** Brings the task in, and waits for it where that can be done. */
    abstract void enter(ThreadPool pool, Callable<Object> task) throws Exception;

    /** Throws whatever the task throws, declared or not. */
    static void sneak(Callable<Object> task) {
        try {
            task.call();
        } catch (Throwable thrown) {
            throw Door.<RuntimeException>undeclared(thrown);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException undeclared(Throwable thrown) throws T {
        throw (T) thrown;
    }
}

package dev.weir.contract;

import dev.weir.support.Gate;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;

/** Collections for {@code invokeAll} and {@code invokeAny}, some of them bad. Stateless. */
final class BulkTasks {

    private BulkTasks() {}

    /** A task that gives the value once the gate is open. */
    static <T> Callable<T> through(Gate gate, T value) {
        return () -> {
            gate.run();
            return value;
        };
    }

    /** Collections with a null at each place. */
    static <T> List<List<Callable<T>>> withNull(Callable<T> task) {
        return List.of(
                Arrays.asList((Callable<T>) null),
                Arrays.asList(null, task, task),
                Arrays.asList(task, null, task),
                Arrays.asList(task, task, null));
    }

    /** A collection that gives the task so often, and then throws instead of going on. */
    static <T> Collection<Callable<T>> thenThrowing(int count, Callable<T> task, RuntimeException thrown) {
        return new AbstractCollection<>() {
            @Override
            public int size() {
                return count + 2;
            }

            @Override
            public Iterator<Callable<T>> iterator() {
                return new Iterator<>() {
                    private int given;

                    @Override
                    public boolean hasNext() {
                        return true;
                    }

                    @Override
                    public Callable<T> next() {
                        if (given++ == count) {
                            throw thrown;
                        }
                        return task;
                    }
                };
            }
        };
    }

    /** A collection of five tasks that another one joins as soon as they are looked at. */
    static <T> List<Callable<T>> changing(Callable<T> task) {
        return new ArrayList<>(List.of(task, task, task, task, task)) {
            private static final long serialVersionUID = 1;

            @Override
            public Iterator<Callable<T>> iterator() {
                Iterator<Callable<T>> inner = super.iterator();
                add(task);
                return inner;
            }
        };
    }
}

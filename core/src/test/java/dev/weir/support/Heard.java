package dev.weir.support;

import dev.weir.event.PoolEvent;
import dev.weir.event.PoolListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that keeps what it hears. Thread-safe. */
public final class Heard implements PoolListener {

    private final List<PoolEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void on(PoolEvent event) {
        events.add(event);
    }

    /** All of it, so far. */
    public List<PoolEvent> all() {
        return events;
    }

    /** Those of one kind, so far. */
    public <E extends PoolEvent> List<E> all(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The first of a kind, once it has come. */
    public <E extends PoolEvent> E first(Class<E> kind) {
        Await.until(kind.getSimpleName() + " is told", () -> !all(kind).isEmpty());
        return all(kind).get(0);
    }
}

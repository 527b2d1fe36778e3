package dev.weir.internal.queue;

import java.util.function.LongSupplier;

/** A gate that grants in advance all that it would admit. Thread-safe if the limit is; a limit that only grows. */
record Grants(LongSupplier limit) implements TicketGate {

    /** Admits whatever comes. */
    static final TicketGate ALL = new Grants(() -> Long.MAX_VALUE >> 8);

    static TicketGate upTo(long limit) {
        return new Grants(() -> limit);
    }

    @Override
    public boolean admits(long issued) {
        return issued < limit.getAsLong();
    }

    @Override
    public long openUpTo() {
        return limit.getAsLong();
    }
}

package dev.weir.internal.queue;

/** Decides whether one more task may wait. Implementations are thread-safe. */
@FunctionalInterface
public interface TicketGate {

    /**
     * Asked with the number of tickets issued so far, before the next one is.
     *
     * @param issued tickets issued, which is also the next ticket
     * @return whether it may be issued
     */
    boolean admits(long issued);
}

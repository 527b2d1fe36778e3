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

    /**
     * Up to which number tickets may be issued without asking for each, and by several stripes at once. What was granted
     * stays granted; a smaller value grants nothing more.
     *
     * @return the number of tickets, issued ones included; 0 if the gate has to be asked for each
     */
    default long openUpTo() {
        return 0;
    }
}

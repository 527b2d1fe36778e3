package dev.weir.dashboard;

/** A request that is refused, with the status that says so; whoever sent it is told no more than that. Immutable. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status) {
        super("status " + status, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}

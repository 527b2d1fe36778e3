package dev.weir.cli;

/** Ends a request with an error status; the handler answers it. Immutable, without a stack trace. */
final class StatusException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    StatusException(int status) {
        super("status " + status, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}

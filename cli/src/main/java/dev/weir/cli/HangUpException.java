package dev.weir.cli;

import java.io.IOException;

/** The client closed the connection before it had the whole answer: no fault of the server. Immutable. */
final class HangUpException extends IOException {
    private static final long serialVersionUID = 1L;

    HangUpException(IOException cause) {
        super(cause);
    }
}

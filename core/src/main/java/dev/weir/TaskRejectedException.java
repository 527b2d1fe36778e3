package dev.weir;

import java.io.Serial;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown to a submitter whose task was refused, and set as the failure of a task that was dropped. Immutable but for
 * what every {@code Throwable} lets one change.
 *
 * @since 0.1.0
 */
public final class TaskRejectedException extends RejectedExecutionException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Why the task was refused. */
    private final RejectionReason reason;

    TaskRejectedException(RejectionReason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * Tells why the task was refused.
     *
     * @return the reason
     */
    public RejectionReason reason() {
        return reason;
    }
}

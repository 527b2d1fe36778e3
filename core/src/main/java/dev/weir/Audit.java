package dev.weir;

import dev.weir.internal.crew.Control;
import dev.weir.internal.ledger.Picture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Holds the ledger against the control word and the queue: what it counts must be somewhere. Not thread-safe: belongs to one
 * who looks.
 *
 * <p>A picture is true of one moment, and so is the control word in it. If that says that no worker has a task, and no
 * submitter runs one, then nothing runs; and if nothing is in the queue either, nothing waits. What the ledger counts
 * nevertheless has been lost, or counted twice. Only, a task may be on its way from the queue to its end just then: cancelled,
 * taken back, handed back. Therefore what looks wrong is wrong if nothing at all has changed at {@value #LOOKS} looks in a row:
 * counters only grow, so whoever was on the way would have left a trace.
 *
 * <p>Proven by {@code SelfCheckTest}.
 */
final class Audit {

    private static final int LOOKS = 3;
    private static final long PAUSE_NANOS = 100_000_000;

    private final WorkerPool pool;

    /** What looked wrong at the last look, and at how many looks in a row. */
    private @Nullable Picture suspect;

    private int looks;

    Audit(WorkerPool pool) {
        this.pool = pool;
    }

    /** Looks once more; returns what is wrong if that is sure by now, else null. */
    @Nullable
    String look() {
        Picture now = pool.ledger().picture();
        String wrong = whatIsWrong(now);
        looks = wrong == null ? 0 : isStill(suspect, now) ? looks + 1 : 1;
        suspect = wrong == null ? null : now;
        return looks >= LOOKS || isImpossible(now) ? "the ledger does not add up, " + wrong + ": " + now : null;
    }

    /** Looks as often as it takes, if something looks wrong. */
    @Nullable
    String lookUntilSure() {
        String wrong = look();
        for (int left = LOOKS - 1; wrong == null && looks > 0 && left > 0; left--) {
            LockSupport.parkNanos(PAUSE_NANOS);
            wrong = look();
        }
        return wrong;
    }

    /** Whether a look is cheap: workers that are busy would have to hold still for it. */
    boolean isCheap() {
        return Control.quiet(pool.control().read());
    }

    /** Compared piece by piece: a record's own {@code equals} would keep this class loader alive in the JDK. */
    private static boolean isStill(@Nullable Picture before, Picture now) {
        return before != null
                && before.accepted() == now.accepted()
                && before.begun() == now.begun()
                && before.allEnded() == now.allEnded()
                && before.endedUnbegun() == now.endedUnbegun()
                && before.unreadResults() == now.unreadResults()
                && before.rejected() == now.rejected()
                && before.control() == now.control()
                && before.hired() == now.hired()
                && before.retired() == now.retired();
    }

    private static boolean isImpossible(Picture now) {
        return now.waiting() < 0 || now.running() < 0 || now.unreadResults() < 0;
    }

    private @Nullable String whatIsWrong(Picture now) {
        long word = now.control();
        if (isImpossible(now)) {
            return "something is less than nothing";
        }
        if (!Control.quiet(word) || pool.admission().callersAtWork() > 0) {
            return null;
        }
        if (now.hired() - now.retired() != Control.workers(word)) {
            return "there are not as many workers as have come and not gone";
        }
        if (now.running() > 0) {
            return "nobody has a task that counts as running";
        }
        return now.waiting() > 0 && nothingIsInTheQueue(Control.state(word))
                ? "nothing is in the queue that counts as waiting"
                : null;
    }

    /** Whoever drops the oldest task asks it for its name, which may take long, and then it is in no queue. */
    private boolean nothingIsInTheQueue(int state) {
        return switch (state) {
            case Control.RUNNING ->
                !pool.queue().isExpecting() && !(pool.config().overflow() instanceof Overflow.DropOldest);
            case Control.PAUSED -> false;
            default -> pool.queue().isDrained();
        };
    }
}

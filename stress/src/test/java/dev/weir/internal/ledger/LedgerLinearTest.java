package dev.weir.internal.ledger;

import dev.weir.internal.crew.Control;
import dev.weir.internal.queue.TaskQueue;
import dev.weir.stress.Linear;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** The ledger against plain numbers: each picture is of one moment, whatever is counted while it is taken. */
public class LedgerLinearTest {

    private final TaskQueue queue = new TaskQueue();
    private final Ledger ledger = new Ledger(queue, new Control());

    @Operation
    public void accept() {
        queue.offer("task", issued -> true);
    }

    @Operation
    public void begin() {
        ledger.outside().start();
    }

    @Operation
    public void succeed() {
        ledger.outside().end(Outcome.SUCCEEDED, true);
    }

    @Operation
    public void cancelWaiting() {
        ledger.outside().end(Outcome.CANCELLED_WAITING, false);
    }

    @Operation
    public void beginInCaller() {
        ledger.callers().start();
    }

    @Operation
    public void failInCaller() {
        ledger.callers().end(Outcome.FAILED, false);
    }

    @Operation
    public void withdraw() {
        ledger.withdrawn();
    }

    @Operation
    public void takeResult() {
        ledger.resultTaken();
    }

    /** A worker that comes, and counts on a tally that did not exist before. */
    @Operation
    public void beginInWorker() {
        Tally tally = ledger.checkOut();
        tally.start();
    }

    @Operation
    public String picture() {
        Picture picture = ledger.picture();
        return picture.accepted() + " accepted, " + picture.begun() + " begun, " + picture.allEnded() + " ended, "
                + picture.endedUnbegun() + " unbegun, " + picture.unreadResults() + " unread";
    }

    @Test
    void isLinearizable() {
        Linear.check(LedgerLinearTest.class, Numbers.class);
    }

    /** The sequential specification. */
    public static final class Numbers {

        private int accepted;
        private int begun;
        private int ended;
        private int unbegun;
        private int unread;

        public void accept() {
            accepted++;
        }

        public void begin() {
            begun++;
        }

        public void succeed() {
            ended++;
            unread++;
        }

        public void cancelWaiting() {
            ended++;
            unbegun++;
        }

        public void beginInCaller() {
            accepted++;
            begun++;
        }

        public void failInCaller() {
            ended++;
        }

        public void withdraw() {
            accepted--;
        }

        public void takeResult() {
            unread--;
        }

        public void beginInWorker() {
            begun++;
        }

        public String picture() {
            return accepted + " accepted, " + begun + " begun, " + ended + " ended, " + unbegun + " unbegun, " + unread
                    + " unread";
        }
    }
}

package dev.weir.internal.crew;

import dev.weir.stress.Linear;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** The control word against five plain numbers. Each step is made until it is made or the word forbids it, as the crew does. */
public class ControlLinearTest {

    private static final int MOST = 14;
    private static final int LEAST = 12;

    private final Control control = new Control();

    /** With more workers that have not begun than there are steps that count one off. */
    public ControlLinearTest() {
        for (int i = 0; i < LEAST; i++) {
            control.hire(control.read());
        }
    }

    @Operation
    public boolean hire() {
        for (; ; ) {
            long word = control.read();
            if (Control.workers(word) >= MOST) {
                return false;
            }
            if (control.hire(word)) {
                return true;
            }
        }
    }

    @Operation
    public void unhire() {
        control.unhire();
    }

    @Operation
    public boolean arrive() {
        return control.arrive();
    }

    @Operation
    public void found() {
        control.found();
    }

    @Operation
    public boolean search() {
        for (; ; ) {
            if (Control.searching(control.read())) {
                return false;
            }
            if (control.search()) {
                return true;
            }
        }
    }

    @Operation
    public void settle() {
        control.settle(true);
    }

    @Operation
    public boolean wake() {
        for (; ; ) {
            long word = control.read();
            if (Control.idle(word) == 0) {
                return false;
            }
            if (control.wake(word)) {
                return true;
            }
        }
    }

    @Operation
    public boolean expire() {
        return control.expire(LEAST);
    }

    @Operation
    public boolean dismiss() {
        return control.dismiss(LEAST, false);
    }

    @Operation
    public boolean pause() {
        return control.become(Control.RUNNING, Control.PAUSED);
    }

    @Operation
    public boolean drain() {
        return control.become(Control.PAUSED, Control.DRAINING);
    }

    @Operation
    public String read() {
        return Control.describe(control.read());
    }

    @Test
    void isLinearizable() {
        Linear.check(ControlLinearTest.class, Numbers.class);
    }

    /** The sequential specification. */
    public static final class Numbers {

        private String state = "RUNNING";
        private int workers = LEAST;
        private int starting = LEAST;
        private int idle;
        private boolean searching;

        public boolean hire() {
            boolean may = workers < MOST;
            workers += may ? 1 : 0;
            starting += may ? 1 : 0;
            return may;
        }

        public void unhire() {
            workers--;
            starting--;
        }

        public boolean arrive() {
            boolean searches = !searching;
            starting--;
            searching = true;
            return searches;
        }

        public void found() {
            searching = false;
        }

        public boolean search() {
            boolean may = !searching;
            searching = true;
            return may;
        }

        public void settle() {
            idle++;
            searching = false;
        }

        public boolean wake() {
            boolean may = idle > 0;
            idle -= may ? 1 : 0;
            searching |= may;
            return may;
        }

        public boolean expire() {
            boolean may = workers > LEAST && idle > 0;
            idle -= may ? 1 : 0;
            workers -= may ? 1 : 0;
            return may;
        }

        public boolean dismiss() {
            boolean may = workers > LEAST;
            workers -= may ? 1 : 0;
            return may;
        }

        public boolean pause() {
            return becomes("RUNNING", "PAUSED");
        }

        public boolean drain() {
            return becomes("PAUSED", "DRAINING");
        }

        private boolean becomes(String from, String to) {
            boolean may = state.equals(from);
            state = may ? to : state;
            return may;
        }

        public String read() {
            return state + ", " + workers + " workers, " + idle + " idle, " + starting + " starting"
                    + (searching ? ", one searching" : "");
        }
    }
}

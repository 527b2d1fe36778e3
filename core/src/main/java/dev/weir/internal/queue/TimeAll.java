package dev.weir.internal.queue;

/** The wish that every new task be timed, and not one in 64; true at first. A hint: it may be seen late. */
final class TimeAll {

    private volatile boolean wanted = true;

    boolean isWanted() {
        return wanted;
    }

    void set(boolean all) {
        if (wanted != all) {
            wanted = all;
        }
    }
}

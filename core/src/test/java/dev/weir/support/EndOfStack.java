package dev.weir.support;

/** Has something done where there is hardly any stack left, then with a little more, until there is enough. */
public final class EndOfStack {

    private final Runnable step;
    private boolean enough;
    private int overflows;

    private EndOfStack(Runnable step) {
        this.step = step;
    }

    /**
     * Does it on a small stack of its own, and waits for the end of that.
     *
     * @return how often the stack was used up before there was enough
     */
    public static int run(Runnable step) {
        EndOfStack end = new EndOfStack(step);
        Thread thread = new Thread(null, end::descend, "end-of-stack", 256 * 1024);
        thread.setDaemon(true);
        thread.start();
        Await.ended(thread);
        return end.overflows;
    }

    /** Does it on what is left of the current thread's stack. */
    public static int runHere(Runnable step) {
        EndOfStack end = new EndOfStack(step);
        end.descend();
        return end.overflows;
    }

    @SuppressWarnings("InfiniteRecursion") // which is the purpose
    private void descend() {
        try {
            descend();
        } catch (StackOverflowError end) {
            // This is the place.
        }
        if (!enough) {
            try {
                step.run();
                enough = true;
            } catch (StackOverflowError | InternalError | LinkageError tooLittle) {
                if (!isOverflow(tooLittle)) {
                    throw tooLittle;
                }
                overflows++;
            }
        }
    }

    /** Where the JVM runs out of stack while it links a call, it says so in several words. */
    private static boolean isOverflow(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof StackOverflowError;
    }
}

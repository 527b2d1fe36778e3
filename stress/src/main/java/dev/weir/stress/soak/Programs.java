package dev.weir.stress.soak;

import dev.weir.stress.model.RandomProgram;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Has random programs performed, one after the other. Belongs to its thread. */
final class Programs implements Runnable {

    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NUDGE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Pulse pulse;
    private final Account account;
    private final BooleanSupplier goesOn;
    private long seed;

    Programs(long firstSeed, Pulse pulse, Account account, BooleanSupplier goesOn) {
        this.seed = firstSeed;
        this.pulse = pulse;
        this.account = account;
        this.goesOn = goesOn;
    }

    @Override
    public void run() {
        while (goesOn.getAsBoolean()) {
            perform();
            LockSupport.parkNanos(REST_NANOS);
        }
    }

    /** The first ones. */
    void some(int count) {
        for (int i = 0; i < count; i++) {
            perform();
        }
    }

    private void perform() {
        long began = System.nanoTime();
        RandomProgram.Performed performed = RandomProgram.perform(seed++);
        long ended = System.nanoTime();
        account.programs.increment();
        account.tasks.add(performed.tasks());
        if (!performed.problems().isEmpty()) {
            account.wrong("a program: " + performed.text());
        }
        if (ended - began > LONG_NANOS) {
            long own = performed.nudges() * NUDGE_NANOS;
            account.longWait("program of seed " + performed.seed(), pulse.explain(began, ended, own));
        }
    }
}

package dev.weir;

import java.time.Duration;
import java.util.Map;

/** What the watchdog looks for in a pool that is no bug of the pool's: tasks that take too long, and starvation. For the watchdog. */
final class Lookout {

    private final WorkerPool pool;
    private final Overtime overtime;
    private final Starvation starvation;

    Lookout(WorkerPool pool) {
        this.pool = pool;
        this.overtime = new Overtime(pool);
        this.starvation = new Starvation(pool);
    }

    /** Called about once a second. */
    void look() {
        Findings findings = new Findings(pool);
        overtime.look(findings);
        starvation.look(findings);
        findings.tellAside();
        pool.events().look();
    }

    /** How many tasks run for longer than expected, as found when it last looked. For any thread. */
    int stuck() {
        return overtime.stuck();
    }

    /** How long the tasks that run are expected to at most, by the id of the thread. For any thread. */
    Map<Long, Duration> expected() {
        return overtime.expected();
    }

    /** Every task has ended: what was told to be stuck is not any more. */
    void atTheEnd() {
        Findings findings = new Findings(pool);
        overtime.atTheEnd(findings);
        findings.tell();
    }
}

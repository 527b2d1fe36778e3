package dev.weir.internal.queue;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A submission races with a shutdown: either it is accepted and then found, or it is refused and there is nothing. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Accepted, and there.")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "Refused, and not there.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or refused and run.")
@State
public class OfferAgainstClose {

    private final TaskQueue queue = new TaskQueue();

    @Actor
    public void submit(ZZ_Result result) {
        result.r1 = queue.offer("task", issued -> true) >= 0;
    }

    @Actor
    public void close() {
        queue.close();
    }

    @Arbiter
    public void look(ZZ_Result result) {
        result.r2 = queue.poll(new Taken()) != null;
    }
}

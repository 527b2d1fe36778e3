package dev.weir.internal.queue;

/** A task that wants to know its place in the queue, so that it can be withdrawn from there. */
public interface Placed {

    /**
     * Tells the task its place, before any other thread can take it from there.
     *
     * @param segment where {@link Segment#withdraw} takes it out again
     * @param index its place in the segment
     */
    void placed(Segment segment, int index);
}

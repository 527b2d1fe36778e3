package dev.weir.support;

import dev.weir.FailureHandler;
import dev.weir.TaskFailure;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A failure handler that remembers what it was told. Thread-safe. */
public final class Failures implements FailureHandler {

    private final List<TaskFailure> told = new CopyOnWriteArrayList<>();

    @Override
    public void failed(TaskFailure failure) {
        told.add(failure);
    }

    /** What it was told so far, in order. */
    public List<TaskFailure> told() {
        return told;
    }
}

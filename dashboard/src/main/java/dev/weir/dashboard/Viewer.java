package dev.weir.dashboard;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One open page: the frames that it has still to be sent, and the thread that sends them. Thread-safe.
 *
 * <p>A page that does not read blocks its own thread only. When it is {@value #MOST_BEHIND} frames behind, it is dropped: the
 * interrupt closes the channel on which its thread is blocked, which is what an interrupt does to a blocked channel.
 */
final class Viewer {

    private static final int MOST_BEHIND = 16;

    private final int pool;
    private final BlockingQueue<byte[]> frames = new ArrayBlockingQueue<>(MOST_BEHIND);
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread writer;
    private volatile boolean dropped;

    /** @param pool the id of the pool that the page looks at in detail; negative for none */
    Viewer(int pool) {
        this.pool = pool;
    }

    int pool() {
        return pool;
    }

    /** Gives it a frame to send; false if it had to be dropped, now or before. Never blocks. */
    boolean offer(byte[] frame) {
        if (!dropped && frames.offer(frame)) {
            return true;
        }
        drop();
        return false;
    }

    void drop() {
        lock.lock();
        try {
            dropped = true;
            if (writer != null) {
                writer.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends frames until the page is gone or dropped. Leaves no interrupt behind. */
    void serve(OutputStream out) throws IOException {
        writer(Thread.currentThread());
        try {
            while (!dropped) {
                out.write(frames.take());
                if (frames.isEmpty()) {
                    out.flush();
                }
            }
        } catch (InterruptedException stop) {
            // Dropped: the interrupt was for this loop alone, and the thread is the server's own.
            dropped = true;
        } finally {
            writer(null);
        }
    }

    private void writer(@Nullable Thread thread) {
        lock.lock();
        try {
            writer = thread;
            if (thread == null) {
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }
}

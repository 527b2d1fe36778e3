package dev.weir;

/**
 * One consistent picture of a view: all counts held at the same moment, and
 * {@code accepted = queued + running + succeeded + failed + cancelled + expired + dropped + handedBack}. Immutable.
 * Each of these tasks is in the ledger of the view's pool as well.
 *
 * @param name the name of the view
 * @param limit tasks that may run at a time
 * @param queued tasks that have not begun
 * @param running tasks that have begun and not ended
 * @param accepted tasks accepted since the view was made
 * @param succeeded tasks that returned
 * @param failed tasks that threw
 * @param cancelled tasks that were cancelled: before they began, or while they ran and have ended since
 * @param rejected submissions that were refused
 * @param expired tasks whose time was over before they began
 * @param dropped tasks given up in favour of newer ones
 * @param handedBack tasks that {@code shutdownNow()} or {@code drain} returned
 * @since 0.1.0
 */
public record ViewStats(
        String name,
        int limit,
        long queued,
        long running,
        long accepted,
        long succeeded,
        long failed,
        long cancelled,
        long rejected,
        long expired,
        long dropped,
        long handedBack) {}

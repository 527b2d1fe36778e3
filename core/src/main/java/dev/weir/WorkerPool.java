package dev.weir;

import dev.weir.event.PoolListener;
import dev.weir.internal.crew.Control;
import dev.weir.internal.crew.IdleStack;
import dev.weir.internal.ledger.Ledger;
import dev.weir.internal.park.WaitList;
import dev.weir.internal.queue.TaskQueue;
import dev.weir.internal.thread.Unrelated;
import dev.weir.internal.timer.Timer;
import dev.weir.internal.watchdog.Watchdog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The pool itself: puts its parts together and gives each call to the part whose job it is. Thread-safe.
 *
 * <p>A task walks one way through the parts: {@link Admission}, {@link TaskQueue}, {@link Crew} (who wakes or hires a
 * worker), {@link Worker}, {@link Ledger}. {@link Lifecycle} opens and closes the doors.
 */
final class WorkerPool extends Submitting implements ThreadPool {

    /** For virtual threads, of which there are too many for a tally each; as many as may contend. */
    private static final int SHARED_TALLIES = 4 * Runtime.getRuntime().availableProcessors();

    private final PoolConfig config;
    private final boolean carriesContext;
    private final Control control = new Control();
    private final Overdue overdue = new Overdue(this);
    private final Recruiting recruiting;
    private final IdleStack idle = new IdleStack();
    private final SelfCheck checks = new SelfCheck(this, control, idle);
    private final TaskQueue queue = new TaskQueue(overdue::attend);
    private final Ledger ledger;
    private final Trend trend = new Trend();
    private final Crew crew;
    private final Admission admission;
    private final Lifecycle lifecycle;
    private final Reporter reporter;
    private final UnseenFailures unseenFailures;
    private final Lanes lanes = new Lanes(this);
    private final Schedule schedule = new Schedule(this);
    private final PoolEvents events;
    private final Lookout lookout;
    private final Registration registration;

    WorkerPool(PoolConfig config, int min, int max) {
        this.config = config;
        this.recruiting = new Recruiting(config);
        this.carriesContext = !config.contextCarriers().isEmpty();
        this.events = new PoolEvents(config);
        this.registration = new Registration(this);
        this.ledger = new Ledger(queue, control, config.virtual() ? SHARED_TALLIES : 0);
        this.crew = new Crew(this, queue, control, idle, ledger, new Bounds(min, max));
        this.admission = new Admission(this, queue, control, ledger, crew);
        this.lifecycle = new Lifecycle(this, queue, control, ledger, crew);
        this.reporter = new Reporter(config);
        this.unseenFailures = new UnseenFailures(reporter);
        this.lookout = new Lookout(this);
        queue.allowBatches(!admission.isInOrder());
    }

    /** Creates the threads that there shall be in advance. */
    void start() {
        boolean isRegistered = false;
        try {
            registration.begin();
            isRegistered = true;
        } finally {
            if (!isRegistered) {
                events.end();
            }
        }
        Watchdog.poolBegins(checks);
        Timer.poolBegins();
        crew.fill();
    }

    // The parts, for each other

    PoolConfig config() {
        return config;
    }

    TaskQueue queue() {
        return queue;
    }

    Control control() {
        return control;
    }

    SelfCheck checks() {
        return checks;
    }

    Recruiting recruiting() {
        return recruiting;
    }

    Overdue overdue() {
        return overdue;
    }

    Ledger ledger() {
        return ledger;
    }

    /** A second or so has passed. */
    void noteMoment() {
        trend.note(Moment.present(ledger, config.virtual()));
    }

    Crew crew() {
        return crew;
    }

    Admission admission() {
        return admission;
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    Reporter reporter() {
        return reporter;
    }

    Schedule schedule() {
        return schedule;
    }

    PoolEvents events() {
        return events;
    }

    Lookout lookout() {
        return lookout;
    }

    Registration registration() {
        return registration;
    }

    Lanes lanes() {
        return lanes;
    }

    UnseenFailures unseenFailures() {
        return unseenFailures;
    }

    /** Whether the current thread runs a task of this pool, be it within a task of another one. */
    @Override
    boolean isOwnThread() {
        return WorkScope.includes(this);
    }

    /** Whether the current thread is a worker of this pool. */
    boolean isWorkerThread() {
        WorkScope scope = WorkScope.current();
        return scope != null && scope.owner() == this;
    }

    /** Whether tasks that run are being interrupted, and none begins. */
    boolean isStopping() {
        return lifecycle.state() == PoolState.STOPPING;
    }

    /** A task has ended that no worker ran. */
    void endedOutside() {
        admission.roomMade();
        mayBeOver();
    }

    /** Perhaps nothing waits or runs any more. */
    void mayBeOver() {
        lifecycle.quiet();
        if (crew.isOver()) {
            crew.nudgeAll();
        }
        lifecycle.tryTerminate();
    }

    /** The same for a thread that must not call a user's failure handler, as the end of the pool may. */
    void mayBeOverAside() {
        Thread aside = Unrelated.daemon(this::mayBeOver, "weir-ending");
        crew.costs().watch(aside);
        aside.start();
    }

    // The face

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public void execute(Runnable task) {
        Arguments.notNull("task", task);
        admission.admit(Wrapped.wrap(task, carriesContext ? Context.capture(config) : null));
    }

    @Override
    <T extends @Nullable Object> PooledTask<T> task(@Nullable String name, Callable<? extends T> work) {
        return new PooledTask<>(this, name, work);
    }

    @Override
    WorkerPool pool() {
        return this;
    }

    @Override
    public ScheduledTask<?> schedule(Runnable task, long delay, TimeUnit unit) {
        Callable<@Nullable Object> call = RunnableCall.of(Arguments.notNull("task", task));
        return new DelayedTask<>(this, call).begin(nanos(delay, unit));
    }

    @Override
    public <V extends @Nullable Object> ScheduledTask<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        return new DelayedTask<V>(this, Arguments.notNull("task", task)).begin(nanos(delay, unit));
    }

    @Override
    public ScheduledTask<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return periodic(task, initialDelay, Arguments.positive("period", period), unit, true);
    }

    @Override
    public ScheduledTask<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        return periodic(task, initialDelay, Arguments.positive("delay", delay), unit, false);
    }

    private PeriodicTask periodic(Runnable task, long initialDelay, long period, TimeUnit unit, boolean fixedRate) {
        Arguments.notNull("task", task);
        return new PeriodicTask(this, task, nanos(period, unit), fixedRate).begin(nanos(initialDelay, unit));
    }

    @Override
    public View ordered(Object key) {
        return lanes.ordered(Arguments.notNull("key", key));
    }

    @Override
    public View limited(String name, int threads) {
        return limited(name, threads, config.queueCapacity());
    }

    @Override
    public View limited(String name, int threads, int queueCapacity) {
        return lanes.limited(
                Arguments.notBlank("name", name),
                Arguments.atLeast("threads", 1, threads),
                Arguments.atLeast("queueCapacity", 0, queueCapacity));
    }

    @Override
    public <T extends @Nullable Object> ResultQueue<T> results(int capacity) {
        return new CompletionOrder<>(this, Arguments.atLeast("capacity", 1, capacity));
    }

    @Override
    public <T extends @Nullable Object> T blocking(Callable<T> action) throws Exception {
        Arguments.notNull("action", action);
        WorkerPool blocked = Blocking.begin();
        try {
            return action.call();
        } finally {
            Blocking.end(blocked);
        }
    }

    @Override
    public TaskGroup group() {
        return new PooledGroup(this);
    }

    @Override
    public void join() throws InterruptedException {
        lifecycle.join(WaitList.FOREVER);
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        return lifecycle.join(Arguments.nanos(Arguments.notNegative("timeout", timeout)));
    }

    @Override
    public long tasksLeft() {
        return StatsReader.tasksLeft(ledger);
    }

    @Override
    public void addListener(PoolListener listener) {
        events.add(Arguments.notNull("listener", listener));
    }

    @Override
    public boolean removeListener(PoolListener listener) {
        return events.remove(Arguments.notNull("listener", listener));
    }

    @Override
    public List<RunningTask> runningTasks() {
        return RunningTasks.of(this);
    }

    @Override
    public Explanation explain() {
        return new Diagnosis(Observation.of(this)).explanation();
    }

    @Override
    public List<String> selfCheck() {
        return checks.findings();
    }

    @Override
    public int queueCapacity() {
        return config.queueCapacity();
    }

    @Override
    public PoolStats stats() {
        return StatsReader.read(config, crew, ledger, trend, lookout.stuck());
    }

    @Override
    public void pause() {
        lifecycle.pause();
    }

    @Override
    public void resume() {
        lifecycle.resume();
    }

    @Override
    public void resize(int min, int max) {
        PoolBuilder.checkThreads(min, max);
        lifecycle.resize(new Bounds(config.virtual() ? 0 : min, max)); // a virtual thread is not kept
    }

    @Override
    public void shutdown() {
        lifecycle.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return lifecycle.shutdownNow();
    }

    @Override
    public List<Runnable> drain(Duration timeout) {
        return lifecycle.drain(Arguments.nanos(Arguments.notNegative("timeout", timeout)));
    }

    @Override
    public boolean isShutdown() {
        return queue.isClosed();
    }

    @Override
    public boolean isTerminated() {
        return lifecycle.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return lifecycle.awaitTermination(nanos(timeout, unit));
    }

    @Override
    public String toString() {
        return "ThreadPool " + config.name() + " (" + lifecycle.state() + ')';
    }
}

package dev.weir.internal.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.internal.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitListTest {

    private static final long LONG = 60_000_000_000L;

    private final WaitList list = new WaitList();

    // One thread alone

    @Test
    void trueConditionIsAskedOnceAndNobodyWaits() throws InterruptedException {
        Asked asked = new Asked(1);

        assertThat(list.await(asked, WaitList.FOREVER)).isTrue();
        assertThat(asked.times).hasValue(1);
        assertThat(list.isEmpty()).isTrue();
    }

    @Test
    void conditionThatComesTrueWhileTheWaiterJoinsIsSeen() throws InterruptedException {
        Asked asked = new Asked(2);

        assertThat(list.await(asked, WaitList.FOREVER)).isTrue();
        assertThat(asked.times).hasValue(2);
        assertThat(list.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -LONG, Long.MIN_VALUE, Long.MIN_VALUE + 1})
    void noTimeMeansALookAndNoWait(long nanos) throws InterruptedException {
        assertThat(list.await(() -> false, nanos)).isFalse();
        assertThat(list.await(() -> true, nanos)).isTrue();
        assertThat(list.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 100_000})
    void conditionIsLookedAtOnceMoreWhenTheTimeIsOver(long nanos) throws InterruptedException {
        Asked asked = new Asked(3);

        assertThat(list.await(asked, nanos)).isTrue();
        assertThat(asked.times).hasValue(3);
        assertThat(list.isEmpty()).isTrue();
    }

    @Test
    void whoTimesOutLeavesTheList() throws InterruptedException {
        assertThat(list.await(() -> false, 100_000)).isFalse();
        assertThat(list.isEmpty()).isTrue();
    }

    @Test
    void interruptedThreadDoesNotWait() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> list.await(() -> false, WaitList.FOREVER)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(list.isEmpty()).isTrue();
    }

    @Test
    void interruptedThreadDoesNotWaitForALimitedTimeEither() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> list.await(() -> false, LONG)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(list.isEmpty()).isTrue();
    }

    @Test
    void interruptedThreadGetsWhatIsThereAndStaysInterrupted() throws InterruptedException {
        Thread.currentThread().interrupt();

        assertThat(list.await(() -> true, WaitList.FOREVER)).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void conditionThatThrowsLeavesNobodyOnTheList() {
        AtomicInteger times = new AtomicInteger();

        assertThatThrownBy(() -> list.await(
                        () -> {
                            if (times.incrementAndGet() == 2) {
                                throw new IllegalStateException("of the condition");
                            }
                            return false;
                        },
                        WaitList.FOREVER))
                .hasMessage("of the condition");
        assertThat(list.isEmpty()).isTrue();
    }

    @Test
    void signalsToNobodyAreForgotten() throws InterruptedException {
        list.signalOne();
        list.signalAll();

        assertThat(list.await(() -> false, 1)).isFalse();
    }

    // Several threads, one after the other

    @Test
    void interruptedWhileItWaits() {
        Waiter waiter = new Waiter("waiter", () -> false);

        waiter.thread.interrupt();

        assertThat(waiter.ended()).isInstanceOf(InterruptedException.class);
        assertThat(list.isEmpty()).isTrue();
    }

    @Test
    void conditionIsNotAskedAgainOnceItWasTrueAfterASignal() {
        Asked asked = new Asked(3);
        Waiter waiter = new Waiter("waiter", asked);

        list.signalOne();

        assertThat(waiter.ended()).isEqualTo(true);
        assertThat(asked.times).hasValue(3);
        assertThat(list.isEmpty()).isTrue();
    }

    @Test
    void oneSignalWakesOneThreadInTheOrderOfArrival() {
        AtomicInteger permits = new AtomicInteger();
        List<String> order = new CopyOnWriteArrayList<>();
        List<Waiter> waiters = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String name = "waiter-" + i;
            waiters.add(new Waiter(name, () -> takeOf(permits) && order.add(name)));
        }

        for (Waiter waiter : waiters) {
            permits.incrementAndGet();
            list.signalOne();
            assertThat(waiter.ended()).isEqualTo(true);
        }

        assertThat(order).containsExactly("waiter-0", "waiter-1", "waiter-2", "waiter-3", "waiter-4");
        assertThat(waiters).extracting(Waiter::asked).containsOnly(3);
    }

    /** It would otherwise go round for ever among threads whose condition is not true. */
    @Test
    void signalDiesWithTheWaiterThatLooks() {
        AtomicBoolean open = new AtomicBoolean();
        Waiter first = new Waiter("first", open::get);
        Waiter second = new Waiter("second", open::get);

        list.signalOne();
        first.looksAndWaitsAgain(4);
        open.set(true);
        list.signalAll();

        assertThat(first.ended()).isEqualTo(true);
        assertThat(second.ended()).isEqualTo(true);
        assertThat(first.asked()).isEqualTo(5);
        assertThat(second.asked()).isEqualTo(3);
    }

    @Test
    void signalAllWakesEverybodyPresent() {
        AtomicBoolean open = new AtomicBoolean();
        List<Waiter> waiters = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiters.add(new Waiter("waiter-" + i, open::get));
        }

        open.set(true);
        list.signalAll();

        assertThat(waiters).extracting(Waiter::ended).containsOnly(true);
        assertThat(waiters).extracting(Waiter::asked).containsOnly(3);
        assertThat(list.isEmpty()).isTrue();
    }

    @Test
    void signalAllWakesEverybodyOnceEvenIfAllComeBack() {
        AtomicBoolean open = new AtomicBoolean();
        List<Waiter> waiters = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiters.add(new Waiter("waiter-" + i, open::get));
        }

        list.signalAll();
        waiters.forEach(waiter -> waiter.looksAndWaitsAgain(4));
        open.set(true);
        list.signalAll();

        assertThat(waiters).extracting(Waiter::ended).containsOnly(true);
        assertThat(waiters).extracting(Waiter::asked).containsOnly(5);
    }

    @Test
    void signalAllReachesBeyondOneThatIsSignalledAlready() {
        AtomicBoolean open = new AtomicBoolean();
        Waiter first = new Waiter("first", () -> false);
        Waiter second = new Waiter("second", open::get);

        first.thread.interrupt();
        assertThat(first.ended()).isInstanceOf(InterruptedException.class);
        open.set(true);
        list.signalAll();

        assertThat(second.ended()).isEqualTo(true);
    }

    // Signals that arrive when their receiver is about to leave

    /** Its last look was before the permit came, and the permit's signal went to it. */
    @Test
    void signalGotWhileTimingOutIsPassedOn() throws InterruptedException {
        AtomicInteger permits = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();
        AtomicReference<Waiter> behind = new AtomicReference<>();

        boolean met = list.await(
                () -> {
                    boolean taken = takeOf(permits);
                    if (looks.incrementAndGet() == 2) {
                        behind.set(new Waiter("behind", () -> takeOf(permits)));
                    } else if (looks.get() == 3) {
                        permits.incrementAndGet();
                        list.signalOne();
                    }
                    return taken;
                },
                0);

        assertThat(met).isFalse();
        assertThat(behind.get().ended()).isEqualTo(true);
    }

    /** It took one permit by its own look, and the signal of another went to it. */
    @Test
    void signalGotByOneThatNeedsNoneIsPassedOn() throws InterruptedException {
        AtomicInteger permits = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();
        AtomicReference<Waiter> behind = new AtomicReference<>();

        boolean met = list.await(
                () -> {
                    if (looks.incrementAndGet() == 1) {
                        return false;
                    }
                    behind.set(new Waiter("behind", () -> takeOf(permits)));
                    permits.incrementAndGet();
                    list.signalOne();
                    return true;
                },
                WaitList.FOREVER);

        assertThat(met).isTrue();
        assertThat(behind.get().ended()).isEqualTo(true);
    }

    @Test
    void signalGotByOneWhoseConditionThrowsIsPassedOn() {
        AtomicInteger permits = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();
        Waiter thrower = new Waiter("thrower", () -> {
            if (looks.incrementAndGet() == 3) {
                throw new IllegalStateException("of the condition");
            }
            return false;
        });
        Waiter behind = new Waiter("behind", () -> takeOf(permits));

        permits.incrementAndGet();
        list.signalOne();

        assertThat(thrower.ended()).isInstanceOf(IllegalStateException.class);
        assertThat(behind.ended()).isEqualTo(true);
    }

    @Test
    void signalGotByOneThatIsInterruptedIsPassedOn() {
        Race.repeat(300, random -> {
            AtomicInteger permits = new AtomicInteger();
            Waiter first = new Waiter("first", () -> takeOf(permits));
            Waiter behind = new Waiter("behind", () -> takeOf(permits));
            int lead = random.nextInt(40);

            new Race()
                    .with("interrupter", () -> {
                        spin(lead);
                        first.thread.interrupt();
                    })
                    .with("signaller", () -> {
                        spin(20);
                        permits.incrementAndGet();
                        list.signalOne();
                    })
                    .run();
            if (Boolean.TRUE.equals(first.ended())) {
                permits.incrementAndGet();
                list.signalOne();
            }

            assertThat(behind.ended()).isEqualTo(true);
            assertThat(permits).hasValue(0);
            assertThat(list.isEmpty()).isTrue();
        });
    }

    // All at once

    /** One place between them: a signal that is lost on either side stops everybody. */
    @Test
    void noSignalIsLostBetweenSubmittersAndTakers() {
        Race.repeat(3, random -> handOver(1 + random.nextInt(2), 3, 5_000));
    }

    private static void handOver(int capacity, int pairs, int each) {
        AtomicInteger items = new AtomicInteger();
        AtomicInteger room = new AtomicInteger(capacity);
        WaitList takers = new WaitList();
        WaitList submitters = new WaitList();
        new Race()
                .with(pairs, "submitter", () -> {
                    for (int i = 0; i < each; i++) {
                        assertThat(submitters.await(() -> takeOf(room), WaitList.FOREVER))
                                .isTrue();
                        items.incrementAndGet();
                        signal(takers);
                    }
                })
                .with(pairs, "taker", () -> {
                    for (int i = 0; i < each; i++) {
                        assertThat(takers.await(() -> takeOf(items), WaitList.FOREVER))
                                .isTrue();
                        room.incrementAndGet();
                        signal(submitters);
                    }
                })
                .run();
        assertThat(items).hasValue(0);
        assertThat(room).hasValue(capacity);
        assertThat(takers.isEmpty()).isTrue();
        assertThat(submitters.isEmpty()).isTrue();
    }

    @Test
    void noSignalIsLostWhenSomeWaitersTimeOutAndOthersAreInterrupted() {
        Race.repeat(3, random -> handOverDisturbed(random.nextLong(), 3_000));
    }

    private static void handOverDisturbed(long seed, int each) {
        AtomicInteger items = new AtomicInteger();
        AtomicInteger room = new AtomicInteger(1);
        AtomicInteger left = new AtomicInteger(3 * each);
        WaitList takers = new WaitList();
        WaitList submitters = new WaitList();
        AtomicReference<Thread> victim = new AtomicReference<>();
        Race race = new Race();
        race.with("steady submitter", () -> {
                    for (int i = 0; i < 3 * each; i++) {
                        submitters.await(() -> takeOf(room), WaitList.FOREVER);
                        items.incrementAndGet();
                        signal(takers);
                    }
                })
                .with("steady taker", () -> take(takers, items, submitters, room, left, each, WaitList.FOREVER))
                .with("hasty taker", () -> take(takers, items, submitters, room, left, each, 20_000))
                .with("interrupted taker", () -> {
                    victim.set(Thread.currentThread());
                    take(takers, items, submitters, room, left, each, WaitList.FOREVER);
                    victim.set(null);
                })
                .with("interrupter", () -> {
                    Random random = new Random(seed);
                    while (left.get() > 0 && !race.hasFailed()) {
                        Thread interrupted = victim.get();
                        if (interrupted != null) {
                            interrupted.interrupt();
                        }
                        spin(random.nextInt(2_000));
                        Thread.yield();
                    }
                })
                .run();
        assertThat(items).hasValue(0);
        assertThat(takers.isEmpty()).isTrue();
    }

    private static void take(
            WaitList takers,
            AtomicInteger items,
            WaitList submitters,
            AtomicInteger room,
            AtomicInteger left,
            int each,
            long nanos) {
        for (int i = 0; i < each; ) {
            try {
                if (takers.await(() -> takeOf(items), nanos)) {
                    i++;
                    left.decrementAndGet();
                    room.incrementAndGet();
                    signal(submitters);
                }
            } catch (InterruptedException e) {
                // again
            }
        }
    }

    /** As those do who signal often: the change before was a full fence. */
    private static void signal(WaitList list) {
        if (!list.isEmpty()) {
            list.signalOne();
        }
    }

    private static boolean takeOf(AtomicInteger permits) {
        for (int seen = permits.get(); seen > 0; seen = permits.get()) {
            if (permits.compareAndSet(seen, seen - 1)) {
                return true;
            }
        }
        return false;
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }

    /** A condition that is true when it is asked for the n-th time, and must not be asked again. */
    private static final class Asked implements BooleanSupplier {

        private final int trueAt;
        private final AtomicInteger times = new AtomicInteger();

        Asked(int trueAt) {
            this.trueAt = trueAt;
        }

        @Override
        public boolean getAsBoolean() {
            int now = times.incrementAndGet();
            assertThat(now).as("times asked").isLessThanOrEqualTo(trueAt);
            return now == trueAt;
        }
    }

    /** A thread that waits on the list, parked when the constructor returns. */
    private final class Waiter {

        private final AtomicInteger asked = new AtomicInteger();
        private volatile Object end;
        private final Thread thread;

        Waiter(String name, BooleanSupplier condition) {
            thread = new Thread(() -> await(condition), name);
            thread.setDaemon(true);
            thread.start();
            Race.untilParked(thread);
        }

        private void await(BooleanSupplier condition) {
            try {
                end = list.await(
                        () -> {
                            asked.incrementAndGet();
                            return condition.getAsBoolean();
                        },
                        WaitList.FOREVER);
            } catch (Throwable thrown) {
                end = thrown;
            }
        }

        int asked() {
            return asked.get();
        }

        /** Whether the condition came true, or what was thrown. */
        Object ended() {
            Race.until(thread.getName() + " has come back", () -> end != null);
            return end;
        }

        void looksAndWaitsAgain(int looks) {
            Race.until(thread.getName() + " has looked " + looks + " times", () -> asked.get() >= looks);
            Race.untilParked(thread);
        }
    }
}

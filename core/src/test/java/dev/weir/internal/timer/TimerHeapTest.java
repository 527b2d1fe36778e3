package dev.weir.internal.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.internal.Race;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimerHeapTest {

    /** Deadlines around it and its neighbours overflow. */
    private static final long EDGE = Long.MAX_VALUE;

    private final TimerHeap heap = new TimerHeap();

    private static final class Entry extends Timed {

        @Override
        protected void due() {
            throw new AssertionError("a heap calls nobody");
        }
    }

    private Entry add(long deadline) {
        Entry entry = new Entry();
        heap.add(entry, deadline);
        return entry;
    }

    private List<Timed> drain() {
        List<Timed> drained = new ArrayList<>();
        for (Timed first = heap.first(); first != null; first = heap.first()) {
            drained.add(first);
            assertThat(heap.remove(first)).isTrue();
        }
        return drained;
    }

    @Test
    void emptyHeapHasNoFirst() {
        assertThat(heap.first()).isNull();
        assertThat(heap.size()).isZero();
    }

    @Test
    void earliestIsFirst() {
        Entry second = add(20);
        Entry third = add(30);
        Entry first = add(10);

        assertThat(drain()).containsExactly(first, second, third);
    }

    @Test
    void equalDeadlinesKeepTheOrderOfAdding() {
        List<Timed> added = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            added.add(add(7));
        }

        assertThat(drain()).containsExactlyElementsOf(added);
    }

    @Test
    void entryAddedAgainComesAfterItsEquals() {
        Entry again = add(7);
        Entry other = add(7);
        heap.remove(again);
        heap.add(again, 7);

        assertThat(drain()).containsExactly(other, again);
    }

    @Test
    void deadlinesThatOverflowAreLater() {
        Entry second = add(EDGE + 10);
        Entry first = add(EDGE - 10);

        assertThat(drain()).containsExactly(first, second);
    }

    @Test
    void entryIsInTheHeapOnce() {
        Entry entry = add(1);

        assertThatThrownBy(() -> heap.add(entry, 2)).isInstanceOf(IllegalStateException.class);

        assertThat(drain()).containsExactly(entry);
    }

    @Test
    void entryIsRemovedOnce() {
        Entry entry = add(1);
        add(2);

        assertThat(heap.remove(entry)).isTrue();
        assertThat(heap.remove(entry)).isFalse();
        assertThat(heap.remove(new Entry())).isFalse();
        assertThat(heap.size()).isOne();
    }

    @Test
    void clearedHeapIsEmptyAndItsEntriesCanBeAdded() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            entries.add(add(i));
        }
        heap.clear();

        assertThat(heap.first()).isNull();
        assertThat(heap.capacity()).isEqualTo(TimerHeap.LEAST_CAPACITY);
        assertThat(entries).noneMatch(heap::remove);

        entries.forEach(entry -> heap.add(entry, 0));
        assertThat(drain()).isEqualTo(entries);
    }

    // Room

    @Test
    void millionEntriesAddedAndRemovedOneByOneTakeNoRoom() {
        Random random = new Random(1);
        List<Entry> present = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            present.add(add(random.nextInt()));
        }
        for (int i = 0; i < 1_000_000; i++) {
            Entry entry = present.get(random.nextInt(present.size()));
            heap.remove(entry);
            heap.add(entry, random.nextInt());
        }

        assertThat(heap.capacity()).isEqualTo(TimerHeap.LEAST_CAPACITY);
    }

    @Test
    void roomOfAMillionEntriesIsGivenBack() {
        Random random = new Random(2);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 1_000_000; i++) {
            entries.add(add(random.nextLong() >> 2));
        }
        Collections.shuffle(entries, random);
        int mostPerEntry = 0;
        for (Entry entry : entries) {
            heap.remove(entry);
            mostPerEntry = Math.max(mostPerEntry, heap.capacity() / (heap.size() + TimerHeap.LEAST_CAPACITY / 4));
        }

        assertThat(mostPerEntry).as("places for each entry").isLessThanOrEqualTo(4);
        assertThat(heap.capacity()).isEqualTo(TimerHeap.LEAST_CAPACITY);
    }

    @Test
    void arrayIsNotMadeAnewAtEachStepOverABorder() {
        while (heap.capacity() == TimerHeap.LEAST_CAPACITY) {
            add(0);
        }
        int grown = heap.capacity();
        for (int i = 0; i < 100; i++) {
            heap.remove(add(0));
            Timed first = heap.first();
            heap.remove(first);
            assertThat(heap.capacity()).isEqualTo(grown);
            heap.add(first, 0);
        }
    }

    // Against a model

    /** A list that is sorted when asked. */
    private static final class Model {

        private final List<Timed> entries = new ArrayList<>();
        private final long base;

        Model(long base) {
            this.base = base;
        }

        /** Sorting is stable, and the list is in the order of adding. */
        List<Timed> inOrder() {
            List<Timed> sorted = new ArrayList<>(entries);
            sorted.sort(Comparator.comparingLong(entry -> entry.deadline - base));
            return sorted;
        }
    }

    @Test
    void heapDoesWhatASortedListDoes() {
        Race.repeat(200, TimerHeapTest::play);
    }

    private static void play(Random random) {
        TimerHeap heap = new TimerHeap();
        long[] bases = {0, EDGE, Long.MIN_VALUE, random.nextLong()};
        Model model = new Model(bases[random.nextInt(bases.length)]);
        int spread = 1 << random.nextInt(20);
        int growing = 1 + random.nextInt(9);
        List<Timed> gone = new ArrayList<>();
        for (int step = 0; step < 1_000; step++) {
            if (random.nextInt(10) < growing || model.entries.isEmpty()) {
                boolean again = !gone.isEmpty() && random.nextBoolean();
                Timed entry = again ? gone.remove(random.nextInt(gone.size())) : new Entry();
                heap.add(entry, model.base + random.nextInt(2 * spread) - spread);
                model.entries.add(entry);
            } else {
                Timed entry = random.nextBoolean()
                        ? model.inOrder().get(0)
                        : model.entries.get(random.nextInt(model.entries.size()));
                assertThat(heap.remove(entry)).isTrue();
                assertThat(heap.remove(entry)).isFalse();
                model.entries.remove(entry);
                gone.add(entry);
            }
            compare(heap, model);
        }
        for (Timed expected : model.inOrder()) {
            assertThat(heap.first()).isSameAs(expected);
            heap.remove(expected);
        }
        assertThat(heap.first()).isNull();
    }

    private static void compare(TimerHeap heap, Model model) {
        assertThat(heap.size()).isEqualTo(model.entries.size());
        Set<Integer> places = new HashSet<>();
        Timed earliest = null;
        for (Timed entry : model.entries) {
            places.add(entry.index);
            if (earliest == null || entry.deadline - earliest.deadline < 0) {
                earliest = entry;
            }
        }
        assertThat(places).as("places taken").hasSize(heap.size());
        assertThat(places.stream().allMatch(place -> place >= 0 && place < heap.size()))
                .as("places are within the heap")
                .isTrue();
        assertThat(heap.first()).isSameAs(earliest);
    }
}

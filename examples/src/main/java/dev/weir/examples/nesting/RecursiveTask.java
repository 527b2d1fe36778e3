package dev.weir.examples.nesting;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** A program whose tasks submit tasks to their own pool and wait for them. Immutable. */
enum RecursiveTask {
    FIBONACCI("Fibonacci of 25", "75025") {
        @Override
        String run(ExecutorService pool) throws Exception {
            return String.valueOf(fibonacci(pool, 25));
        }
    },
    QUICKSORT("quicksort of 1,000,000 numbers", "sorted") {
        @Override
        String run(ExecutorService pool) throws Exception {
            int[] numbers = new Random(1).ints(1_000_000).toArray();
            int[] sorted = numbers.clone();
            Arrays.sort(sorted);
            quicksort(pool, numbers, 0, numbers.length - 1);
            return Arrays.equals(numbers, sorted) ? "sorted" : "not sorted";
        }
    },
    DEPTH("10,000 waits deep", "10000") {
        @Override
        String run(ExecutorService pool) throws Exception {
            return String.valueOf(depth(pool, 10_000));
        }
    };

    private static final int SMALL = 500;

    final String title;
    final String expected;

    RecursiveTask(String title, String expected) {
        this.title = title;
        this.expected = expected;
    }

    /** Runs it as a task of the pool; the result is {@link #expected} if the pool is good for this. */
    abstract String run(ExecutorService pool) throws Exception;

    static int fibonacci(ExecutorService pool, int n) throws Exception {
        if (n < 2) {
            return n;
        }
        Future<Integer> left = pool.submit(() -> fibonacci(pool, n - 1));
        Future<Integer> right = pool.submit(() -> fibonacci(pool, n - 2));
        return left.get() + right.get();
    }

    static int depth(ExecutorService pool, int left) throws Exception {
        return left == 0 ? 0 : 1 + pool.submit(() -> depth(pool, left - 1)).get();
    }

    static void quicksort(ExecutorService pool, int[] numbers, int from, int to) throws Exception {
        if (to - from < SMALL) {
            Arrays.sort(numbers, from, to + 1);
            return;
        }
        int pivot = numbers[from + (to - from) / 2];
        int low = from;
        int high = to;
        while (low <= high) {
            while (numbers[low] < pivot) {
                low++;
            }
            while (numbers[high] > pivot) {
                high--;
            }
            if (low <= high) {
                int number = numbers[low];
                numbers[low++] = numbers[high];
                numbers[high--] = number;
            }
        }
        int endOfLow = high;
        int startOfHigh = low;
        List<Future<?>> halves = List.of(
                pool.submit(() -> sorted(pool, numbers, from, endOfLow)),
                pool.submit(() -> sorted(pool, numbers, startOfHigh, to)));
        for (Future<?> half : halves) {
            half.get();
        }
    }

    private static int[] sorted(ExecutorService pool, int[] numbers, int from, int to) throws Exception {
        quicksort(pool, numbers, from, to);
        return numbers;
    }
}

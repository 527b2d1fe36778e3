package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code weir overhead}, with too few rounds for figures to quote but enough to see that they are sane. */
class OverheadCommandTest {
    @Test
    void jsonHasEveryFigureOfEveryContender() {
        Object json = JsonReader.read(run("overhead", "--quick", "--json"));
        assertThat(JsonReader.number(json, "machine", "cores"))
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(JsonReader.number(json, "rounds")).isGreaterThanOrEqualTo(5);
        List<?> rows = (List<?>) JsonReader.at(json, "rows");
        int contenders = Runtime.version().feature() >= 21 ? 3 : 2;
        assertThat(rows).hasSize(4 * contenders);
        for (int i = 0; i < rows.size(); i++) {
            Object row = rows.get(i);
            assertThat(JsonReader.number(row, "taskNanos")).isEqualTo(1000 * Math.pow(10, i / contenders));
            for (String figure : List.of("t1Nanos", "t2Nanos", "t3Nanos", "share", "tasksPerSecond")) {
                double median = JsonReader.number(row, figure, "median");
                assertThat(JsonReader.number(row, figure, "lowerQuartile")).isLessThanOrEqualTo(median);
                assertThat(JsonReader.number(row, figure, "upperQuartile")).isGreaterThanOrEqualTo(median);
            }
            assertThat(JsonReader.number(row, "tasksPerSecond", "median")).isPositive();
        }
        Object thread = rows.get(0);
        Object pool = rows.get(1);
        assertThat(JsonReader.at(thread, "on")).isEqualTo("thread per task");
        assertThat(JsonReader.at(pool, "on")).isEqualTo("pool");
        assertThat(JsonReader.number(thread, "share", "median"))
                .isBetween(0.5, 1.0)
                .isGreaterThan(JsonReader.number(pool, "share", "median"));
    }

    @Test
    void theTableSaysWhatItsFiguresMean() {
        List<Sample> threads = List.of(new Sample(10, 80_000, 1_000, 19_000, 120_000, 9_876));
        List<Sample> pool = List.of(new Sample(10, 60, 1_000, 40, 1_100, 987_654));
        List<OverheadRow> rows = List.of(
                OverheadRow.of(1_000, "thread per task", threads),
                OverheadRow.of(1_000, "pool", pool),
                OverheadRow.of(1_000_000, "pool", pool));
        String table = OverheadTable.of(new OverheadReport(3, 7, new Calibration(1, 0), rows), new Bar(false));
        assertThat(table.lines().map(String::stripTrailing))
                .contains("1 µs    thread per task  80.0 µs  1.00 µs  19.0 µs   99.0 % ####################"
                        + " (99.0 % - 99.0 %)   120 µs      9,876")
                .contains("        pool             60.0 ns  1.00 µs  40.0 ns    9.1 % ##                  "
                        + " (9.1 % - 9.1 %)   1.10 µs    987,654");
        assertThat(table).contains("1 ms", "T1 from", "quartiles", "7 rounds after 3");
        assertThat(table.lines()).allMatch(line -> line.length() < 170);
    }

    @Test
    void aTaskTakesAsLongAsItIsMadeFor() {
        Calibration calibration = Calibration.measure();
        assertThat(Math.abs(calibration.error())).isLessThan(0.5);
    }

    private static String run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertThat(Main.run(args, new PrintWriter(out), new PrintWriter(err))).isZero();
        assertThat(err.toString()).isEmpty();
        return out.toString();
    }
}

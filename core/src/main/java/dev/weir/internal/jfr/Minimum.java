package dev.weir.internal.jfr;

import java.util.Locale;
import java.util.Set;
import jdk.jfr.SettingControl;

/**
 * A setting of a flight recording: a shortest time, as {@code 20 ms}; of several recordings, the shortest counts.
 * Thread-safe.
 */
public final class Minimum extends SettingControl {

    private static final String DEFAULT = "20 ms";

    private volatile String value = DEFAULT;
    private volatile long nanos = nanosOf(DEFAULT);

    /** For the recorder. */
    public Minimum() {}

    long nanos() {
        return nanos;
    }

    @Override
    public String combine(Set<String> settings) {
        String least = DEFAULT;
        long found = Long.MAX_VALUE;
        for (String setting : settings) {
            long each = nanosOf(setting);
            if (each < found) {
                found = each;
                least = setting;
            }
        }
        return least;
    }

    @Override
    public void setValue(String setting) {
        value = setting;
        nanos = nanosOf(setting);
    }

    @Override
    public String getValue() {
        return value;
    }

    /** What cannot be read counts as the default, since the recorder has no way to say so. */
    private static long nanosOf(String setting) {
        String[] parts = setting.strip().toLowerCase(Locale.ROOT).split("\\s+");
        try {
            long number = Long.parseLong(parts[0]);
            return switch (parts.length > 1 ? parts[1] : "") {
                case "ns" -> number;
                case "us" -> number * 1_000;
                case "ms" -> number * 1_000_000;
                case "s" -> number * 1_000_000_000;
                default -> 20_000_000;
            };
        } catch (NumberFormatException unreadable) {
            return 20_000_000;
        }
    }
}

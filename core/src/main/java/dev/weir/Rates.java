package dev.weir;

/**
 * How often something happens, a second, over the last second, the last ten and the last minute. Immutable.
 *
 * <p>The counts are exact and so are the times between them; but the earlier count is one of those that the pool takes about
 * once a second, the last one that is at least that old, so "the last second" is one to two seconds. While the pool is
 * younger than that, it is the pool's whole life.
 *
 * @param lastSecond times a second, over the last second
 * @param lastTenSeconds times a second, over the last ten seconds
 * @param lastMinute times a second, over the last minute
 * @since 0.1.0
 */
public record Rates(double lastSecond, double lastTenSeconds, double lastMinute) {}

package dev.weir;

/**
 * How many threads a pool keeps, and how many it can have. Immutable; {@link ThreadPool#resize} puts a new one in place.
 */
record Bounds(int min, int max) {}

/**
 * Micrometer's meters of a Weir pool. {@link dev.weir.micrometer.WeirMetrics} is the way in.
 *
 * <p>A {@code Registration} is one pool in one registry: {@code StandardMeters} and {@code WeirMeters} list what it registers,
 * and all of it reads one {@code PoolReading}. {@code Bound} knows whose each meter of a registry is.
 */
@NullMarked
package dev.weir.micrometer;

import org.jspecify.annotations.NullMarked;

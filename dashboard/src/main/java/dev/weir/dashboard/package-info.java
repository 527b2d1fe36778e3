/**
 * A live page about all Weir pools of a JVM. {@link dev.weir.dashboard.Dashboard} is the way in.
 *
 * <p>Once a second the {@code Sampler} reads every pool into its {@code PoolHistory} and has {@code Frames} write what is
 * new, which the {@code Viewers} get as server-sent events. Requests come in through {@code PageServer}, pass the {@code
 * Gate} and reach {@code Routes}. The page itself is plain modules and styles, in the folder {@code page}.
 */
@NullMarked
package dev.weir.dashboard;

import org.jspecify.annotations.NullMarked;

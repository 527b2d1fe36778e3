/** Weir against other pools and against bare limits. Not published. */
@NullMarked
package dev.weir.benchmarks;

import org.jspecify.annotations.NullMarked;

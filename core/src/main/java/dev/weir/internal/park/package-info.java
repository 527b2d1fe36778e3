/** Waiting for a condition that another thread makes true. Not exported. */
@NullMarked
package dev.weir.internal.park;

import org.jspecify.annotations.NullMarked;

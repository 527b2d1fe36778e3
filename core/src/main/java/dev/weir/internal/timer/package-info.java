/** The one thread that lets scheduled tasks of all pools fall due. Not exported. */
@NullMarked
package dev.weir.internal.timer;

import org.jspecify.annotations.NullMarked;

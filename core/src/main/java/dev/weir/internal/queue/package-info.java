/** The task queue: where accepted tasks wait, in the order of their submission. Not exported. */
@NullMarked
package dev.weir.internal.queue;

import org.jspecify.annotations.NullMarked;

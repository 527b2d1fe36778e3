/** What pools tell about themselves: see {@link dev.weir.event.PoolListener}. Exported; knows nothing of the pool. */
@NullMarked
package dev.weir.event;

import org.jspecify.annotations.NullMarked;

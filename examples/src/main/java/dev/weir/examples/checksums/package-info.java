/** An {@code invokeAll} batch of checksums. */
@NullMarked
package dev.weir.examples.checksums;

import org.jspecify.annotations.NullMarked;

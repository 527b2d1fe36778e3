/** A load of everything at once, for as long as one likes, that counts each task. Not published. */
@NullMarked
package dev.weir.stress.soak;

import org.jspecify.annotations.NullMarked;

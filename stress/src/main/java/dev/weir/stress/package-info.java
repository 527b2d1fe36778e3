/** Attacks on Weir's guarantees, to be run for as long as one likes. Not published. */
@NullMarked
package dev.weir.stress;

import org.jspecify.annotations.NullMarked;

/** Random programs on a whole pool, and a simple model of what may become of them. Not published. */
@NullMarked
package dev.weir.stress.model;

import org.jspecify.annotations.NullMarked;

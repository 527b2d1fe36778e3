/** How many threads a pool needs, by what the pool itself has measured. */
@NullMarked
package dev.weir.examples.sizing;

import org.jspecify.annotations.NullMarked;

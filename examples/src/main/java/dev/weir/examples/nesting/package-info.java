/** Tasks that wait for tasks of their own pool. */
@NullMarked
package dev.weir.examples.nesting;

import org.jspecify.annotations.NullMarked;

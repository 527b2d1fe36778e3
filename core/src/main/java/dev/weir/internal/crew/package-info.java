/** The control word and the stack of idle workers: who exists, who is idle, who looks for work. Not exported. */
@NullMarked
package dev.weir.internal.crew;

import org.jspecify.annotations.NullMarked;

/** Threads that take nothing of their creator's along. Not exported. */
@NullMarked
package dev.weir.internal.thread;

import org.jspecify.annotations.NullMarked;

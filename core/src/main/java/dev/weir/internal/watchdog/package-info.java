/** The one thread that looks after all pools of the JVM. Not exported. */
@NullMarked
package dev.weir.internal.watchdog;

import org.jspecify.annotations.NullMarked;

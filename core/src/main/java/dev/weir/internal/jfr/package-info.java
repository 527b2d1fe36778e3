/** What goes into a flight recording, where there is a recorder. Not exported. */
@NullMarked
package dev.weir.internal.jfr;

import org.jspecify.annotations.NullMarked;

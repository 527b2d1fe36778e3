/** How events come to listeners. Not exported. */
@NullMarked
package dev.weir.internal.event;

import org.jspecify.annotations.NullMarked;

/** A scheduled poller of a directory. */
@NullMarked
package dev.weir.examples.poller;

import org.jspecify.annotations.NullMarked;

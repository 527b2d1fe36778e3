/** A completion-service crawler over the local file tree. */
@NullMarked
package dev.weir.examples.crawler;

import org.jspecify.annotations.NullMarked;

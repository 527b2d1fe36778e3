/**
 * Weir: a thread pool for Java services. {@link dev.weir.ThreadPool} is the face; everything a user needs starts at
 * {@link dev.weir.ThreadPool#builder(String)}.
 */
@NullMarked
package dev.weir;

import org.jspecify.annotations.NullMarked;

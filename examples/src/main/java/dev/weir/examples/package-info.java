/** What the example programs have in common: reading arguments, and one line for what goes wrong. */
@NullMarked
package dev.weir.examples;

import org.jspecify.annotations.NullMarked;

/** The account of every task: exact counters and sampled times. Not exported. */
@NullMarked
package dev.weir.internal.ledger;

import org.jspecify.annotations.NullMarked;

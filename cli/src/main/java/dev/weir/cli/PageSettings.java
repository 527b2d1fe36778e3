package dev.weir.cli;

import org.jspecify.annotations.Nullable;

/**
 * What was asked for of the live page. Immutable.
 *
 * @param port 0 for any free one
 * @param token what allows changes from the page; null if nothing does
 */
record PageSettings(int port, @Nullable String token) {}

package dev.weir.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code weir serve} was asked for. Immutable.
 *
 * @param root the directory as it was given
 * @param host the name or address to listen on, as it was given
 * @param port 0 for any free one
 * @param threads as it was given; the pool decides whether it can be
 * @param queueCapacity requests that may wait for a thread
 * @param page the live page; null for none
 * @param load whether the server drives a load at itself
 */
record ServeSettings(
        Path root,
        String host,
        int port,
        ThreadRange threads,
        int queueCapacity,
        @Nullable PageSettings page,
        boolean load) {}

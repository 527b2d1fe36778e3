package dev.weir.cli;

import java.nio.file.Path;

/**
 * What {@code weir serve} was asked for. Immutable.
 *
 * @param root the directory as it was given
 * @param host the name or address to listen on, as it was given
 * @param port 0 for any free one
 * @param threads as it was given; the pool decides whether it can be
 * @param queueCapacity requests that may wait for a thread
 */
record ServeSettings(Path root, String host, int port, ThreadRange threads, int queueCapacity) {}

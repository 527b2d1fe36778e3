package dev.weir.cli;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Answers requests for one path that is no file's. Called by many threads. */
@FunctionalInterface
interface Route {

    /** Answers, or says with what status not to. */
    void answer(HttpExchange exchange) throws IOException, StatusException;
}

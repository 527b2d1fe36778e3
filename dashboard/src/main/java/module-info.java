/** A live page about all Weir pools of a JVM, served by the JDK's own HTTP server. */
module dev.weir.dashboard {
    requires dev.weir;
    requires jdk.httpserver;
    requires static org.jspecify;

    exports dev.weir.dashboard;
}

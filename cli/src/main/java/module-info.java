/** Weir's command line: a file server that runs on a Weir pool, and a measurement of what threads cost here. */
module dev.weir.cli {
    requires dev.weir;
    requires dev.weir.dashboard;
    requires info.picocli;
    requires java.management;
    requires java.net.http;
    requires jdk.httpserver;
    requires jdk.management;
    requires static org.jspecify;

    opens dev.weir.cli to
            info.picocli;
}

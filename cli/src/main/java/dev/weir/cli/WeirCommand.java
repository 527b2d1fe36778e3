package dev.weir.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The command {@code weir}, which only holds the others. Stateless. */
@Command(
        name = "weir",
        description = "A thread pool for Java services, shown at work.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ServeCommand.class, OverheadCommand.class},
        footer = {
            "",
            "Examples:",
            "  weir serve public --threads 4,64    serve the folder public on http://127.0.0.1:8080/",
            "  weir overhead                       what a thread, and a pool, cost on this machine",
            ""
        })
final class WeirCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        throw new CliException("no command given: serve or overhead (see 'weir --help')");
    }
}

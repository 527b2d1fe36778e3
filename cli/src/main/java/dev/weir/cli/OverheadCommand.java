package dev.weir.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir overhead}: measures and prints what threads cost on this machine. For one thread. */
@Command(
        name = "overhead",
        description = "Measure what running short tasks costs here: a thread for each, a pool, virtual threads.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "The share is (T1+T3)/(T1+T2+T3): T1 to get a task running, T2 the task, T3 to be rid of it. Each figure",
            "is defined below the table. Close other programs first; it takes about half a minute.",
            ""
        })
final class OverheadCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--json", description = "Print all figures as JSON, times in nanoseconds.")
    private boolean json;

    @Option(names = "--quick", description = "Take about three seconds, for a first impression.")
    private boolean quick;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also write the figures and their curves to this file, as one page that needs nothing else.")
    private @Nullable String html;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Path page = html == null ? null : writable(html);
        OverheadPlan plan = quick ? OverheadPlan.quick() : OverheadPlan.thorough();
        OverheadReport report = measure(plan);
        out.print(json ? report.asJson() : OverheadTable.of(report, new Bar(Terminal.showsBlocks())));
        out.flush();
        if (page != null) {
            write(page, OverheadHtml.of(report));
        }
        return 0;
    }

    /** Finds out before half a minute has been measured for nothing. */
    private static Path writable(String html) {
        try {
            Path page = Path.of(html);
            Path folder = page.toAbsolutePath().getParent();
            if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(page)) {
                throw CliException.of("--html", html, "is no file in a folder that exists");
            }
            return page;
        } catch (InvalidPathException e) {
            throw CliException.of("--html", html, "is not a path: " + e.getReason());
        }
    }

    private static void write(Path page, String text) {
        try {
            Files.writeString(page, text);
        } catch (IOException e) {
            throw CliException.of("--html", page.toString(), "cannot be written: " + e);
        }
    }

    private OverheadReport measure(OverheadPlan plan) throws InterruptedException {
        if (!Terminal.watchesErrors()) {
            Consumer<String> nobody = text -> {};
            return new OverheadRun(plan, nobody).run();
        }
        try (ProgressLine progress = new ProgressLine(spec.commandLine().getErr())) {
            return new OverheadRun(plan, progress).run();
        }
    }
}

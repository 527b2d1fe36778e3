package dev.weir.cli;

import java.lang.module.ModuleDescriptor;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: Weir's version and the Java that runs it. Stateless. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"weir " + weir() + " (Java " + Runtime.version() + ")"};
    }

    /** The version that the build wrote into the module descriptor or the jar's manifest. */
    static String weir() {
        ModuleDescriptor descriptor = Version.class.getModule().getDescriptor();
        if (descriptor != null && descriptor.rawVersion().isPresent()) {
            return descriptor.rawVersion().get();
        }
        String manifest = Version.class.getPackage().getImplementationVersion();
        return manifest == null ? "(unpackaged)" : manifest;
    }
}

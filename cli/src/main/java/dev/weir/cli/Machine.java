package dev.weir.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the figures were measured on. Stateless. */
final class Machine {
    static final int CORES = Runtime.getRuntime().availableProcessors();

    private Machine() {}

    static Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("cores", CORES);
        json.put("os", property("os.name"));
        json.put("osVersion", property("os.version"));
        json.put("arch", property("os.arch"));
        json.put("java", property("java.runtime.version"));
        json.put("vm", property("java.vm.name"));
        json.put("vendor", property("java.vendor"));
        return json;
    }

    static String line() {
        return CORES + (CORES == 1 ? " core, " : " cores, ") + property("os.name") + " " + property("os.version") + " "
                + property("os.arch") + ", Java " + property("java.runtime.version") + " (" + property("java.vm.name")
                + ")";
    }

    private static String property(String key) {
        return System.getProperty(key, "unknown");
    }
}

package io.fencedep.core.model;

import java.util.regex.Pattern;

/**
 * What stays of a class's name when the code around it is edited, built again or upgraded: no lines, no numbers that
 * compilers and class loaders hand out, no versions of modules. For comparing runs; two classes may share one such name.
 */
public final class StableNames {
    private static final Pattern LINE_OF_PLACE = Pattern.compile("(@[^ ]*?):\\d+(?::\\d+)?");
    private static final Pattern LINE_OF_FILE = Pattern.compile("(\\.[A-Za-z]\\w{0,9}):\\d+(?::\\d+)?");
    private static final Pattern MODULE_VERSION = Pattern.compile("(?<![\\w.])([A-Za-z][\\w.]*)@\\d[\\w.+-]*/");
    private static final Pattern JAR_VERSION = Pattern.compile("([\\w-]+?)-\\d+(?:\\.\\d+)+[\\w.-]*?\\.jar");
    private static final Pattern LAMBDA = Pattern.compile("\\b(lambda\\$\\w+?)\\$\\d+");
    private static final Pattern PROXY = Pattern.compile("(\\$Proxy)\\d+");
    private static final Pattern GENERATED = Pattern.compile("(\\$\\$\\w+By\\w+\\$\\$)[0-9a-f]+");

    private StableNames() {}

    /** The part of this class's name that edits leave alone. */
    public static String of(String className) {
        String name = ClassNames.canonical(className);
        if (name.indexOf(':') >= 0) {
            name = LINE_OF_PLACE.matcher(name).replaceAll("$1");
            name = LINE_OF_FILE.matcher(name).replaceAll("$1");
        }
        if (name.indexOf('@') >= 0) {
            name = MODULE_VERSION.matcher(name).replaceAll("$1/");
        }
        if (name.contains(".jar")) {
            name = JAR_VERSION.matcher(name).replaceAll("$1.jar");
        }
        if (name.indexOf('$') >= 0) {
            name = LAMBDA.matcher(name).replaceAll("$1");
            name = PROXY.matcher(name).replaceAll("$1");
            name = GENERATED.matcher(name).replaceAll("$1");
        }
        return name;
    }
}

package io.fencedep.agent.instrument;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which classes get hooks.
 *
 * @param include when not empty, only classes that match one of these; {@code *} stands for anything
 * @param exclude and none that matches one of these
 */
public record Scope(List<String> include, List<String> exclude) {
    /** Packages of the JDK whose monitors are looked at, wherever in them a lock is taken around code of others. */
    private static final List<String> JDK = List.of(
            "java/util/",
            "java/io/",
            "java/lang/StringBuffer",
            "java/lang/Throwable",
            "java/sql/DriverManager",
            "java/awt/Co",
            "java/awt/Window",
            "java/beans/",
            "java/net/Authenticator",
            "javax/",
            "com/sun/net/httpserver/",
            "sun/net/httpserver/");
    /** And those of them that are left alone: they call nobody, and they are everywhere. */
    private static final List<String> QUIET = List.of(
            "java/util/concurrent/ConcurrentHashMap",
            "java/util/concurrent/ConcurrentSkipList",
            "java/util/concurrent/locks/",
            "java/util/concurrent/atomic/",
            "java/util/concurrent/ForkJoin",
            "java/util/concurrent/ThreadPoolExecutor",
            "java/util/zip/",
            "java/util/jar/",
            "java/util/regex/",
            "java/util/WeakHashMap",
            "java/util/Random",
            "java/io/ByteArrayInputStream",
            "java/io/FileDescriptor",
            "java/io/File",
            "java/io/Piped",
            "java/io/UnixFileSystem",
            "java/io/DeleteOnExitHook",
            "javax/swing/text/AbstractDocument");

    /** Packages of the JDK whose locks get names as they are loaded. */
    private static final List<String> NAMED =
            List.of("sun/", "com/sun/", "jdk/internal/net/", "java/net/", "java/nio/", "javax/net/");

    /** Those that are worth changing when they are loaded already, which costs time at every start: they do have monitors. */
    private static final List<String> LOADED = List.of(
            "java/io/Buffered",
            "java/io/ByteArrayOutputStream",
            "java/io/Filter",
            "java/io/InputStream",
            "java/io/Object",
            "java/io/Print",
            "java/io/RandomAccessFile",
            "java/io/Reader",
            "java/io/Writer",
            "java/lang/StringBuffer",
            "java/lang/Throwable",
            "java/util/Collections$Synchronized",
            "java/util/Hashtable",
            "java/util/Properties",
            "java/util/Stack",
            "java/util/Timer",
            "java/util/Vector",
            "java/util/concurrent/ArrayBlockingQueue",
            "java/util/concurrent/CopyOnWrite",
            "java/util/concurrent/CyclicBarrier",
            "java/util/concurrent/Delay",
            "java/util/concurrent/Executors",
            "java/util/concurrent/Linked",
            "java/util/concurrent/Priority",
            "java/util/concurrent/ScheduledThreadPoolExecutor",
            "java/util/concurrent/SynchronousQueue",
            "java/util/logging/",
            "java/beans/",
            "javax/swing/",
            "com/sun/net/httpserver/",
            "sun/net/httpserver/");

    /** Whether the monitors of a class are looked at that is loaded already. */
    boolean coversLoaded(@Nullable ClassLoader loader, String name) {
        boolean jdk = loader == null || loader == ClassLoader.getPlatformClassLoader();
        return covers(loader, name) && (!jdk || startsWithOneOf(name, LOADED));
    }

    /** Whether the monitors of this class are looked at. */
    boolean covers(@Nullable ClassLoader loader, String name) {
        if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
            return startsWithOneOf(name, JDK) && !startsWithOneOf(name, QUIET);
        }
        String dotted = name.replace('/', '.');
        return (include.isEmpty() || matchesOneOf(dotted, include)) && !matchesOneOf(dotted, exclude);
    }

    /** Whether the locks that this class makes get names, though nothing else of it is looked at. */
    boolean namesLocks(@Nullable ClassLoader loader, String name) {
        boolean jdk = loader == null || loader == ClassLoader.getPlatformClassLoader();
        return jdk && startsWithOneOf(name, NAMED);
    }

    private static boolean startsWithOneOf(String name, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matchesOneOf(String name, List<String> patterns) {
        for (String pattern : patterns) {
            if (matches(name, pattern)) {
                return true;
            }
        }
        return false;
    }

    /** A package stands for all that is in it; {@code *} for any text. */
    private static boolean matches(String name, String pattern) {
        if (pattern.indexOf('*') < 0) {
            return name.equals(pattern) || name.startsWith(pattern + ".") || name.startsWith(pattern + "$");
        }
        String[] parts = pattern.split("\\*", -1);
        if (!name.startsWith(parts[0])) {
            return false;
        }
        int at = parts[0].length();
        for (int i = 1; i < parts.length - 1; i++) {
            int found = name.indexOf(parts[i], at);
            if (found < 0) {
                return false;
            }
            at = found + parts[i].length();
        }
        String last = parts[parts.length - 1];
        return name.length() - at >= last.length() && name.endsWith(last);
    }
}

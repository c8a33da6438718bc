package io.fencedep.agent.boot;

import org.jspecify.annotations.Nullable;

/**
 * What a test framework in the same JVM calls, by reflection: so nothing but types of the JDK goes in and out. Findings
 * come as arrays of id, severity, title and report. Thread-safe.
 */
public final class TestRun {
    /** Who answers; the analysis. */
    public interface Tests {
        /** See {@link TestRun#begin}. */
        Object begin(ThreadState thread, String test);

        /** See {@link TestRun#end}. */
        String[][] end(Object window, boolean combine);

        /** See {@link TestRun#endRun}. */
        String[][] endRun();
    }

    private static volatile @Nullable Tests tests;

    private TestRun() {}

    /** From here on {@link Tests} answers; null for nobody. */
    public static void answeredBy(@Nullable Tests answering) {
        tests = answering;
    }

    /** Whether anybody answers. */
    public static boolean isRecording() {
        return tests != null;
    }

    /**
     * A test begins in this thread; what this thread and those that it starts do belongs to it. Several may run at a time.
     *
     * @return what {@link #end} is to be called with; null when nobody records
     */
    public static @Nullable Object begin(String test) {
        Tests answering = tests;
        if (answering == null) {
            return null;
        }
        boolean before = Threads.pause();
        try {
            ThreadState thread = Threads.current();
            // What was told of an earlier test must be told of this one again.
            ThreadState.waits++;
            thread.steps();
            return answering.begin(thread, test);
        } finally {
            Threads.resume(before);
        }
    }

    /**
     * A test has ended. All that its threads did until now is looked at first.
     *
     * @param window what {@link #begin} answered
     * @param combine whether {@link #endRun} is to hold what it did against what other tests did
     * @return the findings that it shows by itself
     */
    public static String[][] end(Object window, boolean combine) {
        Tests answering = tests;
        if (answering == null) {
            return new String[0][];
        }
        boolean before = Threads.pause();
        try {
            return answering.end(window, combine);
        } finally {
            Threads.resume(before);
        }
    }

    /** A run of tests has ended: the findings that all tests until now show together, with what ran outside of them. */
    public static String[][] endRun() {
        Tests answering = tests;
        if (answering == null) {
            return new String[0][];
        }
        boolean before = Threads.pause();
        try {
            return answering.endRun();
        } finally {
            Threads.resume(before);
        }
    }
}

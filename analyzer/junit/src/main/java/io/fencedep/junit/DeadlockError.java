package io.fencedep.junit;

import java.util.List;
import java.util.stream.Collectors;

/** A test, or all tests together, did what can deadlock. The message is the report. */
public final class DeadlockError extends AssertionError {
    private static final long serialVersionUID = 1;

    private DeadlockError(String message) {
        super(message);
        // Where it was found says nothing; where it comes from is in the report.
        setStackTrace(new StackTraceElement[0]);
    }

    static DeadlockError inTest(List<Finding> findings) {
        return new DeadlockError(headline(findings) + " by what this test did\n\n" + reports(findings));
    }

    static DeadlockError acrossTests(List<Finding> findings) {
        return new DeadlockError("fencedep, all tests together: " + headline(findings)
                + " by what several tests did, or what ran outside of tests\n\n" + reports(findings));
    }

    private static String headline(List<Finding> findings) {
        String first = findings.get(0).title();
        return findings.size() == 1
                ? "a deadlock is possible (" + first + ")"
                : findings.size() + " deadlocks are possible (" + first + ", ...)";
    }

    private static String reports(List<Finding> findings) {
        return findings.stream().map(Finding::report).collect(Collectors.joining());
    }
}

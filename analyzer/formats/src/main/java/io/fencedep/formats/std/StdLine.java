package io.fencedep.formats.std;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One line, cut into its parts. Operands may hold brackets; a location may be missing.
 *
 * <pre>
 * T0|fork(T1)|1
 * T2|acq(L15)|415
 * T1|r(V1.290)|Main.java:390
 * T1|begin()|2
 * </pre>
 */
final class StdLine {
    /** What a thread may do. */
    enum Operation {
        ACQ,
        REL,
        REQ,
        R,
        W,
        FORK,
        JOIN,
        BEGIN,
        END,
        ENTER,
        EXIT,
        BRANCH,
        DUMMY;

        private final byte[] text = name().toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.US_ASCII);

        /** Whether it is nothing without what it is done to. */
        boolean hasOperand() {
            return ordinal() <= JOIN.ordinal();
        }
    }

    private static final Operation[] OPERATIONS = Operation.values();

    Operation operation = Operation.DUMMY;
    int threadFrom;
    int threadTo;
    int operandFrom;
    int operandTo;
    int locationFrom;
    int locationTo;

    /** Cuts this line; false when it is no event. */
    boolean parse(byte[] bytes, int from, int end) {
        threadFrom = from;
        threadTo = find(bytes, from, end, '|');
        if (threadTo <= from || threadTo == end) {
            return false;
        }
        int second = find(bytes, threadTo + 1, end, '|');
        locationFrom = Math.min(second + 1, end);
        locationTo = end;
        return parseOperation(bytes, threadTo + 1, second);
    }

    private boolean parseOperation(byte[] bytes, int from, int end) {
        int open = find(bytes, from, end, '(');
        boolean hasBrackets = open < end;
        if (hasBrackets && bytes[end - 1] != ')') {
            return false;
        }
        operandFrom = hasBrackets ? open + 1 : end;
        operandTo = hasBrackets ? end - 1 : end;
        for (Operation candidate : OPERATIONS) {
            if (Arrays.equals(bytes, from, open, candidate.text, 0, candidate.text.length)) {
                operation = candidate;
                return !candidate.hasOperand() || operandTo > operandFrom;
            }
        }
        return false;
    }

    private static int find(byte[] bytes, int from, int end, char character) {
        int at = from;
        while (at < end && bytes[at] != character) {
            at++;
        }
        return at;
    }
}

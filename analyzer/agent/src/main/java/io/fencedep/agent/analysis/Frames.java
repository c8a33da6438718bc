package io.fencedep.agent.analysis;

/** Parts of a frame of a call stack, as text: {@code type.method(File.java:line)}. */
final class Frames {
    private Frames() {}

    /** The type and the method. */
    static String methodOf(String frame) {
        int bracket = frame.indexOf('(');
        return bracket < 0 ? frame : frame.substring(0, bracket);
    }

    static String typeOf(String frame) {
        String method = methodOf(frame);
        int dot = method.lastIndexOf('.');
        return dot < 0 ? method : method.substring(0, dot);
    }

    /** The method alone. */
    static String nameOf(String frame) {
        String method = methodOf(frame);
        return method.substring(method.lastIndexOf('.') + 1);
    }

    /** 0 when it is not known. */
    static int lineOf(String frame) {
        int colon = frame.lastIndexOf(':');
        try {
            return colon < 0 ? 0 : Integer.parseInt(frame.substring(colon + 1, frame.length() - 1));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    static boolean isOfJdk(String frame) {
        return frame.startsWith("java.") || frame.startsWith("jdk.");
    }
}

package io.fencedep.core.contract;

import io.fencedep.core.model.ClassNames;

/** Class names with {@code *} for any text. Linear in the lengths but for patterns made to be slow. */
public final class Glob {
    private Glob() {}

    /** Whether the name fits; a pattern without {@code *} may be any of the names that the class goes by. */
    public static boolean matches(String pattern, String name) {
        if (pattern.indexOf('*') < 0) {
            return name.equals(pattern) || name.equals(ClassNames.canonical(pattern));
        }
        int at = 0;
        int in = 0;
        int star = -1;
        int resume = 0;
        while (in < name.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = in;
            } else if (at < pattern.length() && pattern.charAt(at) == name.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}

package io.fencedep.agent.boot;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The places in instrumented code that make locks, by number: the name that such a lock's class gets. */
public final class Sites {
    private static volatile @Nullable String[] names = new String[1024];
    private static int used = 1;

    private Sites() {}

    /** A number for a new site. Sites of one name are one class. */
    public static synchronized int add(String name) {
        @Nullable String[] table = names;
        if (used == table.length) {
            table = Arrays.copyOf(table, used * 2);
        }
        table[used] = name;
        names = table;
        return used++;
    }

    static String name(int site) {
        String name = names[site];
        return name == null ? "unknown" : name;
    }
}

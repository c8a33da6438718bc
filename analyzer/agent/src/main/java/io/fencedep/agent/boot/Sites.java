package io.fencedep.agent.boot;

import java.util.Arrays;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/** The places in instrumented code that make or take locks, by number: the name that such a lock's class gets. */
public final class Sites {
    /** The first number of a site; smaller ones stand for none. */
    static final int FIRST = 2;

    private static final HashMap<String, Integer> NUMBERS = new HashMap<>();
    private static volatile @Nullable String[] names = new String[1024];
    private static int used = FIRST;

    private Sites() {}

    /** The number of all sites with this name. */
    public static synchronized int of(String name) {
        Integer known = NUMBERS.get(name);
        int number = known == null ? add(name) : known;
        NUMBERS.put(name, number);
        return number;
    }

    private static int add(String name) {
        @Nullable String[] table = names;
        if (used == table.length) {
            table = Arrays.copyOf(table, used * 2);
        }
        table[used] = name;
        names = table;
        return used++;
    }

    /** The name of the sites with this number. */
    public static String name(int site) {
        String name = names[site];
        return name == null ? "unknown" : name;
    }
}

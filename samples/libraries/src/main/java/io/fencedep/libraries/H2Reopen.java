package io.fencedep.libraries;

import java.sql.Connection;
import java.sql.DriverManager;

/** The last connection of a database closes it; another thread connects to it. */
public final class H2Reopen {
    private H2Reopen() {}

    public static void main(String[] arguments) throws Exception {
        Class.forName("org.h2.Driver");
        Connection[] both = new Connection[2];
        Turns.take(
                () -> both[0] = DriverManager.getConnection("jdbc:h2:mem:database"),
                () -> both[1] = DriverManager.getConnection("jdbc:h2:mem:database"),
                () -> both[0].close(),
                () -> both[1].close());
    }
}

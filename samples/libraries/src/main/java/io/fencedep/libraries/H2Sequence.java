package io.fencedep.libraries;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A result too large for memory is closed; numbers are taken from a sequence until it has to be written. */
public final class H2Sequence {
    private H2Sequence() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("h2");
        String url = "jdbc:h2:" + folder.resolve("data").toUri() + ";MAX_MEMORY_ROWS=10";
        try (Connection one = DriverManager.getConnection(url);
                Connection other = DriverManager.getConnection(url)) {
            try (Statement statement = one.createStatement()) {
                statement.execute("create table numbers(id identity, n int)");
                statement.execute("create sequence counter");
            }
            Turns.take(() -> closeLarge(one), () -> count(other));
        } finally {
            delete(folder);
        }
    }

    private static void closeLarge(Connection connection) throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select distinct x from system_range(1, 1000)")) {
            while (rows.next()) {
                rows.getInt(1);
            }
        }
    }

    private static void count(Connection connection) throws Exception {
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < 100; i++) {
                statement.execute("insert into numbers(n) values (next value for counter)");
            }
        }
    }

    private static void delete(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> inward = files.sorted(Comparator.reverseOrder()).toList();
            for (Path each : inward) {
                Files.delete(each);
            }
        }
    }
}

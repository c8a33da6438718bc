package io.fencedep.benchmarks;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A lock-heavy program: two threads on one H2 database in memory, each with small transactions that insert, read and change
 * rows. Prints a line for each round after the first: how long it took, how much processor time its two threads, and how
 * much the whole program, in milliseconds.
 */
public final class DatabaseWorkload {
    private static final String URL = "jdbc:h2:mem:bench;DB_CLOSE_DELAY=-1";
    private static final long MILLION = 1_000_000;
    private static final int ROWS = 2_000;

    private DatabaseWorkload() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        int transactions = Integer.parseInt(arguments[1]);
        try (Connection connection = DriverManager.getConnection(URL);
                Statement statement = connection.createStatement()) {
            statement.execute("create table account(id int primary key, name varchar(40), amount bigint)");
            statement.execute("create index account_name on account(name)");
            statement.execute("create table entry(id bigint auto_increment primary key, account int, amount bigint)");
            for (int i = 0; i < ROWS; i++) {
                statement.execute("insert into account values(" + i + ", 'name" + i + "', 1000)");
            }
        }
        for (int i = 0; i < rounds; i++) {
            long all = cpu();
            long start = System.nanoTime();
            long own = round(transactions);
            if (i > 0) {
                System.out.println(
                        (System.nanoTime() - start) / MILLION + " " + own / MILLION + " " + (cpu() - all) / MILLION);
            }
        }
    }

    private static long round(int transactions) throws InterruptedException {
        AtomicLong own = new AtomicLong();
        Thread[] threads = new Thread[2];
        for (int i = 0; i < threads.length; i++) {
            int seed = i;
            threads[i] = new Thread(() -> {
                work(seed, transactions);
                own.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
            });
            threads[i].start();
        }
        for (Thread each : threads) {
            each.join();
        }
        return own.get();
    }

    private static void work(int seed, int transactions) {
        Random random = new Random(seed);
        try (Connection connection = DriverManager.getConnection(URL)) {
            connection.setAutoCommit(false);
            try (PreparedStatement change =
                            connection.prepareStatement("update account set amount = amount + ? where id = ?");
                    PreparedStatement insert =
                            connection.prepareStatement("insert into entry(account, amount) values(?, ?)");
                    PreparedStatement read =
                            connection.prepareStatement("select id, amount from account where name = ?")) {
                for (int i = 0; i < transactions; i++) {
                    // Each thread has rows of its own to change: no waits for each other's transactions.
                    int account = random.nextInt(ROWS / 2) * 2 + seed;
                    change.setLong(1, 1);
                    change.setInt(2, account);
                    change.executeUpdate();
                    insert.setInt(1, account);
                    insert.setLong(2, 1);
                    insert.executeUpdate();
                    for (int j = 0; j < 3; j++) {
                        read.setString(1, "name" + random.nextInt(ROWS));
                        try (ResultSet rows = read.executeQuery()) {
                            while (rows.next()) {
                                rows.getLong(2);
                            }
                        }
                    }
                    connection.commit();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}

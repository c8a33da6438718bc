package io.fencedep.libraries;

import java.sql.Connection;
import java.sql.PreparedStatement;
import org.apache.commons.dbcp.BasicDataSource;

/** A connection with a pool of statements prepares one; another thread closes it, and then the connection. */
public final class DbcpStatements {
    private DbcpStatements() {}

    public static void main(String[] arguments) throws Exception {
        BasicDataSource source = new BasicDataSource();
        source.setDriverClassName("org.h2.Driver");
        source.setUrl("jdbc:h2:mem:statements;DB_CLOSE_DELAY=-1");
        source.setPoolPreparedStatements(true);
        Connection connection = source.getConnection();
        PreparedStatement[] statement = new PreparedStatement[1];
        Turns.take(
                () -> statement[0] = connection.prepareStatement("select 1"),
                () -> statement[0].close(),
                connection::close);
        source.close();
    }
}

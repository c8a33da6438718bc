package io.fencedep.libraries;

import java.sql.Connection;
import org.apache.commons.dbcp.BasicDataSource;

/** The pool validates a connection that it lends; the same connection is closed by its user. */
public final class DbcpAbandoned {
    private DbcpAbandoned() {}

    public static void main(String[] arguments) throws Exception {
        BasicDataSource source = new BasicDataSource();
        source.setDriverClassName("org.h2.Driver");
        source.setUrl("jdbc:h2:mem:dbcp;DB_CLOSE_DELAY=-1");
        source.setRemoveAbandoned(true);
        source.setTestOnBorrow(true);
        source.setValidationQuery("select 1");
        source.getConnection().close();
        Connection[] lent = new Connection[1];
        Turns.take(() -> lent[0] = source.getConnection(), () -> lent[0].close());
        source.close();
    }
}

package io.fencedep.libraries;

import javax.sql.DataSource;
import org.apache.commons.dbcp.DriverManagerConnectionFactory;
import org.apache.commons.dbcp.PoolableConnectionFactory;
import org.apache.commons.dbcp.PoolingDataSource;
import org.apache.commons.pool.impl.GenericObjectPool;

/** A connection is closed, and those that nobody has are tested. */
public final class DbcpEviction {
    private DbcpEviction() {}

    public static void main(String[] arguments) throws Exception {
        GenericObjectPool pool = new GenericObjectPool();
        pool.setTestWhileIdle(true);
        new PoolableConnectionFactory(
                new DriverManagerConnectionFactory("jdbc:h2:mem:x", "sa", ""), pool, null, "select 1", false, true);
        DataSource source = new PoolingDataSource(pool);
        source.getConnection().close();
        Turns.take(() -> source.getConnection().close(), pool::evict);
        pool.close();
    }
}

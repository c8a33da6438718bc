package io.fencedep.libraries;

import com.alibaba.druid.pool.DruidDataSource;
import com.alibaba.druid.stat.DruidDataSourceStatManager;

/** The statistics of all pools are reset, and one of them is closed. */
public final class DruidReset {
    private DruidReset() {}

    public static void main(String[] arguments) throws Exception {
        DruidDataSource pool = new DruidDataSource();
        pool.setUrl("jdbc:h2:mem:x");
        pool.setUsername("sa");
        pool.setPassword("");
        pool.init();
        pool.getConnection().close();
        Turns.take(DruidDataSourceStatManager.getInstance()::reset, pool::close);
    }
}

package io.fencedep.libraries;

import com.mchange.v2.c3p0.DataSources;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** A pool makes its bean for JMX, which asks the pool when somebody looks at it. */
public final class C3p0Beans {
    private C3p0Beans() {}

    public static void main(String[] arguments) throws Exception {
        Class.forName("org.h2.Driver");
        Turns.take(C3p0Beans::connect, C3p0Beans::look);
        System.exit(0);
    }

    private static void connect() throws SQLException {
        DataSources.pooledDataSource(DataSources.unpooledDataSource("jdbc:h2:mem:x;DB_CLOSE_DELAY=-1", "sa", ""))
                .getConnection()
                .close();
    }

    private static void look() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(new ObjectName("com.mchange.v2.c3p0:*"), null)) {
            for (MBeanAttributeInfo each : server.getMBeanInfo(name).getAttributes()) {
                try {
                    server.getAttribute(name, each.getName());
                } catch (JMException e) {
                    System.out.println(name + " does not tell " + each.getName());
                }
            }
        }
    }
}

package io.fencedep.libraries;

import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;

/** A server serves a few requests, and is shut down afterwards. */
public final class ZooKeeperShutdown {
    private ZooKeeperShutdown() {}

    public static void main(String[] arguments) throws Exception {
        org.apache.log4j.Logger.getRootLogger().setLevel(org.apache.log4j.Level.OFF);
        File data = Files.createTempDirectory("zookeeper").toFile();
        ZooKeeperServer server = new ZooKeeperServer();
        server.setTxnLogFactory(new FileTxnSnapLog(data, data));
        server.setTickTime(2_000);
        ServerCnxnFactory connections = ServerCnxnFactory.createFactory();
        connections.configure(new InetSocketAddress("localhost", 0), 10);
        connections.startup(server);
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client =
                new ZooKeeper("localhost:" + connections.getLocalPort(), 4_000, event -> connected.countDown());
        connected.await();
        client.create("/a", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        client.setData("/a", new byte[1], -1);
        client.close();
        connections.shutdown();
        System.exit(0);
    }
}

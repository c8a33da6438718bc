package io.fencedep.libraries;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.jute.OutputArchive;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.server.DataTree;

/** The tree of nodes is written to where a lock is needed, and changed under that lock. */
public final class ZooKeeperTree {
    private static final Object stream = new Object();

    private ZooKeeperTree() {}

    public static void main(String[] arguments) throws Exception {
        org.apache.log4j.Logger.getRootLogger().setLevel(org.apache.log4j.Level.OFF);
        DataTree tree = new DataTree();
        OutputArchive archive = (OutputArchive) Proxy.newProxyInstance(
                ZooKeeperTree.class.getClassLoader(), new Class<?>[] {OutputArchive.class}, (proxy, method, given) -> {
                    synchronized (stream) {
                        return null;
                    }
                });
        Turns.take(() -> tree.serialize(archive, "tree"), () -> {
            synchronized (stream) {
                create(tree);
                tree.setData("/", new byte[0], 1, 1, 1);
            }
        });
    }

    /** What it answers is another thing in later releases. */
    private static void create(DataTree tree) throws IllegalAccessException, InvocationTargetException {
        for (Method each : DataTree.class.getMethods()) {
            if (each.getName().equals("createNode") && each.getParameterCount() == 7) {
                each.invoke(tree, "/node", new byte[0], ZooDefs.Ids.READ_ACL_UNSAFE, 0L, -1, 1L, 1L);
            }
        }
    }
}

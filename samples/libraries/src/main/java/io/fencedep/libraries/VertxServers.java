package io.fencedep.libraries;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;

/** Two servers that share a port are opened and closed. */
public final class VertxServers {
    private VertxServers() {}

    public static void main(String[] arguments) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Vertx vertx = Vertx.vertx();
        NetServer[] servers = new NetServer[2];
        Turns.take(
                () -> listen(vertx, servers, 0, port),
                () -> listen(vertx, servers, 1, port),
                () -> close(servers[0]),
                () -> close(servers[1]));
        CountDownLatch closed = new CountDownLatch(1);
        vertx.close(done -> closed.countDown());
        closed.await();
    }

    private static void listen(Vertx vertx, NetServer[] servers, int at, int port) throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        vertx.getOrCreateContext().runOnContext(nothing -> {
            servers[at] = vertx.createNetServer().connectHandler(socket -> {});
            servers[at].listen(port, "127.0.0.1", done -> open.countDown());
        });
        open.await();
    }

    private static void close(NetServer server) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        server.close(done -> closed.countDown());
        closed.await();
    }
}

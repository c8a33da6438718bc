package io.fencedep.libraries;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Locks of the JDK under which handlers are closed, and a server's thread is awaited. */
public final class JdkClosing {
    private static final Object lock = new Object();
    private static final Object served = new Object();
    private static final Logger logger = Logger.getLogger("closing");

    private JdkClosing() {}

    private static void touch(Object needed) {
        synchronized (needed) {
            needed.hashCode();
        }
    }

    private static final class Output extends Handler {
        @Override
        public void publish(LogRecord record) {}

        @Override
        public void flush() {}

        @Override
        public void close() {
            touch(lock);
        }
    }

    public static void main(String[] arguments) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            touch(served);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        logger.addHandler(new Output());
        LogManager manager = LogManager.getLogManager();
        URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
        Turns.take(
                manager::reset,
                () -> address.toURL().openConnection().getInputStream().close(),
                () -> {
                    synchronized (lock) {
                        manager.readConfiguration(new ByteArrayInputStream(new byte[0]));
                    }
                },
                () -> {
                    synchronized (served) {
                        server.stop(0);
                    }
                });
    }
}

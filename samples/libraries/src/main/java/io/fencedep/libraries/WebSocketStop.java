package io.fencedep.libraries;

import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** A server closes its connections when it is stopped; one of them is closed by itself. */
public final class WebSocketStop extends WebSocketServer {
    private WebSocketStop() {
        super(new InetSocketAddress("localhost", 0));
    }

    @Override
    public void onOpen(WebSocket connection, ClientHandshake handshake) {}

    @Override
    public void onClose(WebSocket connection, int code, String reason, boolean remote) {}

    @Override
    public void onMessage(WebSocket connection, String message) {}

    @Override
    public void onError(WebSocket connection, Exception failure) {}

    /** In releases that tell it. */
    public void onStart() {}

    public static void main(String[] arguments) throws Exception {
        WebSocketStop server = new WebSocketStop();
        server.start();
        while (server.getPort() == 0) {
            Thread.sleep(10);
        }
        Thread.sleep(100);
        WebSocketImpl connection = new WebSocketImpl(server, (Draft) null);
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        connection.key = channel.register(Selector.open(), SelectionKey.OP_CONNECT);
        server.addConnection(connection);
        Turns.take(() -> server.stop(100), () -> connection.closeConnection(1000, "done"));
        System.exit(0);
    }
}

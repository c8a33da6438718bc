package io.fencedep.libraries;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.channel.direct.SessionChannel;
import net.schmizz.sshj.transport.Transport;

/** A channel is asked whether it is open, and closed. */
public final class SshjClose {
    private SshjClose() {}

    public static void main(String[] arguments) throws Exception {
        SessionChannel channel = channel();
        Turns.take(channel::isOpen, () -> close(channel));
    }

    private static void close(SessionChannel channel) {
        try {
            channel.close();
        } catch (Exception e) {
            System.out.println("the other end does not answer: " + e);
        }
    }

    /** A later release is told the character set. */
    private static SessionChannel channel() throws Exception {
        Transport transport = stub(Transport.class, (proxy, method, arguments) -> any(method.getReturnType()));
        Connection connection = stub(Connection.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getTransport" -> transport;
            case "getTimeout", "getTimeoutMs" -> 1;
            default -> any(method.getReturnType());
        });
        Constructor<?> maker = SessionChannel.class.getConstructors()[0];
        return (SessionChannel)
                (maker.getParameterCount() == 1
                        ? maker.newInstance(connection)
                        : maker.newInstance(connection, StandardCharsets.UTF_8));
    }

    private static <T> T stub(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object any(Class<?> type) {
        if (type == int.class) {
            return 1000;
        }
        if (type == long.class) {
            return 1000L;
        }
        return type == boolean.class ? Boolean.TRUE : null;
    }
}

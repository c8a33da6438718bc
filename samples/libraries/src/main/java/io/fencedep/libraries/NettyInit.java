package io.fencedep.libraries;

import io.netty.buffer.Unpooled;
import io.netty.util.internal.SystemPropertyUtil;

/** Two threads begin with two classes whose initialisers need the logger, and the logger them. */
public final class NettyInit {
    private NettyInit() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> SystemPropertyUtil.get("name"), Unpooled::buffer);
    }
}

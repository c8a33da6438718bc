package io.fencedep.libraries;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.local.LocalChannel;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A handler is added under a lock that another one takes when it is told that it is removed. */
public final class NettyPipeline {
    private static final Object lock = new Object();

    private NettyPipeline() {}

    public static void main(String[] arguments) throws Exception {
        EventLoopGroup loops = new DefaultEventLoopGroup(1);
        EventExecutorGroup others = new DefaultEventExecutorGroup(1);
        LocalChannel channel = new LocalChannel();
        loops.register(channel).sync();
        CountDownLatch removed = new CountDownLatch(2);
        channel.pipeline().addLast(others, "one", handler(removed));
        channel.pipeline().addLast("other", handler(removed));
        Turns.take(
                () -> {
                    synchronized (lock) {
                        channel.pipeline().addLast("third", new ChannelHandlerAdapter() {});
                    }
                },
                () -> {
                    channel.close().sync();
                    removed.await();
                });
        others.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    private static ChannelHandler handler(CountDownLatch removed) {
        return new ChannelHandlerAdapter() {
            @Override
            public void handlerRemoved(ChannelHandlerContext context) {
                synchronized (lock) {
                    removed.countDown();
                }
            }
        };
    }
}

package io.fencedep.libraries;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jboss.netty.buffer.ChannelBuffers;
import org.jboss.netty.channel.Channel;
import org.jboss.netty.channel.ChannelFuture;
import org.jboss.netty.channel.Channels;
import org.jboss.netty.handler.codec.embedder.CodecEmbedderException;
import org.jboss.netty.handler.codec.embedder.EncoderEmbedder;
import org.jboss.netty.handler.ssl.SslHandler;

/** What waits for a handshake fails when its channel is closed; its listener needs a lock under which others write. */
public final class NettySslClose {
    private static final Object lock = new Object();

    private NettySslClose() {}

    public static void main(String[] arguments) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        SslHandler handler = new SslHandler(engine);
        EncoderEmbedder<Object> embedder = new EncoderEmbedder<>(handler);
        Channel channel = embedder.getPipeline().getChannel();
        Turns.take(
                () -> {
                    synchronized (lock) {
                        ChannelFuture written = channel.write(ChannelBuffers.wrappedBuffer(new byte[1]));
                        written.addListener(future -> {
                            synchronized (lock) {
                                lock.notifyAll();
                            }
                        });
                    }
                },
                () -> {
                    try {
                        Channels.fireChannelClosed(channel);
                    } catch (CodecEmbedderException e) {
                        // What the handler tells of the write that failed.
                    }
                });
    }
}

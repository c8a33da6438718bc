package io.fencedep.libraries;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Client and server answer each other at once, each on the thread that sends. */
public final class GrpcInProcess {
    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record Receiver(Consumer<String> action) implements StreamObserver<String> {
        @Override
        public void onNext(String value) {
            action.accept(value);
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {}
    }

    private static StreamObserver<String> toServer;
    private static StreamObserver<String> toClient;

    private GrpcInProcess() {}

    public static void main(String[] arguments) throws Exception {
        MethodDescriptor<String, String> method = MethodDescriptor.<String, String>newBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .setFullMethodName("service/talk")
                .setRequestMarshaller(new Text())
                .setResponseMarshaller(new Text())
                .build();
        Server server = InProcessServerBuilder.forName("talk")
                .directExecutor()
                .addService(ServerServiceDefinition.builder("service")
                        .addMethod(method, ServerCalls.asyncBidiStreamingCall(GrpcInProcess::serve))
                        .build())
                .build()
                .start();
        ManagedChannel channel = InProcessChannelBuilder.forName("talk")
                .directExecutor()
                .disableRetry()
                .build();
        toServer = ClientCalls.asyncBidiStreamingCall(
                channel.newCall(method, CallOptions.DEFAULT), answering("pushed", text -> toServer.onNext(text)));
        Turns.take(() -> toServer.onNext("asked"), () -> toClient.onNext("pushed"));
        channel.shutdownNow();
        server.shutdownNow();
    }

    private static StreamObserver<String> serve(StreamObserver<String> client) {
        toClient = client;
        return answering("asked", client::onNext);
    }

    private static StreamObserver<String> answering(String question, Consumer<String> answer) {
        return new Receiver(text -> {
            if (text.equals(question)) {
                answer.accept("answer");
            }
        });
    }
}

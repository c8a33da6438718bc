package io.fencedep.libraries;

import com.amazonaws.xray.AWSXRayRecorder;
import com.amazonaws.xray.AWSXRayRecorderBuilder;
import com.amazonaws.xray.emitters.Emitter;
import com.amazonaws.xray.entities.Segment;
import com.amazonaws.xray.entities.Subsegment;
import com.amazonaws.xray.strategy.DefaultStreamingStrategy;
import com.amazonaws.xray.strategy.sampling.AllSamplingStrategy;

/** Parts of one segment begin and end, and those that are over are sent while the segment is open. */
public final class XraySegments {
    private static final class Sink extends Emitter {
        @Override
        public boolean sendSegment(Segment segment) {
            return !segment.serialize().isEmpty();
        }

        @Override
        public boolean sendSubsegment(Subsegment part) {
            return !part.streamSerialize().isEmpty();
        }
    }

    private XraySegments() {}

    public static void main(String[] arguments) throws Exception {
        AWSXRayRecorder recorder = AWSXRayRecorderBuilder.standard()
                .withSamplingStrategy(new AllSamplingStrategy())
                .withEmitter(new Sink())
                .withStreamingStrategy(new DefaultStreamingStrategy(1))
                .build();
        Segment segment = recorder.beginSegment("all");
        Turns.take(() -> work(recorder, segment), () -> work(recorder, segment));
        recorder.setTraceEntity(segment);
        recorder.endSegment();
    }

    private static void work(AWSXRayRecorder recorder, Segment segment) {
        recorder.setTraceEntity(segment);
        recorder.beginSubsegment("outer");
        for (int i = 0; i < 4; i++) {
            recorder.beginSubsegment("inner");
            recorder.endSubsegment();
        }
        recorder.endSubsegment();
    }
}

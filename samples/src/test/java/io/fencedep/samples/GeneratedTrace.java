package io.fencedep.samples;

import io.fencedep.core.detect.Detector;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.lowering.Lowering;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.jsonl.JsonlFormat;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A trace of any length that is made while it is read: tasks that take locks in order, wait for fences that are new each
 * time, run work items, allocate, and leave new addresses behind all the time.
 */
final class GeneratedTrace extends InputStream {
    private static final String ROUND = """
            {"event":"acquire","task":"t%1$d","time":%2$d,"lock":"0xffff%3$08x","class":"&dev->lock%4$d","kind":"mutex","at":"dev.c:12"}
            {"event":"acquire","task":"t%1$d","time":%2$d,"lock":"0xfffe%3$08x","class":"&vm->lock%5$d","kind":"mutex","at":"vm.c:34"}
            {"event":"alloc","task":"t%1$d","flags":"GFP_KERNEL","at":"vm.c:35"}
            {"event":"fence-create","task":"t%1$d","fence":"f%2$d","class":"dma_fence:ring%4$d"}
            {"event":"fence-publish","task":"t%1$d","fence":"f%2$d"}
            {"event":"fence-submit","task":"t%1$d","fence":"f%2$d"}
            {"event":"release","task":"t%1$d","lock":"0xfffe%3$08x"}
            {"event":"release","task":"t%1$d","lock":"0xffff%3$08x"}
            {"event":"fence-wait","task":"t%1$d","fence":"f%2$d"}
            {"event":"work-begin","task":"worker%1$d","work":"w%3$08x","class":"ring_work%4$d"}
            {"event":"acquire","task":"worker%1$d","lock":"0xfffd%3$08x","class":"&ring->lock%4$d","kind":"spin"}
            {"event":"release","task":"worker%1$d","lock":"0xfffd%3$08x"}
            {"event":"fence-signal","task":"worker%1$d","fence":"f%2$d"}
            {"event":"work-end","task":"worker%1$d","work":"w%3$08x"}
            {"event":"fence-waited","task":"t%1$d","fence":"f%2$d","slept":true}
            {"event":"fence-destroy","task":"t%1$d","fence":"f%2$d"}
            """;
    private static final int TASKS = 50;
    private static final int CLASSES = 20;

    private final long events;
    private final long perRound = ROUND.lines().count();
    private long rounds;
    private byte[] chunk = "{\"format\":\"fencedep-trace\",\"version\":1}\n".getBytes(StandardCharsets.UTF_8);
    private int at;

    /** @param events about how many */
    GeneratedTrace(long events) {
        this.events = events;
    }

    @Override
    public int read() {
        if (at == chunk.length && !refill()) {
            return -1;
        }
        return chunk[at++] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        if (at == chunk.length && !refill()) {
            return -1;
        }
        int count = Math.min(length, chunk.length - at);
        System.arraycopy(chunk, at, into, from, count);
        at += count;
        return count;
    }

    private boolean refill() {
        if (rounds * perRound >= events) {
            return false;
        }
        long address = rounds * 0x9E3779B9L & 0x3FFFFFFF;
        int first = (int) (rounds % CLASSES);
        int second = (int) (rounds / CLASSES % CLASSES);
        chunk = ROUND.formatted(rounds % TASKS, rounds, address, first, second).getBytes(StandardCharsets.UTF_8);
        at = 0;
        rounds++;
        return true;
    }

    /** Reads and analyses a trace of this many events, and says what it found. */
    public static void main(String[] args) throws InputException {
        Names names = new Names();
        Instances instances = new Instances();
        List<Lowering> lowering = new ArrayList<>();
        TraceContext context = new TraceContext(
                names,
                instances,
                recording -> lowering.add(new Lowering(names, instances, recording.source())),
                event -> lowering.get(0).accept(event),
                ReadOptions.STRICT);
        TraceSource source = TraceSource.of("generated", new GeneratedTrace(Long.parseLong(args[0])));
        ReadReport report = new JsonlFormat().read(source, context);
        DependencyGraph graph = lowering.get(0).finish(report.recording(), 0, List.of());
        System.out.println(report.events() + " events, " + graph.dependencies().size() + " dependencies, "
                + Detector.analyse(graph, List.of()).findings().size() + " findings");
    }
}

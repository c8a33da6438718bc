package io.fencedep.formats.jsonl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final String HEADER = "{\"format\":\"fencedep-trace\",\"version\":1}\n";
    private static final String EVENTS = """
            {"event":"acquire","task":"t\\u00e9","time":1,"lock":"l","class":"c","kind":"mutex","at":"a.c:1","stack":["f","g"]}
            {"event":"fence-wait","task":"t","any":["f1","f2"],"timeout":5,"unlisted":{"x":[1,"y",null]}}
            {"event":"notifier-begin","task":"t","notifier":"n","pages":["p1","p2"],"blocking":false}
            {"event":"release","task":"t","lock":"l","irqs":"off","context":"softirq"}
            """;

    private final Names names = new Names();
    private final Instances instances = new Instances();

    @Test
    void anEventOfKnownNamesMakesNoObject() throws InputException {
        byte[] few = (HEADER + EVENTS.repeat(1_000)).getBytes(UTF_8);
        byte[] many = (HEADER + EVENTS.repeat(11_000)).getBytes(UTF_8);
        for (int i = 0; i < 2; i++) {
            allocated(many);
        }
        double perEvent = (allocated(many) - allocated(few)) / 40_000.0;
        assertThat(perEvent).as("bytes allocated for an event").isLessThan(0.1);
    }

    private long allocated(byte[] trace) throws InputException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        TraceSource source = TraceSource.of("t", new ByteArrayInputStream(trace));
        TraceContext context = new TraceContext(names, instances, recording -> {}, event -> {}, ReadOptions.STRICT);
        long before = threads.getCurrentThreadAllocatedBytes();
        new JsonlFormat().read(source, context);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}

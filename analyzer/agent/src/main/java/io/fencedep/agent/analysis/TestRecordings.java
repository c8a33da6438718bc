package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.Message;
import io.fencedep.agent.boot.ThreadState;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives each message to the test that it belongs to, by its thread. A thread belongs to the test that runs in it, else to
 * that of the thread that started it; a thread of which neither is known belongs to the only test that runs, and to none
 * when there are several. Does nothing until a first test begins. Not thread-safe: the recorder's lock guards it.
 */
final class TestRecordings {
    private static final String OUTSIDE = "outside of tests";

    private final Names names;
    private final Recording run;
    private final int stackDepth;
    private final TogetherGraph together = new TogetherGraph();
    private final List<TestWindow> open = new ArrayList<>();
    private final Map<ThreadState, Deque<TestWindow>> members = new HashMap<>();
    private @Nullable TestWindow outside;
    private long count;

    TestRecordings(Names names, Recording run, int stackDepth) {
        this.names = names;
        this.run = run;
        this.stackDepth = stackDepth;
    }

    TestWindow begin(ThreadState thread, String test) {
        if (outside == null) {
            outside = window(OUTSIDE);
        }
        TestWindow window = window(test);
        open.add(window);
        join(thread, window);
        return window;
    }

    private TestWindow window(String name) {
        Recording recording =
                new Recording(Recording.partOf(run.id(), ++count), name, run.format(), run.source(), run.lacks());
        return new TestWindow(recording, names, stackDepth);
    }

    private void join(ThreadState thread, TestWindow window) {
        members.computeIfAbsent(thread, ignored -> new ArrayDeque<>()).push(window);
    }

    void tell(Message message) {
        TestWindow rest = outside;
        if (rest == null) {
            return;
        }
        TestWindow window = windowOf(message.thread, rest);
        ThreadState child = message.child;
        if (message.kind == Message.Kind.TASK_START && child != null && window != rest) {
            join(child, window);
        }
        window.tell(message);
    }

    private TestWindow windowOf(ThreadState thread, TestWindow rest) {
        Deque<TestWindow> own = members.get(thread);
        if (own != null && !own.isEmpty()) {
            return own.element();
        }
        return open.size() == 1 ? open.get(0) : rest;
    }

    void lost(long events) {
        open.forEach(window -> window.lost(events));
        if (outside != null) {
            outside.lost(events);
        }
    }

    /** A thread has ended: it holds nothing. */
    void ended(ThreadState thread) {
        open.forEach(window -> window.ended(thread));
        if (outside != null) {
            outside.ended(thread);
        }
        members.remove(thread);
    }

    /** What a test showed by itself. */
    DependencyGraph end(TestWindow window, boolean combine) {
        open.remove(window);
        members.values().forEach(windows -> windows.remove(window));
        members.values().removeIf(Deque::isEmpty);
        DependencyGraph graph = window.finish();
        if (combine) {
            together.add(graph);
        }
        return graph;
    }

    /** What all tests that ended showed together, with what ran outside of tests until now. */
    DependencyGraph together() {
        TestWindow rest = outside;
        if (rest != null && !rest.isEmpty()) {
            together.add(rest.finish());
            outside = window(OUTSIDE);
        }
        return together.graph();
    }

    /** The same at the very end, with tests that never ended. */
    DependencyGraph finish() {
        for (TestWindow window : List.copyOf(open)) {
            end(window, true);
        }
        return together();
    }
}

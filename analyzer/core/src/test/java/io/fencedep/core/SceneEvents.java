package io.fencedep.core;

import io.fencedep.core.model.AllocScope;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.LockMode;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Namespace;
import io.fencedep.core.model.NotifierModel;
import io.fencedep.core.model.Toggle;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Events as text: the event's name, what it is about, and options, which are words ({@code read}, {@code try}) or
 * fields ({@code kind=mutex}). The class of {@code A#2} is {@code A}; {@code class=-} says that none is given. What
 * {@code alloc} is about are its flags, and scopes, tasks and notes are named in the same place.
 */
final class SceneEvents {
    /** What names no class. */
    private static final Set<EventKind> ENDS =
            EnumSet.of(EventKind.ACQUIRED, EventKind.RELEASE, EventKind.DOWNGRADE, EventKind.WORK_END);

    private final Names names;
    private final Instances instances;
    private final Event event = new Event();
    private long line;

    SceneEvents(Names names, Instances instances) {
        this.names = names;
        this.instances = instances;
    }

    Event parse(String task, String text) {
        String[] words = text.split("\\s+");
        event.clear();
        event.line = ++line;
        event.task = names.intern(task);
        event.kind = EventKind.of(words[0]);
        if (event.kind == null) {
            throw new IllegalArgumentException("no such event: " + text);
        }
        int next = 1;
        if (words.length > 1 && !words[1].contains("=")) {
            about(words[1]);
            next = 2;
        }
        for (int i = next; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 0) {
                word(words[i]);
            } else {
                field(words[i].substring(0, equals), words[i].substring(equals + 1));
            }
        }
        return event;
    }

    private void about(String what) {
        switch (event.kind) {
            case ALLOC -> event.flags = names.intern(what);
            case SCOPE_BEGIN, SCOPE_END -> event.scope = AllocScope.valueOf(what.toUpperCase(Locale.ROOT));
            case TASK_START, TASK_JOIN, TASK_JOINED -> event.child = names.intern(what);
            case RESET_BEGIN, RESET_END, FAULT_BEGIN, FAULT_END -> event.instance = instance(Namespace.DEVICE, what);
            case RECLAIM_BEGIN, RECLAIM_END -> event.className = names.intern(what);
            case SYSCALL_BEGIN, SYSCALL_END, MARK -> event.text = names.intern(what);
            case LOST -> event.count = Long.parseLong(what);
            default -> {
                event.instance = instance(namespace(event.kind), what);
                if (!ENDS.contains(event.kind)) {
                    event.className = names.intern(what.replaceFirst("#.*", ""));
                }
            }
        }
    }

    private static Namespace namespace(EventKind kind) {
        String text = kind.text();
        if (text.startsWith("fence-") || text.startsWith("signalling-")) {
            return Namespace.FENCE;
        }
        if (text.startsWith("work-")) {
            return Namespace.WORK;
        }
        if (text.startsWith("page-") || text.startsWith("dma-")) {
            return Namespace.PAGE;
        }
        return text.startsWith("notifier-") ? Namespace.NOTIFIER : Namespace.LOCK;
    }

    private int instance(Namespace space, String name) {
        return instances.intern(space, name);
    }

    private void word(String word) {
        switch (word) {
            case "read" -> event.mode = LockMode.READ;
            case "recursive-read" -> event.mode = LockMode.RECURSIVE_READ;
            case "try" -> event.tried = true;
            case "failed" -> event.failed = true;
            case "unchecked" -> event.unchecked = true;
            case "reentrant" -> event.reentrant = true;
            case "percpu" -> event.percpu = true;
            case "userspace" -> event.userspace = true;
            case "slept" -> event.slept = Toggle.YES;
            case "awake" -> event.slept = Toggle.NO;
            case "begun" -> event.begun = true;
            case "threaded" -> event.irqThreaded = true;
            case "nonblocking" -> event.blocking = Toggle.NO;
            case "softirq", "hardirq", "nmi" -> event.context = InterruptContext.valueOf(word.toUpperCase(Locale.ROOT));
            default -> throw new IllegalArgumentException("no such word: " + word);
        }
    }

    private void field(String name, String value) {
        switch (name) {
            case "class" -> event.className = value.equals("-") ? Names.NONE : names.intern(value);
            case "subclass" -> event.subclass = Integer.parseInt(value);
            case "kind" -> event.lockKind = LockKind.of(value);
            case "nest" -> event.nest = instance(Namespace.LOCK, value);
            case "timeout" -> event.timeout = Long.parseLong(value);
            case "capacity" -> event.capacity = Long.parseLong(value);
            case "count" -> event.count = Long.parseLong(value);
            case "inner" -> event.waitInner = Integer.parseInt(value);
            case "outer" -> event.waitOuter = Integer.parseInt(value);
            case "at" -> event.at = names.intern(value);
            case "driver" -> event.driver = names.intern(value);
            case "irqs" -> event.irqs = value.equals("on") ? Toggle.YES : Toggle.NO;
            case "softirqs" -> event.softirqs = value.equals("on") ? Toggle.YES : Toggle.NO;
            case "queue" -> event.queue = names.intern(value);
            case "zone" -> event.zone = names.intern(value);
            case "result" -> event.result = EventResult.valueOf(value.toUpperCase(Locale.ROOT));
            case "callback" -> event.callback = value.equals("yes") ? Toggle.YES : Toggle.NO;
            default -> resource(name, value);
        }
    }

    private void resource(String name, String value) {
        switch (name) {
            case "on" -> event.on = instance(Namespace.FENCE, value);
            case "timeline" -> event.timeline = instance(Namespace.TIMELINE, value);
            case "device" -> event.device = instance(Namespace.DEVICE, value);
            case "seqno" -> {
                event.seqno = Long.parseLong(value);
                event.hasSeqno = true;
            }
            case "model" -> {
                event.model =
                        NotifierModel.valueOf(value.toUpperCase(Locale.ROOT).replace('-', '_'));
                event.hasModel = true;
            }
            case "any" -> {
                for (String fence : value.split(",")) {
                    event.addAny(instance(Namespace.FENCE, fence));
                }
            }
            case "pages" -> {
                for (String page : value.split(",")) {
                    event.addPage(instance(Namespace.PAGE, page));
                }
            }
            default -> throw new IllegalArgumentException("no such field: " + name);
        }
    }
}

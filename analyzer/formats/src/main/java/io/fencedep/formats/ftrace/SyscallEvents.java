package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.formats.ftrace.EventHandler.Outcome;

/**
 * System calls: what a task does in one belongs together. They come as numbers, or by name; the kernel prints the latter
 * without the colon that all other events have.
 *
 * <pre>
 * sys_enter: NR 16 (3, 4014643a, 7ffd51c0, 0, 0, 0)
 * sys_exit: NR 16 = 0
 * sys_ioctl(fd: 3, cmd: 4014643a, arg: 7ffd51c0)
 * sys_ioctl -&gt; 0x0
 * sys_enter_ioctl:      fd: 0x00000003, cmd: 0x4014643a, arg: 0x7ffd51c0
 * sys_exit_ioctl:       0x0
 * </pre>
 */
final class SyscallEvents {
    private static final byte[] NR = Bytes.of("NR ");
    private static final byte[] SYS = Bytes.of("sys_");
    private static final byte[] ENTER = Bytes.of("sys_enter_");
    private static final byte[] EXIT = Bytes.of("sys_exit_");
    private static final byte[] RESULT = Bytes.of(" -> ");

    private final Output output;

    SyscallEvents(Output output) {
        this.output = output;
    }

    Outcome enter(FtraceLine line, FtraceTask task) {
        return numbered(EventKind.SYSCALL_BEGIN, line, task);
    }

    Outcome exit(FtraceLine line, FtraceTask task) {
        return numbered(EventKind.SYSCALL_END, line, task);
    }

    /** Whether the event's name looks like that of a system call. */
    static boolean isNamed(FtraceLine line) {
        return Bytes.startsWith(line.bytes, line.nameFrom, line.nameTo, SYS);
    }

    /** A line whose event is {@linkplain #isNamed named} after a system call. */
    Outcome named(FtraceLine line, FtraceTask task) {
        byte[] bytes = line.bytes;
        if (!line.hasColon) {
            boolean begins = line.nameTo < line.end && bytes[line.nameTo] == '(';
            if (!begins && !line.startsWith(RESULT, line.nameTo)) {
                return Outcome.UNUSED;
            }
            return emit(begins, line, task, line.nameFrom + SYS.length, line.nameTo);
        }
        if (Bytes.startsWith(bytes, line.nameFrom, line.nameTo, ENTER)) {
            return emit(true, line, task, line.nameFrom + ENTER.length, line.nameTo);
        }
        if (Bytes.startsWith(bytes, line.nameFrom, line.nameTo, EXIT)) {
            return emit(false, line, task, line.nameFrom + EXIT.length, line.nameTo);
        }
        return Outcome.UNUSED;
    }

    private Outcome numbered(EventKind kind, FtraceLine line, FtraceTask task) {
        if (!line.startsWith(NR, line.payload)) {
            return Outcome.MALFORMED;
        }
        return emit(kind == EventKind.SYSCALL_BEGIN, line, task, line.payload, line.blank(line.payload + NR.length));
    }

    private Outcome emit(boolean begins, FtraceLine line, FtraceTask task, int from, int to) {
        Event event = output.start(begins ? EventKind.SYSCALL_BEGIN : EventKind.SYSCALL_END, line, task);
        event.text = output.names().intern(line.bytes, from, to - from);
        output.emit();
        return Outcome.USED;
    }
}

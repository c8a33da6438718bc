package io.fencedep.formats.tracedat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A small recording: formats as Linux 6.12 printed them, and made-up events of theirs. */
final class Samples {
    static final int ACQUIRE = 117;
    static final int RELEASE = 116;
    static final int FENCE_INIT = 554;
    static final int WORK_START = 80;
    static final int STACK = 4;
    static final int PROBE = 1500;
    static final int IRQ_DISABLE = 30;

    static final String KALLSYMS = """
            ffffffff81000000 T _text
            ffffffff81000000 T _stext
            ffffffff81000100 t do_work
            ffffffff81000200 T mutex_lock
            ffffffffc0001000 t lk_reset_fn\t[lkbug]
            ffffffffc0002000 t lk_end\t[lkbug]
            """;

    private Samples() {}

    static DatBuilder builder(int version, ByteOrder order, int longSize, Codec codec) {
        return new DatBuilder(version, order, longSize, codec)
                .ftraceFormat(format(
                        "kernel_stack",
                        STACK,
                        field("int size", 8, 4, 1) + field("unsigned long caller[8]", 16, 64, 0),
                        "\"...\""))
                .format(
                        "lock",
                        format(
                                "lock_release",
                                RELEASE,
                                name(8) + address(16),
                                "\"%p %s\", REC->lockdep_addr, __get_str(name)"))
                .format(
                        "lock",
                        format(
                                "lock_acquire",
                                ACQUIRE,
                                field("unsigned int flags", 8, 4, 0) + name(12) + address(16),
                                "\"%p %s%s%s\", REC->lockdep_addr, (REC->flags & 1) ? \"try \" : \"\", "
                                        + "(REC->flags & 2) ? \"read \" : \"\", __get_str(name)"))
                .format(
                        "dma_fence",
                        format(
                                "dma_fence_init",
                                FENCE_INIT,
                                field("__data_loc char[] driver", 8, 4, 0)
                                        + field("__data_loc char[] timeline", 12, 4, 0)
                                        + field("unsigned int context", 16, 4, 0)
                                        + field("unsigned int seqno", 20, 4, 0),
                                "\"driver=%s timeline=%s context=%u seqno=%u\", __get_str(driver), __get_str(timeline), REC->context, REC->seqno"))
                .format(
                        "workqueue",
                        format(
                                "workqueue_execute_start",
                                WORK_START,
                                field("void * work", 8, 8, 0) + field("void * function", 16, 8, 0),
                                "\"work struct %p: function %ps\", REC->work, REC->function"))
                .format(
                        "preemptirq",
                        format(
                                "irq_disable",
                                IRQ_DISABLE,
                                field("s32 caller_offs", 8, 4, 1) + field("s32 parent_offs", 12, 4, 1),
                                "\"caller=%pS parent=%pS\", (void *)((unsigned long)(_stext) + REC->caller_offs), "
                                        + "(void *)((unsigned long)(_stext) + REC->parent_offs)"))
                .format("lk", probe())
                .kallsyms(KALLSYMS)
                .comms("41 kworker/0:1H\n42 some task\n");
    }

    /** What all formats begin with. */
    static String format(String name, int id, String fields, String print) {
        return "name: " + name + "\nID: " + id + "\nformat:\n"
                + field("unsigned short common_type", 0, 2, 0)
                + field("unsigned char common_flags", 2, 1, 0)
                + field("unsigned char common_preempt_count", 3, 1, 0)
                + "\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n" + fields + "\nprint fmt: " + print
                + "\n";
    }

    static byte[] acquire(ByteOrder order, int flags, int depth, int pid, int how, long address, String name) {
        ByteBuffer content = PageBuilder.content(order, ACQUIRE, flags, depth, pid)
                .putInt(how)
                .putInt(0)
                .putLong(address);
        return PageBuilder.withText(content, 12, name);
    }

    static byte[] release(ByteOrder order, int flags, int depth, int pid, long address, String name) {
        ByteBuffer content = PageBuilder.content(order, RELEASE, flags, depth, pid)
                .putInt(0)
                .putInt(0)
                .putLong(address);
        return PageBuilder.withText(content, 8, name);
    }

    static byte[] fence(ByteOrder order, int pid, String driver, String timeline, int context, int seqno) {
        ByteBuffer content =
                PageBuilder.content(order, FENCE_INIT, 0, 0, pid).putInt(0).putInt(0);
        byte[] first = PageBuilder.withText(content.putInt(context).putInt(seqno), 8, driver);
        ByteBuffer second = ByteBuffer.allocate(2048).order(order).put(first);
        return PageBuilder.withText(second, 12, timeline);
    }

    static byte[] workStart(ByteOrder order, int pid, long work, long function) {
        return PageBuilder.bytes(
                PageBuilder.content(order, WORK_START, 0, 0, pid).putLong(work).putLong(function));
    }

    static byte[] stack(ByteOrder order, int pid, long... callers) {
        ByteBuffer content = PageBuilder.content(order, STACK, 0, 0, pid)
                .putInt(callers.length)
                .putInt(0);
        for (long caller : callers) {
            content.putLong(caller);
        }
        return PageBuilder.bytes(content);
    }

    static byte[] irqDisable(ByteOrder order, int pid, int caller, int parent) {
        return PageBuilder.bytes(PageBuilder.content(order, IRQ_DISABLE, 1, 0, pid)
                .putInt(caller)
                .putInt(parent));
    }

    /** The arguments of lock_acquire, as a probe records them. */
    static byte[] probed(ByteOrder order, int pid, long lock, int subclass, int read, long nest, long ip, String name) {
        ByteBuffer content = PageBuilder.content(order, PROBE, 0, 1, pid)
                .putLong(0xffffffff81000200L)
                .putLong(lock)
                .putInt(subclass)
                .putInt(0)
                .putInt(read)
                .putInt(1)
                .putLong(nest)
                .putLong(ip)
                .putLong(0xffffffff82000000L)
                .put((byte) 0)
                .put((byte) 4)
                .put((byte) 0)
                .put((byte) 0)
                .putInt(0);
        return PageBuilder.withText(content, 68, name);
    }

    private static String probe() {
        return format(
                "acq",
                PROBE,
                field("unsigned long __probe_ip", 8, 8, 0)
                        + field("u64 lock", 16, 8, 0)
                        + field("u32 subclass", 24, 4, 0)
                        + field("s32 trylock", 28, 4, 1)
                        + field("s32 read", 32, 4, 1)
                        + field("s32 check", 36, 4, 1)
                        + field("u64 nest", 40, 8, 0)
                        + field("u64 ip", 48, 8, 0)
                        + field("u64 key", 56, 8, 0)
                        + field("u8 wait_outer", 64, 1, 0)
                        + field("u8 wait_inner", 65, 1, 0)
                        + field("u8 lock_type", 66, 1, 0)
                        + field("__data_loc char[] name", 68, 4, 0),
                "\"(%lx) lock=0x%Lx subclass=%u trylock=%d read=%d check=%d nest=0x%Lx ip=%pS key=0x%Lx wait_outer=%u "
                        + "wait_inner=%u lock_type=%u name=\\\"%s\\\"\", REC->__probe_ip, REC->lock, REC->subclass, REC->trylock, "
                        + "REC->read, REC->check, REC->nest, (void *)REC->ip, REC->key, REC->wait_outer, REC->wait_inner, "
                        + "REC->lock_type, __get_str(name)");
    }

    private static String field(String declared, int offset, int size, int signed) {
        return "\tfield:" + declared + ";\toffset:" + offset + ";\tsize:" + size + ";\tsigned:" + signed + ";\n";
    }

    private static String name(int offset) {
        return "\tfield:__data_loc char[] name;\toffset:" + offset + ";\tsize:4;\tsigned:0;\n";
    }

    private static String address(int offset) {
        return "\tfield:void * lockdep_addr;\toffset:" + offset + ";\tsize:8;\tsigned:0;\n";
    }
}

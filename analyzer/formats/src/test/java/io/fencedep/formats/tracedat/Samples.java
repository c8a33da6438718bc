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

    static final String KALLSYMS = "ffffffff81000000 T _text\nffffffff81000000 T _stext\nffffffff81000100 t do_work\n"
            + "ffffffff81000200 T mutex_lock\nffffffffc0001000 t lk_reset_fn\t[lkbug]\nffffffffc0002000 t lk_end\t[lkbug]\n";

    private Samples() {}

    static DatBuilder builder(int version, ByteOrder order, int longSize, Codec codec) {
        return new DatBuilder(version, order, longSize, codec)
                .ftraceFormat(format(
                        "kernel_stack",
                        STACK,
                        "\tfield:int size;\toffset:8;\tsize:4;\tsigned:1;\n"
                                + "\tfield:unsigned long caller[8];\toffset:16;\tsize:64;\tsigned:0;\n",
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
                                "\tfield:unsigned int flags;\toffset:8;\tsize:4;\tsigned:0;\n" + name(12) + address(16),
                                "\"%p %s%s%s\", REC->lockdep_addr, (REC->flags & 1) ? \"try \" : \"\", "
                                        + "(REC->flags & 2) ? \"read \" : \"\", __get_str(name)"))
                .format(
                        "dma_fence",
                        format(
                                "dma_fence_init",
                                FENCE_INIT,
                                "\tfield:__data_loc char[] driver;\toffset:8;\tsize:4;\tsigned:0;\n"
                                        + "\tfield:__data_loc char[] timeline;\toffset:12;\tsize:4;\tsigned:0;\n"
                                        + "\tfield:unsigned int context;\toffset:16;\tsize:4;\tsigned:0;\n"
                                        + "\tfield:unsigned int seqno;\toffset:20;\tsize:4;\tsigned:0;\n",
                                "\"driver=%s timeline=%s context=%u seqno=%u\", __get_str(driver), __get_str(timeline), REC->context, REC->seqno"))
                .format(
                        "workqueue",
                        format(
                                "workqueue_execute_start",
                                WORK_START,
                                "\tfield:void * work;\toffset:8;\tsize:8;\tsigned:0;\n"
                                        + "\tfield:void * function;\toffset:16;\tsize:8;\tsigned:0;\n",
                                "\"work struct %p: function %ps\", REC->work, REC->function"))
                .format(
                        "preemptirq",
                        format(
                                "irq_disable",
                                IRQ_DISABLE,
                                "\tfield:s32 caller_offs;\toffset:8;\tsize:4;\tsigned:1;\n"
                                        + "\tfield:s32 parent_offs;\toffset:12;\tsize:4;\tsigned:1;\n",
                                "\"caller=%pS parent=%pS\", (void *)((unsigned long)(_stext) + REC->caller_offs), "
                                        + "(void *)((unsigned long)(_stext) + REC->parent_offs)"))
                .format("lk", probe())
                .kallsyms(KALLSYMS)
                .comms("41 kworker/0:1H\n42 some task\n");
    }

    /** What all formats begin with. */
    static String format(String name, int id, String fields, String print) {
        return "name: " + name + "\nID: " + id + "\nformat:\n"
                + "\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
                + "\tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;\n"
                + "\tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;\n"
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
                "\tfield:unsigned long __probe_ip;\toffset:8;\tsize:8;\tsigned:0;\n"
                        + "\tfield:u64 lock;\toffset:16;\tsize:8;\tsigned:0;\n"
                        + "\tfield:u32 subclass;\toffset:24;\tsize:4;\tsigned:0;\n"
                        + "\tfield:s32 trylock;\toffset:28;\tsize:4;\tsigned:1;\n"
                        + "\tfield:s32 read;\toffset:32;\tsize:4;\tsigned:1;\n"
                        + "\tfield:s32 check;\toffset:36;\tsize:4;\tsigned:1;\n"
                        + "\tfield:u64 nest;\toffset:40;\tsize:8;\tsigned:0;\n"
                        + "\tfield:u64 ip;\toffset:48;\tsize:8;\tsigned:0;\n"
                        + "\tfield:u64 key;\toffset:56;\tsize:8;\tsigned:0;\n"
                        + "\tfield:u8 wait_outer;\toffset:64;\tsize:1;\tsigned:0;\n"
                        + "\tfield:u8 wait_inner;\toffset:65;\tsize:1;\tsigned:0;\n"
                        + "\tfield:u8 lock_type;\toffset:66;\tsize:1;\tsigned:0;\n"
                        + "\tfield:__data_loc char[] name;\toffset:68;\tsize:4;\tsigned:0;\n",
                "\"(%lx) lock=0x%Lx subclass=%u trylock=%d read=%d check=%d nest=0x%Lx ip=%pS key=0x%Lx wait_outer=%u "
                        + "wait_inner=%u lock_type=%u name=\\\"%s\\\"\", REC->__probe_ip, REC->lock, REC->subclass, REC->trylock, "
                        + "REC->read, REC->check, REC->nest, (void *)REC->ip, REC->key, REC->wait_outer, REC->wait_inner, "
                        + "REC->lock_type, __get_str(name)");
    }

    private static String name(int offset) {
        return "\tfield:__data_loc char[] name;\toffset:" + offset + ";\tsize:4;\tsigned:0;\n";
    }

    private static String address(int offset) {
        return "\tfield:void * lockdep_addr;\toffset:" + offset + ";\tsize:8;\tsigned:0;\n";
    }
}

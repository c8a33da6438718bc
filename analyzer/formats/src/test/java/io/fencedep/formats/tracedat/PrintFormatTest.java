package io.fencedep.formats.tracedat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Print formats of real kernels, and what they print; the rest of C that they might use. */
class PrintFormatTest {
    private static final String FIELDS = """
            \tfield:int i;\toffset:8;\tsize:4;\tsigned:1;
            \tfield:unsigned int u;\toffset:12;\tsize:4;\tsigned:0;
            \tfield:u64 big;\toffset:16;\tsize:8;\tsigned:0;
            \tfield:char comm[16];\toffset:24;\tsize:16;\tsigned:0;
            \tfield:u16 few[2];\toffset:40;\tsize:4;\tsigned:0;
            \tfield:__rel_loc char[] tail;\toffset:44;\tsize:4;\tsigned:0;
            \tfield:__data_loc u32[] list;\toffset:48;\tsize:4;\tsigned:0;
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '`',
            value = {
                "\"%d %u %x %#x\", REC->i, REC->i, REC->i, REC->u @ -5 4294967291 fffffffb 0x28",
                "\"%5d|%-5d|%05d\", REC->u, REC->u, REC->u @ `   40|40   |00040`",
                "\"%llu %lu %Lx\", REC->big, (unsigned long)REC->big, REC->big @ 18446744073709551615 18446744073709551615 ffffffffffffffff",
                "\"%s %.3s %c\", REC->comm, REC->comm, 'x' @ kworker/0:1 kwo x",
                "\"%s\", __get_rel_str(tail) @ the tail",
                "\"%d %d\", REC->few[0], REC->few[1 + 0] @ 7 65535",
                "\"%d %d\", __get_dynamic_array_len(list), ((u32 *)__get_dynamic_array(list))[1] @ 8 9",
                "\"%s\", (REC->i & 1) ? \"odd\" : \"even\" @ odd",
                "\"%d\", REC->u > 5 && REC->i < 0 ? (2 + 3) * 4 : 0 @ 20",
                "\"%d %d %d\", REC->u / 0, REC->u % 7, REC->u >> 3 @ 0 5 5",
                "\"%d\", (u8)REC->big + !0 + ~0 @ 255",
                "\"%s\", __print_flags(REC->u, \"|\", { 0x8, \"A\" }, { (1UL << 5), \"B\" }) @ A|B",
                "\"%s\", __print_flags(REC->u, \"|\", { 0x8, \"A\" }) @ A|0x20",
                "\"%s\", (REC->u) ? __print_flags(REC->u, \"|\", {( unsigned long)(((( gfp_t)((((1UL))) << (3))) | (( gfp_t)0))), \"A\"}, { 32, \"B\" }, { 0, ((void *)0) } ) : \"none\" @ A|B",
                "\"mm=%p write=%s\", REC->big, REC->i ? \"true\" : \"false\" @ mm=0xffffffffffffffff write=true",
                "\"%s\", __print_symbolic(REC->u, { 40, \"FORTY\" }, { 1, \"ONE\" }) @ FORTY",
                "\"%s\", __print_symbolic(REC->i, { 1, \"ONE\" }) @ 0xfffffffffffffffb",
                "\"%s and %d\", what_is_this(REC->u, (1)), REC->u @ ? and 40",
                "\"100%% of %d\" \" more\", (REC)->u @ 100% of 40 more",
                "\"%pS|%ps|%p\", (void *)0xffffffff81000204, (void *)0xffffffffc0001004, REC->u @ mutex_lock+0x4/0x3f000e00|lk_reset_fn [lkbug]|0x28",
                "\"%*d %d\", 5, REC->i, REC->u @ -5 40",
                "\"no arguments left %d\" @ no arguments left 0",
            })
    void printsWhatTheKernelWould(String format, String printed) {
        EventFormat event = Objects.requireNonNull(EventFormat.parse(Samples.format("e", 1, FIELDS, format)));

        assertThat(print(event, event())).isEqualTo(printed);
    }

    @Test
    void theStateOfATaskThatIsSwitchedAwayIsPrintedAsLinux612Does() {
        String print =
                "\"prev_comm=%s prev_pid=%d prev_prio=%d prev_state=%s%s ==> next_comm=%s next_pid=%d next_prio=%d\", "
                        + "REC->prev_comm, REC->prev_pid, REC->prev_prio, (REC->prev_state & ((((0x00000000 | 0x00000001 | "
                        + "0x00000002 | 0x00000004 | 0x00000008 | 0x00000010 | 0x00000020 | 0x00000040) + 1) << 1) - 1)) ? "
                        + "__print_flags(REC->prev_state & ((((0x00000000 | 0x00000001 | 0x00000002 | 0x00000004 | 0x00000008 | "
                        + "0x00000010 | 0x00000020 | 0x00000040) + 1) << 1) - 1), \"|\", { 0x00000001, \"S\" }, { 0x00000002, \"D\" }, "
                        + "{ 0x00000004, \"T\" }, { 0x00000080, \"I\" }) : \"R\", REC->prev_state & (((0x00000000 | 0x00000001 | "
                        + "0x00000002 | 0x00000004 | 0x00000008 | 0x00000010 | 0x00000020 | 0x00000040) + 1) << 1) ? \"+\" : \"\", "
                        + "REC->next_comm, REC->next_pid, REC->next_prio";
        String fields = """
            \tfield:char prev_comm[16];\toffset:8;\tsize:16;\tsigned:0;
            \tfield:pid_t prev_pid;\toffset:24;\tsize:4;\tsigned:1;
            \tfield:int prev_prio;\toffset:28;\tsize:4;\tsigned:1;
            \tfield:long prev_state;\toffset:32;\tsize:8;\tsigned:1;
            \tfield:char next_comm[16];\toffset:40;\tsize:16;\tsigned:0;
            \tfield:pid_t next_pid;\toffset:56;\tsize:4;\tsigned:1;
            \tfield:int next_prio;\toffset:60;\tsize:4;\tsigned:1;
            """;
        EventFormat format =
                Objects.requireNonNull(EventFormat.parse(Samples.format("sched_switch", 1, fields, print)));

        for (String state : new String[] {"2 D", "0 R", "1 S", "256 R+"}) {
            String[] parts = state.split(" ");
            ByteBuffer content = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
            content.position(8)
                    .put("one".getBytes(UTF_8))
                    .position(24)
                    .putInt(7)
                    .putInt(120);
            content.putLong(Long.parseLong(parts[0]))
                    .put("two".getBytes(UTF_8))
                    .position(56)
                    .putInt(8)
                    .putInt(100);

            assertThat(print(format, content.array()))
                    .isEqualTo("prev_comm=one prev_pid=7 prev_prio=120 prev_state=" + parts[1]
                            + " ==> next_comm=two next_pid=8 next_prio=100");
        }
    }

    @Test
    void whatNestsWithoutEndIsGivenUp() {
        String deep = "\"%d\", " + "(".repeat(100_000) + "1";
        EventFormat format = Objects.requireNonNull(EventFormat.parse(Samples.format("e", 1, FIELDS, deep)));

        assertThat(print(format, event())).isEqualTo("0");
    }

    private static byte[] event() {
        ByteBuffer content = ByteBuffer.allocate(72).order(ByteOrder.LITTLE_ENDIAN);
        content.position(8).putInt(-5).putInt(40).putLong(-1).put("kworker/0:1".getBytes(UTF_8));
        content.position(40).putShort((short) 7).putShort((short) -1);
        content.putInt(12 | 9 << 16).putInt(52 | 8 << 16).putInt(8).putInt(9).put("the tail".getBytes(UTF_8));
        return content.array();
    }

    private static String print(EventFormat format, byte[] content) {
        RawEvent event = new RawEvent(false);
        event.page = content;
        event.length = content.length;
        Text out = new Text();
        new PrintFormat(format, Symbols.of(Samples.KALLSYMS.getBytes(UTF_8)), 8).print(event, out);
        return new String(out.bytes, 0, out.length, UTF_8);
    }
}

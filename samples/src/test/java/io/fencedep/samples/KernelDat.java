package io.fencedep.samples;

import io.fencedep.formats.tracedat.DatBuilder;
import io.fencedep.formats.tracedat.PageBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Files as {@code trace-cmd record} writes them, with the formats that Linux 6.12 on 64 bit has for these events. */
final class KernelDat {
    private static final int FIRST_ID = 300;
    private static final int HEAD = 8;
    private static final String COMMON = """
            \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
            \tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;
            \tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;
            \tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;

            """;
    private static final String SWITCH_STATES = "((((0x00000000 | 0x00000001 | 0x00000002 | 0x00000004 | 0x00000008 |"
            + " 0x00000010 | 0x00000020 | 0x00000040) + 1) << 1) - 1)";

    /** Fields are {@code TYPE NAME}: {@code ptr}, {@code int}, {@code u8}, {@code long}, {@code comm}, {@code text}, {@code function}. */
    private record Format(int id, String name, List<String> fields, Pattern payload, String print) {}

    private static final Map<String, Format> FORMATS = new LinkedHashMap<>();

    static {
        add(
                "lock_acquire",
                "int flags,text name,ptr lockdep_addr",
                "(?<a>\\S+) (?<f>(?:try )?(?:read )?)(.*)",
                "\"%p %s%s%s\", REC->lockdep_addr, (REC->flags & 1) ? \"try \" : \"\", (REC->flags & 2) ? \"read \" : \"\", __get_str(name)");
        add(
                "lock_release",
                "text name,ptr lockdep_addr",
                "(?<a>\\S+) (.*)",
                "\"%p %s\", REC->lockdep_addr, __get_str(name)");
        for (String event : List.of("init", "signaled", "wait_start", "wait_end", "destroy")) {
            add(
                    "dma_fence_" + event,
                    "text driver,text timeline,int context,int seqno",
                    "driver=(.*) timeline=(.*) context=(\\d+) seqno=(\\d+)",
                    "\"driver=%s timeline=%s context=%u seqno=%u\", __get_str(driver), __get_str(timeline), REC->context, REC->seqno");
        }
        add(
                "workqueue_queue_work",
                "ptr work,function function,text workqueue,int req_cpu,int cpu",
                "work struct=(\\S+) function=(\\S+)(?: \\[drv])? workqueue=(\\S+) req_cpu=(\\d+) cpu=(\\d+)",
                "\"work struct=%p function=%ps workqueue=%s req_cpu=%d cpu=%d\", REC->work, REC->function, __get_str(workqueue), REC->req_cpu, REC->cpu");
        add(
                "workqueue_activate_work",
                "ptr work,function function",
                "work struct (\\S+)(?: function=(\\S+)(?: \\[drv])?)?",
                "\"work struct %p function=%ps \", REC->work, REC->function");
        for (String event : List.of("start", "end")) {
            add(
                    "workqueue_execute_" + event,
                    "ptr work,function function",
                    "work struct (\\S+): function (\\S+)(?: \\[drv])?",
                    "\"work struct %p: function %ps\", REC->work, REC->function");
        }
        add(
                "mm_vmscan_direct_reclaim_begin",
                "int order,int gfp_flags",
                "order=(\\d+) gfp_flags=(\\S+)",
                "\"order=%d gfp_flags=%s\", REC->order, (REC->gfp_flags) ? __print_flags(REC->gfp_flags, \"|\", {0xcc0, \"GFP_KERNEL\"}) : \"none\"");
        add(
                "mm_vmscan_direct_reclaim_end",
                "long nr_reclaimed",
                "nr_reclaimed=(\\d+)",
                "\"nr_reclaimed=%lu\", REC->nr_reclaimed");
        add(
                "sched_switch",
                "comm prev_comm,int prev_pid,int prev_prio,long prev_state,comm next_comm,int next_pid,int next_prio",
                "prev_comm=(.*) prev_pid=(\\d+) prev_prio=(\\d+) prev_state=(\\S+) ==> next_comm=(.*) next_pid=(\\d+) next_prio=(\\d+)",
                "\"prev_comm=%s prev_pid=%d prev_prio=%d prev_state=%s%s ==> next_comm=%s next_pid=%d next_prio=%d\","
                        + " REC->prev_comm, REC->prev_pid, REC->prev_prio, (REC->prev_state & " + SWITCH_STATES
                        + ") ? __print_flags(REC->prev_state & " + SWITCH_STATES + ", \"|\", { 0x00000001, \"S\" },"
                        + " { 0x00000002, \"D\" }, { 0x00000004, \"T\" }) : \"R\", REC->prev_state & "
                        + SWITCH_STATES + " + 1 ? \"+\" : \"\", REC->next_comm, REC->next_pid, REC->next_prio");
        add(
                "sched_waking",
                "comm comm,int pid,int prio,int target_cpu",
                "comm=(.*) pid=(\\d+) prio=(\\d+) target_cpu=(\\d+)",
                "\"comm=%s pid=%d prio=%d target_cpu=%03d\", REC->comm, REC->pid, REC->prio, REC->target_cpu");
        add(
                "sched_process_fork",
                "comm parent_comm,int parent_pid,comm child_comm,int child_pid",
                "comm=(.*) pid=(\\d+) child_comm=(.*) child_pid=(\\d+)",
                "\"comm=%s pid=%d child_comm=%s child_pid=%d\", REC->parent_comm, REC->parent_pid, REC->child_comm, REC->child_pid");
        add(
                "sched_process_exit",
                "comm comm,int pid,int prio",
                "comm=(.*) pid=(\\d+) prio=(\\d+)",
                "\"comm=%s pid=%d prio=%d\", REC->comm, REC->pid, REC->prio");
        add(
                "irq_handler_entry",
                "int irq,text name",
                "irq=(\\d+) name=(.*)",
                "\"irq=%d name=%s\", REC->irq, __get_str(name)");
        add(
                "irq_handler_exit",
                "int irq,int ret",
                "irq=(\\d+) ret=(\\S+)",
                "\"irq=%d ret=%s\", REC->irq, REC->ret ? \"handled\" : \"unhandled\"");
        for (String event : List.of("irq_disable", "irq_enable")) {
            add(
                    event,
                    "int caller_offs,int parent_offs",
                    "caller=(\\S+) parent=(\\S+)(?: \\[drv])?",
                    "\"caller=%pS parent=%pS\", (void *)((unsigned long)(_stext) + REC->caller_offs), (void *)((unsigned long)(_stext) + REC->parent_offs)");
        }
        probe(
                "acq",
                "ptr lock,int subclass,int trylock,int read,int check,ptr nest,function ip,ptr key,u8 wait_outer,u8 wait_inner,u8 lock_type,text name");
        probe("rel", "ptr lock,function ip,text name");
        probe("compl_wait", "ptr x");
        probe("compl_done", "ptr x");
        probe("flush_work", "ptr work");
        add(
                "compl_waited",
                "function __probe_func,function __probe_ret_ip",
                "\\((?<f>\\S+) \\[drv] <- (\\S+)\\)",
                "\"(%lx <- %lx)\", REC->__probe_func, REC->__probe_ret_ip");
    }

    private KernelDat() {}

    /** A file with these events, of a version and with one of {@code none}, {@code zlib} and {@code zstd} inside. */
    static byte[] of(List<KernelLine> lines, int version, String compression) {
        DatBuilder file = DatBuilder.of(version, compression).kallsyms(KernelSymbols.kallsyms());
        FORMATS.values().forEach(format -> file.format(KernelForms.system(format.name), text(format)));
        Map<Integer, String> comms = new TreeMap<>();
        Map<Integer, PageBuilder> cpus = new TreeMap<>();
        for (KernelLine line : lines) {
            if (line.isLoss()) {
                cpus.computeIfAbsent(line.cpu(), cpu -> PageBuilder.of()).lost(Long.parseLong(line.payload()));
                continue;
            }
            comms.put(line.pid(), line.comm());
            cpus.computeIfAbsent(line.cpu(), cpu -> PageBuilder.of()).event(line.microseconds() * 1000, content(line));
        }
        cpus.forEach((cpu, pages) -> file.cpu(cpu, pages.build()));
        file.comms(comms.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
                .collect(Collectors.joining()));
        return file.build();
    }

    private static void add(String name, String fields, String payload, String print) {
        FORMATS.put(
                name,
                new Format(
                        FIRST_ID + FORMATS.size(), name, List.of(fields.split(",")), Pattern.compile(payload), print));
    }

    /** As the kernel makes the format of a probe. */
    private static void probe(String name, String fields) {
        StringBuilder print = new StringBuilder("\"(%lx)");
        StringBuilder arguments = new StringBuilder("\", REC->__probe_ip");
        StringBuilder payload = new StringBuilder("\\((\\S+)\\)");
        for (String field : fields.split(",")) {
            String type = field.substring(0, field.indexOf(' '));
            String key = field.substring(type.length() + 1);
            boolean isText = type.equals("text");
            print.append(' ')
                    .append(key)
                    .append('=')
                    .append(
                            switch (type) {
                                case "ptr" -> "0x%Lx";
                                case "function" -> "%pS";
                                case "text" -> "\\\"%s\\\"";
                                default -> "%d";
                            });
            arguments.append(
                    isText
                            ? ", __get_str(" + key + ')'
                            : type.equals("function") ? ", (void *)REC->" + key : ", REC->" + key);
            payload.append(' ').append(key).append(isText ? "=\"(.*)\"" : "=(\\S+)");
            if (type.equals("function")) {
                payload.append("(?: \\[drv])?");
            }
        }
        add(
                name,
                "function __probe_ip," + fields,
                payload.toString(),
                print.append(arguments).toString());
    }

    private static String text(Format format) {
        StringBuilder text = new StringBuilder("name: " + format.name + "\nID: " + format.id + "\nformat:\n" + COMMON);
        int at = HEAD;
        for (String field : format.fields) {
            String type = type(field);
            int size = size(type);
            at = aligned(at, type.equals("comm") ? 1 : size);
            text.append("\tfield:").append(declared(type, field.substring(type.length() + 1)));
            text.append(";\toffset:" + at + ";\tsize:" + size + ";\tsigned:" + (type.equals("int") ? 1 : 0) + ";\n");
            at += size;
        }
        return text + "\nprint fmt: " + format.print + "\n";
    }

    private static byte[] content(KernelLine line) {
        Format format = FORMATS.get(line.event());
        Matcher values = format.payload.matcher(line.payload());
        if (!values.matches()) {
            throw new IllegalArgumentException(line.toString());
        }
        int flags = (line.irqs() == 'd' ? 0x01 : 0) | (line.context() == 'h' ? 0x08 : 0);
        ByteBuffer out = ByteBuffer.allocate(1024)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) format.id)
                .put((byte) flags)
                .put((byte) line.depth())
                .putInt(line.pid());
        ByteArrayOutputStream texts = new ByteArrayOutputStream();
        List<int[]> locations = new ArrayList<>();
        List<String> in = values(format, values);
        for (int i = 0; i < in.size(); i++) {
            String type = type(format.fields.get(i));
            out.position(aligned(out.position(), type.equals("comm") ? 1 : size(type)));
            byte[] bytes = in.get(i).getBytes(StandardCharsets.UTF_8);
            switch (type) {
                case "text" -> {
                    locations.add(new int[] {out.position(), texts.size(), bytes.length + 1});
                    texts.writeBytes(bytes);
                    texts.write(0);
                    out.putInt(0);
                }
                case "comm" -> out.put(java.util.Arrays.copyOf(bytes, 16));
                case "u8" -> out.put((byte) Integer.parseInt(in.get(i)));
                case "int" -> out.putInt(number(in.get(i)));
                default -> out.putLong(address(in.get(i)));
            }
        }
        int end = out.position();
        locations.forEach(place -> out.putInt(place[0], end + place[1] | place[2] << 16));
        out.put(texts.toByteArray());
        byte[] content = new byte[out.position()];
        out.flip().get(content);
        return content;
    }

    /** What the payload says, in the order of the fields. */
    private static List<String> values(Format format, Matcher in) {
        return switch (format.name) {
            case "lock_acquire" ->
                List.of(
                        ""
                                + ((in.group("f").contains("try") ? 1 : 0)
                                        | (in.group("f").contains("read") ? 2 : 0)),
                        in.group(3),
                        in.group("a"));
            case "lock_release" -> List.of(in.group(2), in.group("a"));
            case "compl_waited" -> List.of(in.group(2), in.group("f"));
            case "irq_disable", "irq_enable" -> List.of(offset(in.group(1)), offset(in.group(2)));
            default -> {
                List<String> groups = new ArrayList<>();
                for (int i = 1; i <= in.groupCount(); i++) {
                    groups.add(in.group(i) == null ? "0" : in.group(i));
                }
                yield groups;
            }
        };
    }

    private static String offset(String place) {
        return "" + (int) (address(place) - KernelSymbols.of("_stext"));
    }

    private static int number(String text) {
        return switch (text) {
            case "handled" -> 1;
            case "GFP_KERNEL" -> 0xcc0;
            default -> Integer.parseInt(text);
        };
    }

    private static long address(String text) {
        if (text.startsWith("%{")) {
            return Long.parseUnsignedLong(text, 2, text.length() - 1, 16);
        }
        if (text.startsWith("0x")) {
            return Long.parseUnsignedLong(text, 2, text.length(), 16);
        }
        int plus = text.indexOf("+0x");
        if (plus > 0) {
            return KernelSymbols.of(text.substring(0, plus)) + Long.parseLong(text, plus + 3, text.indexOf('/'), 16);
        }
        return switch (text) {
            case "S" -> 1;
            case "D" -> 2;
            default -> Character.isDigit(text.charAt(0)) ? Long.parseLong(text) : KernelSymbols.of(text);
        };
    }

    private static String type(String field) {
        return field.substring(0, field.indexOf(' '));
    }

    private static String declared(String type, String name) {
        return switch (type) {
            case "int" -> "int " + name;
            case "u8" -> "u8 " + name;
            case "long" -> "long " + name;
            case "comm" -> "char " + name + "[16]";
            case "text" -> "__data_loc char[] " + name;
            default -> (name.startsWith("__probe") ? "unsigned long " : "void * ") + name;
        };
    }

    private static int size(String type) {
        return switch (type) {
            case "int", "text" -> 4;
            case "u8" -> 1;
            case "comm" -> 16;
            default -> 8;
        };
    }

    private static int aligned(int at, int size) {
        return (at + size - 1) / size * size;
    }
}

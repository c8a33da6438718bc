package io.fencedep.formats.ftrace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Events that were printed field by field: by {@code trace-cmd report -R}, where trace-cmd does not understand the event's
 * own format, and by the kernel's option {@code fields}. Puts the fields where the event's format has them.
 *
 * <pre>
 * lock_acquire:          flags=2 name=rcu_read_lock lockdep_addr=0xffffffff81aa7800
 * lock_acquire: lockdep_addr=0xffffffff81aa7800 name=rcu_read_lock flags=0x2 (2)
 * lock_acquire: [FAILED TO PARSE] flags=0 name=event_mutex lockdep_addr=0xffffffff81abae28
 * lock_acquire: 0xffffffff81aa7800 read rcu_read_lock                                         (what it becomes)
 * </pre>
 */
final class RawFields {
    private static final String DRM_OLD = "entity={entity}, id={id}, fence={fence}, ring={name}, job count:{job_count}";
    private static final String DRM_NEW = "fence={fence_context}:{fence_seqno}, ring={name}, job count:{job_count}";
    private static final String DRM_DEPENDS = "fence={fence_context}:{fence_seqno} depends on fence={ctx}:{seqno}";
    private static final String FENCE = "driver={driver} timeline={timeline} context={context} seqno={seqno}";
    private static final String LOCK = "{lockdep_addr} {name}";
    private static final String MMAP_ID = "mm={mm} memcg_id={memcg_id} write={write?true:false}";
    private static final String MMAP = "mm={mm} memcg_path={memcg_path} write={write?true:false}";

    /** The formats of events, with the names of their fields in braces; a question mark asks for bits of a number. */
    private static final Map<String, String> FORMATS = Map.ofEntries(
            Map.entry("lock_acquire", "{lockdep_addr} {flags?1:try }{flags?2:read }{name}"),
            Map.entry("lock_release", LOCK),
            Map.entry("lock_acquired", LOCK),
            Map.entry("dma_fence_init", FENCE),
            Map.entry("dma_fence_signaled", FENCE),
            Map.entry("dma_fence_wait_start", FENCE),
            Map.entry("dma_fence_wait_end", FENCE),
            Map.entry("dma_fence_destroy", FENCE),
            Map.entry("workqueue_execute_start", "work struct {work}: function {function}"),
            Map.entry("workqueue_execute_end", "work struct {work}: function {function}"),
            Map.entry(
                    "workqueue_queue_work",
                    "work struct={work} function={function} workqueue={workqueue} req_cpu={req_cpu} cpu={cpu}"),
            Map.entry("mmap_lock_start_locking", MMAP),
            Map.entry("mmap_lock_released", MMAP),
            Map.entry("mmap_lock_acquire_returned", MMAP + " success={success?true:false}"),
            Map.entry("sys_enter", "NR {id} ()"),
            Map.entry("sys_exit", "NR {id} = {ret}"),
            Map.entry("drm_sched_job", DRM_OLD),
            Map.entry("drm_run_job", DRM_OLD),
            Map.entry("drm_sched_process_job", "fence={fence} signaled"),
            Map.entry("drm_sched_job_queue", DRM_NEW),
            Map.entry("drm_sched_job_run", DRM_NEW),
            Map.entry("drm_sched_job_done", "fence={fence_context}:{fence_seqno} signaled"),
            Map.entry("drm_sched_job_add_dep", DRM_DEPENDS),
            Map.entry("drm_sched_job_unschedulable", DRM_DEPENDS));

    /** What some events are made of since Linux 6.14. */
    private static final Map<String, String> NEWER = Map.of(
            "mmap_lock_start_locking",
            MMAP_ID,
            "mmap_lock_released",
            MMAP_ID,
            "mmap_lock_acquire_returned",
            MMAP_ID + " success={success?true:false}");

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}|0x[0-9a-f]{1,16}|true|false");

    /** A field of an event, or what stands between fields. */
    private record Part(String text, boolean isField, long bits, String when, String otherwise) {}

    /** How an event is printed, and by what names its fields go. */
    private record Format(List<Part> parts, List<byte[]> keys) {}

    private static final Map<String, Format> PARSED = new HashMap<>();

    private static final Map<String, Format> PARSED_NEWER = new HashMap<>();

    static {
        FORMATS.forEach((event, format) -> PARSED.put(event, parse(format)));
        NEWER.forEach((event, format) -> PARSED_NEWER.put(event, parse(format)));
    }

    private final FtraceLine made = new FtraceLine();

    /** The same event as its format prints it, or null when these are not its fields. Good until the next call. */
    @Nullable
    FtraceLine restore(FtraceLine line) {
        String event = Bytes.text(line.bytes, line.nameFrom, line.nameTo);
        FtraceLine restored = restore(line, PARSED.get(event));
        return restored != null ? restored : restore(line, PARSED_NEWER.get(event));
    }

    private @Nullable FtraceLine restore(FtraceLine line, @Nullable Format format) {
        if (format == null) {
            return null;
        }
        Map<String, String> values = values(line, format);
        StringBuilder payload = new StringBuilder();
        for (Part part : format.parts) {
            if (!part.isField) {
                payload.append(part.text);
                continue;
            }
            String value = values.get(part.text);
            if (value == null || part.bits != 0 && !NUMBER.matcher(value).matches()) {
                return null;
            }
            payload.append(part.bits == 0 ? value : (number(value) & part.bits) != 0 ? part.when : part.otherwise);
        }
        return rewrite(line, payload.toString());
    }

    private FtraceLine rewrite(FtraceLine line, String payload) {
        String comm = Bytes.text(line.bytes, line.commFrom, line.commTo);
        String name = Bytes.text(line.bytes, line.nameFrom, line.nameTo);
        made.copyContext(line);
        made.bytes = (comm + name + payload).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        made.commFrom = 0;
        made.commTo = line.commTo - line.commFrom;
        made.nameFrom = made.commTo;
        made.nameTo = made.nameFrom + line.nameTo - line.nameFrom;
        made.hasColon = true;
        made.payload = made.nameTo;
        made.end = made.bytes.length;
        return made;
    }

    /** What follows each key, up to the next one: texts hold blanks. */
    private static Map<String, String> values(FtraceLine line, Format format) {
        Map<String, String> values = new HashMap<>();
        String key = "";
        int from = line.payload;
        for (int at = line.payload; at <= line.end; at++) {
            byte[] next =
                    at == line.end || at > line.payload && line.bytes[at - 1] != ' ' ? null : key(line, format, at);
            if (at < line.end && next == null) {
                continue;
            }
            if (!key.isEmpty()) {
                values.putIfAbsent(key, clean(Bytes.text(line.bytes, from, at).strip()));
            }
            if (next != null) {
                key = new String(next, 0, next.length - 1, java.nio.charset.StandardCharsets.US_ASCII);
                from = at + next.length;
                at = from - 1;
            }
        }
        return values;
    }

    private static byte @Nullable [] key(FtraceLine line, Format format, int at) {
        for (byte[] key : format.keys) {
            if (line.startsWith(key, at)) {
                return key;
            }
        }
        return null;
    }

    /** A number as the kernel prints fields comes twice: {@code 0x10 (16)}. */
    private static String clean(String value) {
        int open = value.startsWith("0x") && value.endsWith(")") ? value.indexOf(" (") : -1;
        return open < 0 ? value : value.substring(open + 2, value.length() - 1);
    }

    private static long number(String value) {
        byte[] bytes = Bytes.of(value);
        if (value.startsWith("0x")) {
            return Bytes.hex(bytes, 0, bytes.length);
        }
        return value.equals("true") ? 1 : Bytes.number(bytes, 0, bytes.length);
    }

    private static Format parse(String format) {
        List<Part> parts = new ArrayList<>();
        List<byte[]> keys = new ArrayList<>();
        int at = 0;
        while (at < format.length()) {
            int open = format.indexOf('{', at);
            if (open != at) {
                int to = open < 0 ? format.length() : open;
                parts.add(new Part(format.substring(at, to), false, 0, "", ""));
                at = to;
                continue;
            }
            int close = format.indexOf('}', at);
            Part part = field(format.substring(open + 1, close));
            parts.add(part);
            keys.add(Bytes.of(part.text + "="));
            at = close + 1;
        }
        return new Format(parts, keys);
    }

    /** {@code name}, {@code name?BIT:TEXT} or {@code name?true:false}. */
    private static Part field(String text) {
        int ask = text.indexOf('?');
        if (ask < 0) {
            return new Part(text, true, 0, "", "");
        }
        int colon = text.indexOf(':', ask);
        String name = text.substring(0, ask);
        String bit = text.substring(ask + 1, colon);
        String rest = text.substring(colon + 1);
        return bit.equals("true")
                ? new Part(name, true, -1, bit, rest)
                : new Part(name, true, Long.parseLong(bit), rest, "");
    }
}

package io.fencedep.formats.tracedat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;

/** Writes files as trace-cmd.dat.v6(5) and trace-cmd.dat.v7(5) describe them. */
public final class DatBuilder {
    static final int PAGE = 4096;
    private static final int PAGES_PER_CHUNK = 3;
    private static final byte[] MAGIC = {0x17, 0x08, 0x44, 't', 'r', 'a', 'c', 'i', 'n', 'g'};

    private final int version;
    private final ByteOrder order;
    private final int longSize;
    private final Codec codec;
    private String headerPage;
    private final List<String> ftraceFormats = new ArrayList<>();
    private final Map<String, List<String>> formats = new LinkedHashMap<>();
    private String kallsyms = "";
    private String comms = "";
    private final List<Object[]> options = new ArrayList<>();
    private final Map<String, TreeMap<Integer, byte[]>> instances = new LinkedHashMap<>();

    DatBuilder(int version, ByteOrder order, int longSize, Codec codec) {
        this.version = version;
        this.order = order;
        this.longSize = longSize;
        this.codec = codec;
        headerPage = "\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n"
                + "\tfield: local_t commit;\toffset:8;\tsize:" + longSize + ";\tsigned:1;\n"
                + "\tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;\n"
                + "\tfield: char data;\toffset:" + (8 + longSize) + ";\tsize:" + (PAGE - 8 - longSize)
                + ";\tsigned:0;\n";
        instances.put("", new TreeMap<>());
    }

    /** A file as a machine of 64 bits writes it, with one of {@code none}, {@code zlib} and {@code zstd} inside. */
    public static DatBuilder of(int version, String compression) {
        Codec codec = Codec.valueOf(compression.toUpperCase(java.util.Locale.ROOT));
        return new DatBuilder(version, ByteOrder.LITTLE_ENDIAN, Long.BYTES, codec);
    }

    DatBuilder headerPage(String text) {
        headerPage = text;
        return this;
    }

    DatBuilder ftraceFormat(String text) {
        ftraceFormats.add(text);
        return this;
    }

    public DatBuilder format(String system, String text) {
        formats.computeIfAbsent(system, name -> new ArrayList<>()).add(text);
        return this;
    }

    public DatBuilder kallsyms(String text) {
        kallsyms = text;
        return this;
    }

    public DatBuilder comms(String text) {
        comms = text;
        return this;
    }

    DatBuilder option(int id, byte[] content) {
        options.add(new Object[] {id, content});
        return this;
    }

    /** The pages of one CPU, as {@link PageBuilder} makes them. */
    public DatBuilder cpu(int cpu, byte[] pages) {
        return cpu("", cpu, pages);
    }

    DatBuilder cpu(String instance, int cpu, byte[] pages) {
        instances.computeIfAbsent(instance, name -> new TreeMap<>()).put(cpu, pages);
        return this;
    }

    public byte[] build() {
        return version == 6 ? version6() : version7();
    }

    private byte[] version6() {
        Bytes start = start();
        start.add(headers()).add(formats(ftraceFormats)).add(systems());
        start.u32(kallsyms.length()).text(kallsyms).u32(0);
        start.u64(comms.length()).text(comms);
        int cpus = instances.values().stream()
                .mapToInt(cpu -> cpu.isEmpty() ? 0 : cpu.lastKey() + 1)
                .max()
                .orElse(0);
        start.u32(cpus).text("options  \0");
        for (Object[] option : options) {
            byte[] content = (byte[]) option[1];
            start.u16((int) option[0]).u32(content.length).add(content);
        }
        Map<String, Integer> places = new LinkedHashMap<>();
        for (String name : instances.keySet()) {
            if (!name.isEmpty()) {
                start.u16(3).u32(8 + name.length() + 1);
                places.put(name, start.size());
                start.u64(0).text(name + "\0");
            }
        }
        start.u16(0);
        byte[] file = table(start, "", cpus, start.bytes());
        for (Map.Entry<String, Integer> place : places.entrySet()) {
            file = Arrays.copyOf(file, roundUp(file.length));
            buffer(file).putLong(place.getValue(), file.length);
            file = table(new Bytes().add(file), place.getKey(), cpus, file);
        }
        return file;
    }

    /** Adds the table of an instance, and its pages behind that. */
    private byte[] table(Bytes before, String name, int cpus, byte[] unused) {
        TreeMap<Integer, byte[]> data = instances.get(name);
        int place = roundUp(before.size() + 10 + 16 * cpus);
        before.text("flyrecord\0");
        for (int cpu = 0; cpu < cpus; cpu++) {
            byte[] pages = data.getOrDefault(cpu, new byte[0]);
            before.u64(place).u64(pages.length);
            place += pages.length;
        }
        Bytes file = new Bytes().add(Arrays.copyOf(before.bytes(), roundUp(before.size())));
        data.values().forEach(file::add);
        return file.bytes();
    }

    private byte[] version7() {
        Bytes file = start();
        file.text(codec.name().toLowerCase(java.util.Locale.ROOT) + "\0" + "1.0\0");
        int firstOptions = file.size();
        file.u64(0);
        Map<Integer, Integer> sections = new LinkedHashMap<>();
        section(file, sections, 16, headers());
        section(file, sections, 17, formats(ftraceFormats));
        section(file, sections, 18, systems());
        section(
                file,
                sections,
                19,
                new Bytes().u32(kallsyms.length()).text(kallsyms).bytes());
        section(file, sections, 21, new Bytes().u64(comms.length()).text(comms).bytes());
        Bytes list = new Bytes();
        for (Object[] option : options) {
            byte[] content = (byte[]) option[1];
            list.u16((int) option[0]).u32(content.length).add(content);
        }
        sections.forEach((id, place) -> list.u16(id).u32(8).u64(place));
        instances.forEach((name, cpus) -> buffer(file, list, name, cpus));
        list.u16(0).u32(8).u64(0);
        int place = file.size();
        section(file, sections, 0, list.bytes());
        byte[] bytes = file.bytes();
        buffer(bytes).putLong(firstOptions, place);
        return bytes;
    }

    private void buffer(Bytes file, Bytes list, String name, Map<Integer, byte[]> cpus) {
        Bytes option =
                new Bytes().u64(file.size()).text(name + "\0local\0").u32(PAGE).u32(cpus.size());
        file.u16(3).u16(codec == Codec.NONE ? 0 : 1).u32(0).u64(0);
        cpus.forEach((cpu, pages) -> {
            file.add(new byte[roundUp(file.size()) - file.size()]);
            option.u32(cpu).u64(file.size());
            int before = file.size();
            if (codec == Codec.NONE) {
                file.add(pages);
                option.u64(pages.length);
                return;
            }
            int chunk = PAGES_PER_CHUNK * PAGE;
            file.u32((pages.length + chunk - 1) / chunk);
            for (int at = 0; at < pages.length; at += chunk) {
                packed(file, Arrays.copyOfRange(pages, at, Math.min(pages.length, at + chunk)));
            }
            option.u64(file.size() - before - 4);
        });
        list.u16(3).u32(option.size()).add(option.bytes());
    }

    private void section(Bytes file, Map<Integer, Integer> sections, int id, byte[] content) {
        sections.put(id, file.size());
        Bytes body = new Bytes();
        if (codec == Codec.NONE) {
            body.add(content);
        } else {
            packed(body, content);
        }
        file.u16(id).u16(codec == Codec.NONE ? 0 : 1).u32(0).u64(body.size()).add(body.bytes());
    }

    private void packed(Bytes into, byte[] content) {
        byte[] packed = codec == Codec.ZSTD ? Zstd.compress(content) : deflate(content);
        into.u32(packed.length).u32(content.length).add(packed);
    }

    private static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater();
        deflater.setInput(content);
        deflater.finish();
        byte[] packed = new byte[content.length + 64];
        int length = deflater.deflate(packed);
        deflater.end();
        return Arrays.copyOf(packed, length);
    }

    private Bytes start() {
        Bytes start = new Bytes().add(MAGIC).text(version + "\0");
        start.u8(order == ByteOrder.BIG_ENDIAN ? 1 : 0).u8(longSize).u32(PAGE);
        return start;
    }

    private byte[] headers() {
        String event = "\ttype_len    :    5 bits\n\ttime_delta  :   27 bits\n\tarray       :   32 bits\n";
        return new Bytes()
                .text("header_page\0")
                .u64(headerPage.length())
                .text(headerPage)
                .text("header_event\0")
                .u64(event.length())
                .text(event)
                .bytes();
    }

    private byte[] formats(List<String> texts) {
        Bytes all = new Bytes().u32(texts.size());
        texts.forEach(text -> all.u64(text.length()).text(text));
        return all.bytes();
    }

    private byte[] systems() {
        Bytes all = new Bytes().u32(formats.size());
        formats.forEach((system, texts) -> all.text(system + "\0").add(formats(texts)));
        return all.bytes();
    }

    private static int roundUp(int size) {
        return (size + PAGE - 1) / PAGE * PAGE;
    }

    private ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(order);
    }

    /** Bytes that grow, in the file's order. */
    private final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes add(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        Bytes text(String text) {
            return add(text.getBytes(US_ASCII));
        }

        Bytes u8(int number) {
            out.write(number);
            return this;
        }

        Bytes u16(int number) {
            return add(
                    ByteBuffer.allocate(2).order(order).putShort((short) number).array());
        }

        Bytes u32(int number) {
            return add(ByteBuffer.allocate(4).order(order).putInt(number).array());
        }

        Bytes u64(long number) {
            return add(ByteBuffer.allocate(8).order(order).putLong(number).array());
        }

        int size() {
            return out.size();
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}

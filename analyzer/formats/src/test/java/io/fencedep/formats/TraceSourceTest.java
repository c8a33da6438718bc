package io.fencedep.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class TraceSourceTest {
    private static final byte[] TEXT = text(5_000);

    @TempDir
    Path folder;

    @Test
    void plainGzipAndZstdHaveOneContentAndOneId() throws IOException {
        TraceSource plain = source(TEXT);
        TraceSource gzip = source(gzip(TEXT));
        TraceSource zstd = source(Zstd.compress(TEXT));
        assertThat(all(plain)).isEqualTo(TEXT);
        assertThat(all(gzip)).isEqualTo(TEXT);
        assertThat(all(zstd)).isEqualTo(TEXT);
        assertThat(gzip.contentId()).isEqualTo(plain.contentId());
        assertThat(zstd.contentId()).isEqualTo(plain.contentId());
    }

    @Test
    void xzIsReadLikeTheOthersAllStreamsOfIt() throws IOException {
        TraceSource source = source(xz(TEXT, 6));
        assertThat(all(source)).isEqualTo(TEXT);
        TraceSource plain = source(TEXT);
        all(plain);
        assertThat(source.contentId()).isEqualTo(plain.contentId());
        assertThat(all(source(xz(TEXT, 9)))).isEqualTo(TEXT);
        assertThat(all(source(concat(xz(TEXT, 1), xz(TEXT, 1))))).isEqualTo(concat(TEXT, TEXT));
    }

    @Test
    void aCutOrDamagedXzIsAnError() throws IOException {
        byte[] whole = xz(text(50), 1);
        for (int length = 4; length < whole.length; length += 3) {
            TraceSource source = source(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> all(source)).hasMessageContaining("ends too early");
        }
        for (int at = 4; at < whole.length; at += 7) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x40;
            TraceSource source = source(damaged);
            assertThatThrownBy(() -> all(source)).isInstanceOf(InputException.class);
        }
    }

    @Test
    void anXzThatWantsTooMuchMemoryIsRefused() throws IOException {
        byte[] whole = xz(TEXT, 1);
        int block = 12;
        int size = (whole[block] + 1) * 4;
        whole[block + 4] = 36; // a dictionary of a gigabyte
        CRC32 sum = new CRC32();
        sum.update(whole, block, size - 4);
        ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(block + size - 4, (int) sum.getValue());
        assertThatThrownBy(() -> all(source(whole))).hasMessageContaining("more memory");
    }

    @Test
    void anotherContentHasAnotherId() throws IOException {
        byte[] changed = TEXT.clone();
        changed[changed.length / 2] ^= 1;
        TraceSource first = source(TEXT);
        TraceSource second = source(changed);
        all(first);
        all(second);
        assertThat(first.contentId()).isNotEqualTo(second.contentId());
    }

    @Test
    void allMembersOfAGzipAndAllFramesOfAZstdAreRead() throws IOException {
        byte[] twice = concat(TEXT, TEXT);
        assertThat(all(source(concat(gzip(TEXT), gzip(TEXT))))).isEqualTo(twice);
        assertThat(all(source(concat(Zstd.compress(TEXT), Zstd.compress(TEXT)))))
                .isEqualTo(twice);
    }

    @Test
    void zerosBehindAGzipArePadding() throws IOException {
        assertThat(all(source(concat(gzip(TEXT), new byte[512])))).isEqualTo(TEXT);
    }

    @Test
    void aGzipHeaderMayCarryANameAndMore() throws IOException {
        byte[] plain = gzip(TEXT);
        byte[] header = {0x1F, (byte) 0x8B, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 'x', 'y', 'n', 0, 'c', 0, 7, 7};
        assertThat(all(source(concat(header, Arrays.copyOfRange(plain, 10, plain.length)))))
                .isEqualTo(TEXT);
    }

    @Test
    void aCutGzipIsAnErrorWhereverTheCutIs() throws IOException {
        byte[] two = concat(gzip(text(50)), gzip(text(50)));
        int first = gzip(text(50)).length;
        for (int length = 2; length < two.length; length++) {
            if (length != first) {
                TraceSource source = source(Arrays.copyOf(two, length));
                assertThatThrownBy(() -> all(source))
                        .as("cut after %d of %d bytes", length, two.length)
                        .isInstanceOf(InputException.class)
                        .hasMessage("t: the compressed data ends too early: the file was cut off");
            }
        }
    }

    @Test
    void aCutZstdIsAnErrorWhereverTheCutIs() {
        byte[] whole = Zstd.compress(TEXT);
        for (int length : new int[] {4, 5, 20, whole.length / 2, whole.length - 1}) {
            TraceSource source = source(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> all(source))
                    .as("cut after %d of %d bytes", length, whole.length)
                    .hasMessage("t: the compressed data ends too early: the file was cut off");
        }
    }

    @Test
    void damagedCompressionIsNamed() throws IOException {
        byte[] gzip = gzip(TEXT);
        gzip[gzip.length - 6] ^= 1;
        assertThatThrownBy(() -> all(source(gzip)))
                .hasMessage("t: the compressed data is damaged: its checksum is wrong");
        assertThatThrownBy(() -> all(source(concat(gzip(TEXT), "more".getBytes(UTF_8)))))
                .hasMessage("t: the compressed data is damaged: something else follows the gzip data");
        byte[] zstd = Zstd.compress(TEXT);
        Arrays.fill(zstd, 10, 40, (byte) -1);
        assertThatThrownBy(() -> all(source(zstd))).hasMessageStartingWith("t: the compressed data is damaged: ");
    }

    @Test
    void theHeadIsThereBeforeReadingAndAgainInIt() throws IOException {
        TraceSource source = source(gzip(TEXT));
        assertThat(source.head()).isEqualTo(Arrays.copyOf(TEXT, TraceSource.MAX_HEAD));
        assertThat(source.extendHead()).isFalse();
        assertThat(all(source)).isEqualTo(TEXT);
    }

    @Test
    void theHeadOfAPlainInputIsAllThatIsAtHand() throws IOException {
        assertThat(source(TEXT).head()).isEqualTo(Arrays.copyOf(TEXT, TraceSource.MAX_HEAD));
        byte[] shortLines = "{\n  1\n}\n".getBytes(UTF_8);
        assertThat(source(shortLines).head()).isEqualTo(shortLines);
    }

    @Test
    void aLiveInputIsNotWaitedForBeyondItsFirstLine() throws IOException {
        try (PipedOutputStream out = new PipedOutputStream();
                TraceSource source = TraceSource.of("live", new PipedInputStream(out))) {
            out.write("first\nsec".getBytes(UTF_8));
            assertThat(source.head()).isEqualTo("first\nsec".getBytes(UTF_8));
            byte[] into = new byte[100];
            assertThat(source.read(into, 0, 100)).isEqualTo(9);
            out.write("ond\n".getBytes(UTF_8));
            assertThat(source.read(into, 0, 100)).isEqualTo(4);
        }
    }

    @Test
    void bytesThatOnlyBeginLikeCompressionAreContent() throws IOException {
        for (String text : new String[] {"", "(", "P", "P*", "\u001f", "(x", "P*x", "short\n"}) {
            assertThat(all(source(text.getBytes(UTF_8)))).isEqualTo(text.getBytes(UTF_8));
        }
    }

    @Test
    void whatCannotBeOpenedSaysWhy() throws IOException {
        assertThatThrownBy(() -> TraceSource.open(folder)).hasMessage(folder + ": is a directory");
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> TraceSource.open(missing)).hasMessage(missing + ": no such file");
        assertThatThrownBy(() -> TraceSource.open("a\0b")).hasMessageContaining("is not a file name");
    }

    @Test
    void aFileWithoutPermissionSaysSo() throws IOException {
        Path locked = Files.writeString(folder.resolve("locked"), "x");
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(locked), "root may read everything");
        assertThatThrownBy(() -> TraceSource.open(locked)).hasMessage(locked + ": permission denied");
    }

    @Test
    void aFaultOfTheStreamIsAnInputException() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                throw new IOException("the disk is gone");
            }
        };
        assertThatThrownBy(() -> TraceSource.of("t", broken).head()).hasMessage("t: cannot be read: the disk is gone");
    }

    @Test
    void progressCountsBytesOfTheFile() throws IOException {
        byte[] gzip = gzip(TEXT);
        Path file = Files.write(folder.resolve("a.gz"), gzip);
        try (TraceSource source = TraceSource.open(file)) {
            assertThat(source.position()).isZero();
            all(source);
            assertThat(source.size()).isEqualTo(gzip.length);
            assertThat(source.position()).isEqualTo(gzip.length);
        }
    }

    private static TraceSource source(byte[] bytes) {
        return TraceSource.of("t", new ByteArrayInputStream(bytes));
    }

    private static byte[] all(TraceSource source) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] part = new byte[1000];
        for (int count = source.read(part, 0, 1000); count >= 0; count = source.read(part, 0, 1000)) {
            out.write(part, 0, count);
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] text(int lines) {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append("line ").append(i).append(' ').append(random.nextLong()).append('\n');
        }
        return text.toString().getBytes(UTF_8);
    }

    private static byte[] xz(byte[] content, int preset) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (XZOutputStream xz = new XZOutputStream(out, new LZMA2Options(preset))) {
            xz.write(content);
        }
        return out.toByteArray();
    }
}

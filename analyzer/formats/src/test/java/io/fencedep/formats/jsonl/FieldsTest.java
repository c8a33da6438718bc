package io.fencedep.formats.jsonl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.RandomLines;
import io.fencedep.formats.ReadOptions;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a line says is in the event, and is written again. */
class FieldsTest {
    private static final String HEADER = "{\"format\":\"fencedep-trace\",\"version\":1}\n";
    private static final JsonMapper JACKSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        acquire         | "lock":"l","class":"c","subclass":2,"kind":"ww-mutex","mode":"read","nest":"n"      | instance=l class=c subclass=2 lockKind=WW_MUTEX mode=READ nest=n
        acquire         | "lock":"l","try":true,"failed":true,"check":false,"timeout":5,"reentrant":true      | instance=l tried=true failed=true unchecked=true timeout=5 reentrant=true
        acquire         | "lock":"l","try":false,"failed":false,"check":true,"reentrant":false,"mode":"write" | instance=l
        acquire         | "lock":"l","mode":"recursive-read","wait_inner":2,"wait_outer":4                    | instance=l mode=RECURSIVE_READ waitInner=2 waitOuter=4
        acquire         | "lock":"l","kind":"semaphore","capacity":3,"lock_type":"percpu","timeout":0         | instance=l capacity=3 lockKind=SEMAPHORE timeout=0 percpu=true
        acquire         | "lock":"l","nests":true                                                             | instance=l nests=true
        acquired        | "lock":"l","result":"timeout"                                                       | instance=l result=TIMEOUT
        release         | "lock":"l"                                                                          | instance=l
        downgrade       | "lock":"l"                                                                          | instance=l
        fence-create    | "fence":"f","class":"c","timeline":"t","seqno":0,"userspace":true,"device":"d"      | instance=f class=c timeline=t seqno=0 userspace=true device=d
        fence-create    | "fence":"f","seqno":-3                                                              | instance=f seqno=-3
        fence-publish   | "fence":"f"                                                                         | instance=f
        fence-submit    | "fence":"f"                                                                         | instance=f
        fence-depend    | "fence":"f","on":"g"                                                                | instance=f on=g
        signalling-begin| "fence":"f"                                                                         | instance=f
        signalling-end  | "class":"c"                                                                         | class=c
        fence-signal    | "fence":"f","status":"error"                                                        | instance=f result=ERROR
        fence-wait      | "any":["f","g"],"timeout":9,"interruptible":true                                    | timeout=9 any=f,g interruptible=YES
        fence-waited    | "fence":"f","result":"interrupted","slept":false                                    | instance=f slept=NO result=INTERRUPTED
        fence-waited    | "any":["f"],"result":"signaled","slept":true                                        | any=f slept=YES result=SIGNALED
        fence-destroy   | "fence":"f"                                                                         | instance=f
        alloc           | `"flags":"GFP_KERNEL|__GFP_NOWARN","size":4096`                                     | `flags=GFP_KERNEL|__GFP_NOWARN size=4096`
        scope-begin     | "scope":"noreclaim"                                                                 | scope=NORECLAIM
        scope-end       | "scope":"nofs"                                                                      |
        reclaim-begin   | "class":"c"                                                                         | class=c
        reclaim-end     |                                                                                     |
        notifier-begin  | "notifier":"n","class":"c","blocking":false,"model":"shadow-page-table","pages":[]  | instance=n class=c blocking=NO model=SHADOW_PAGE_TABLE pages=[]
        notifier-begin  | "notifier":"n","blocking":true,"model":"registration-cache","pages":["p","q"]       | instance=n blocking=YES model=REGISTRATION_CACHE pages=[p,q]
        notifier-end    | "notifier":"n","result":"again"                                                     | instance=n result=AGAIN
        dma-begin       | "page":"p","device":"d"                                                             | instance=p device=d
        dma-end         | "page":"p"                                                                          | instance=p
        work-queue      | "work":"w","class":"c","queue":"q","capacity":1                                     | instance=w class=c queue=q capacity=1
        work-begin      | "work":"w"                                                                          | instance=w
        work-end        | "work":"w"                                                                          | instance=w
        work-flush      | "queue":"q"                                                                         | queue=q
        work-flushed    | "work":"w"                                                                          | instance=w
        task-start      | "child":"c"                                                                         | child=c
        task-join       | "child":"c"                                                                         | child=c
        task-joined     | "child":"c"                                                                         | child=c
        page-get        | "page":"p","class":"c"                                                              | instance=p class=c
        page-put        | "page":"p"                                                                          | instance=p
        page-pin        | "page":"p"                                                                          | instance=p
        page-unpin      | "page":"p"                                                                          | instance=p
        page-migrate    | "page":"p","zone":"movable"                                                         | instance=p zone=movable
        page-migrated   | "page":"p","result":"failed"                                                        | instance=p result=FAILED
        page-exclusive  | "page":"p","callback":false                                                         | instance=p callback=NO
        reset-begin     | "device":"d","class":"c"                                                            | instance=d class=c
        reset-end       | "device":"d"                                                                        | instance=d
        fault-begin     | "device":"d"                                                                        | instance=d
        fault-end       | "device":"d"                                                                        | instance=d
        syscall-begin   | "name":"ioctl"                                                                      | text=ioctl
        syscall-end     |                                                                                     |
        irqs-off        |                                                                                     |
        irqs-on         |                                                                                     |
        softirqs-off    |                                                                                     |
        softirqs-on     |                                                                                     |
        read            | "var":"x"                                                                           | text=x
        write           | "var":"x"                                                                           | text=x
        lost            | "count":12                                                                          | count=12
        mark            | "text":"a note"                                                                     | text=a note
        mark            | "text":"t","context":"hardirq","irq_threaded":true,"irqs":"off","softirqs":"on"     | context=HARDIRQ irqThreaded=true irqs=NO softirqs=YES text=t
        mark            | "text":"t","context":"nmi","driver":"d","at":"a.c:7","stack":["f","g","h"]          | `at=a.c:7 stack=f|g|h driver=d context=NMI text=t`
        """)
    void everyFieldHasItsPlaceInTheEvent(String event, String fields, String expected) throws IOException {
        String line = "{\"event\":\"" + event + "\",\"task\":\"T\",\"time\":1"
                + (fields == null ? "" : "," + fields.strip()) + "}";
        String text = "2 " + event + " task=T time=1" + (expected == null ? "" : " " + expected);
        assertThat(read(line).events()).containsExactly(text);
    }

    @ParameterizedTest
    @EnumSource(EventKind.class)
    void everyFieldOfEveryEventIsReadAndWritten(EventKind kind) throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            ObjectNode line = RandomLines.of(kind, new Random(seed * 100L + kind.ordinal()));
            String written = new String(read(line.toString()).written(), UTF_8).split("\n")[1];
            assertThat(JACKSON.readTree(written)).isEqualTo(JACKSON.readTree(line.toString()));
        }
    }

    @Test
    void fieldsOfOtherEventsAndUnlistedOnesAreIgnored() throws IOException {
        assertThat(read("{\"event\":\"irqs-on\",\"task\":\"T\",\"lock\":7,\"x\":{\"y\":[1,{}]},\"result\":\"what\"}")
                        .events())
                .containsExactly("2 irqs-on task=T");
    }

    @Test
    void theLastOfTwoValuesCountsAndNullIsNothing() throws IOException {
        assertThat(read("{\"event\":\"mark\",\"task\":\"a\",\"text\":\"x\",\"task\":\"b\",\"at\":\"y\",\"at\":null}")
                        .events())
                .containsExactly("2 mark task=b text=x");
        assertThat(read("{\"event\":\"read\",\"lock\":1,\"event\":\"write\",\"var\":\"v\",\"task\":\"b\"}")
                        .events())
                .containsExactly("2 write task=b text=v");
    }

    @Test
    void escapesInNamesAndKeywordsAreUndone() throws IOException {
        assertThat(read("{\"ev\\u0065nt\":\"m\\u0061rk\",\"task\":\"\\ud83d\\ude00\\n\",\"text\":\"\\u00e9\\/\\\"\"}")
                        .events())
                .containsExactly("2 mark task=\ud83d\ude00\n text=\u00e9/\"");
    }

    @Test
    void aLineFeedInsideAFrameDoesNotMakeTwoOfIt() throws IOException {
        assertThat(read("{\"event\":\"mark\",\"task\":\"a\",\"text\":\"x\",\"stack\":[\"f\\ng\",\"h\"]}")
                        .events())
                .containsExactly("2 mark task=a stack=f g|h text=x");
    }

    @Test
    void theHeaderGoesIntoTheRecording() throws IOException {
        String header =
                "{\"note\":\"by hand\",\"host\":\"h\",\"lacks\":[\"nest\",\"reader\"],\"source\":\"linux\",\"recording\":\"run-7\","
                        + "\"version\":1,\"format\":\"fencedep-trace\"}\n";
        TestTrace trace = TestTrace.read(header.getBytes(UTF_8), ReadOptions.STRICT);
        assertThat(trace.begun().id()).isEqualTo("run-7");
        assertThat(trace.begun().source()).isEqualTo("linux");
        assertThat(trace.begun().host()).isEqualTo("h");
        assertThat(trace.begun().note()).isEqualTo("by hand");
        assertThat(trace.begun().path()).isEqualTo("t");
        assertThat(trace.begun().format()).isEqualTo("jsonl");
        assertThat(trace.begun().lacks()).containsExactlyInAnyOrder(Lack.NEST, Lack.READER);
        assertThat(trace.report().recording()).isEqualTo(trace.begun());
        assertThat(TestTrace.read(trace.written(), ReadOptions.STRICT).begun()).isEqualTo(trace.begun());
    }

    @Test
    void withoutARecordingTheContentIsTheId() throws IOException {
        TestTrace trace = read("{\"event\":\"mark\",\"task\":\"a\",\"text\":\"x\"}");
        assertThat(trace.begun().id()).isEmpty();
        assertThat(trace.report().recording().id()).matches("[0-9a-f]{16}-[0-9a-f]+");
    }

    @Test
    void anEventWithoutWhatAReaderDemandsIsNotWritten() throws IOException {
        TestTrace trace = read("{\"event\":\"mark\",\"task\":\"a\",\"text\":\"x\"}");
        String before = new String(trace.written(), UTF_8);
        Event empty = new Event();
        empty.kind = EventKind.ACQUIRE;
        assertThat(catchThrowable(() -> trace.write(empty))).hasMessage("acquire needs [TASK]");
        assertThat(new String(trace.written(), UTF_8)).isEqualTo(before);
    }

    private static TestTrace read(String line) throws IOException {
        return TestTrace.read((HEADER + line + "\n").getBytes(UTF_8), ReadOptions.STRICT);
    }
}

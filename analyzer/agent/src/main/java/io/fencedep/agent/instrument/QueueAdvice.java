package io.fencedep.agent.instrument;

import static io.fencedep.agent.instrument.JdkAdvice.FOR;
import static io.fencedep.agent.instrument.JdkAdvice.JUC;
import static io.fencedep.agent.instrument.JdkAdvice.OBJECT;
import static io.fencedep.agent.instrument.JdkAdvice.TIMED;
import static io.fencedep.agent.instrument.JdkAdvice.bound;
import static io.fencedep.agent.instrument.JdkAdvice.call;
import static io.fencedep.agent.instrument.JdkAdvice.code;
import static io.fencedep.agent.instrument.JdkAdvice.noBound;
import static io.fencedep.agent.instrument.JdkAdvice.waits;

import java.util.List;
import org.objectweb.asm.Opcodes;

/** Blocking queues, pipes, and publishers with buffers. Of methods that call each other, the innermost is enough. */
final class QueueAdvice {
    private final JdkAdvice table;

    private QueueAdvice(JdkAdvice table) {
        this.table = table;
    }

    static void addTo(JdkAdvice table) {
        QueueAdvice advice = new QueueAdvice(table);
        for (String name : List.of("ArrayBlockingQueue", "LinkedBlockingQueue", "SynchronousQueue")) {
            String queue = JUC + name;
            advice.put(queue, "put(" + OBJECT + ")V", noBound());
            advice.put(queue, "offer(" + OBJECT + FOR + "Z", bound(2));
            advice.add(queue, "offer(" + OBJECT + ")Z");
            advice.take(queue, "");
        }
        String deque = JUC + "LinkedBlockingDeque";
        for (String end : List.of("First", "Last")) {
            advice.put(deque, "put" + end + "(" + OBJECT + ")V", noBound());
            advice.put(deque, "offer" + end + "(" + OBJECT + FOR + "Z", bound(2));
            advice.add(deque, "offer" + end + "(" + OBJECT + ")Z");
            advice.take(deque, end);
        }
        for (String name : List.of("PriorityBlockingQueue", "DelayQueue")) {
            String queue = JUC + name;
            String element = name.equals("DelayQueue") ? "Ljava/util/concurrent/Delayed;" : OBJECT;
            advice.add(queue, "offer(" + element + ")Z");
            advice.take(queue, "", element);
        }
        String transfer = JUC + "LinkedTransferQueue";
        for (String method : List.of("put(#)V", "offer(#)Z", "add(#)Z", "tryTransfer(#)Z")) {
            advice.add(transfer, method.replace("#", OBJECT));
        }
        advice.put(transfer, "transfer(" + OBJECT + ")V", noBound());
        advice.put(transfer, "tryTransfer(" + OBJECT + FOR + "Z", bound(2));
        advice.take(transfer, "");
        advice.empty();
        advice.pipe("java/io/PipedInputStream", List.of("receive(I)V", "receive([BII)V"));
        advice.pipe("java/io/PipedReader", List.of("receive(I)V"));
        advice.publisher();
    }

    /** What one thread writes and another one reads. */
    private void pipe(String pipe, List<String> methods) {
        String each = "(" + OBJECT + ")V";
        Snippet writes = call(Call.PIPES, "writes", each);
        Snippet written = call(Call.QUEUES, "hasPut", each);
        for (String method : methods) {
            table.put(pipe, method, writes, written, written);
        }
        table.put(pipe, "receivedLast()V", call(Call.PIPES, "ends", each), null, null);
        table.put(pipe, "read()I", call(Call.PIPES, "reads", each), hasRead(1), hasRead(0));
    }

    private void publisher() {
        String publisher = JUC + "SubmissionPublisher";
        String each = "(" + OBJECT + ")V";
        Snippet ends = call(Call.PUBLISHERS, "hasPublished", each);
        table.put(publisher, "submit(" + OBJECT + ")I", waits(Call.PUBLISHERS, "publishes", noBound()), ends, ends);
        table.put(
                publisher,
                "offer(" + OBJECT + "JLjava/util/concurrent/TimeUnit;Ljava/util/function/BiPredicate;)I",
                waits(Call.PUBLISHERS, "publishes", bound(2)),
                ends,
                ends);
        String subscription = publisher + "$BufferedSubscription";
        table.put(subscription, "offer(" + OBJECT + "Z)I", call(Call.PUBLISHERS, "offers", each), null, null);
        Snippet consumed = call(Call.PUBLISHERS, "consumed", each);
        String consumes = "consumeNext(Ljava/util/concurrent/Flow$Subscriber;" + OBJECT + ")Z";
        table.put(subscription, consumes, null, consumed, null);
    }

    private static Snippet hasRead(int success) {
        return code().receiver().push(success).hook(Call.PIPES, "hasRead", "(" + OBJECT + "I)V");
    }

    private void put(String queue, String method, Snippet bound) {
        Snippet ends = call(Call.QUEUES, "hasPut", "(" + OBJECT + ")V");
        table.put(queue, method, waits(Call.QUEUES, "puts", bound), ends, ends);
    }

    private void add(String queue, String method) {
        table.put(queue, method, call(Call.QUEUES, "adds", "(" + OBJECT + ")V"), null, null);
    }

    private void take(String queue, String end) {
        take(queue, end, OBJECT);
    }

    private void take(String queue, String end, String element) {
        Snippet taken =
                code().plain(Opcodes.DUP).receiver().hook(Call.QUEUES, "hasTaken", "(" + OBJECT + OBJECT + ")V");
        Snippet failed = code().plain(Opcodes.ACONST_NULL)
                .receiver()
                .hook(Call.QUEUES, "hasTaken", "(" + OBJECT + OBJECT + ")V");
        table.put(queue, "take" + end + "()" + element, waits(Call.QUEUES, "takes", noBound()), taken, failed);
        table.put(queue, "poll" + end + TIMED + element, waits(Call.QUEUES, "takes", bound(1)), taken, failed);
        table.put(queue, "poll" + end + "()" + element, null, taken, null);
    }

    /** Other ways to make room. */
    private void empty() {
        Snippet empties = call(Call.QUEUES, "empties", "(" + OBJECT + ")V");
        for (String name : List.of("ArrayBlockingQueue", "LinkedBlockingQueue", "LinkedBlockingDeque")) {
            table.put(JUC + name, "clear()V", empties, null, null);
            table.put(JUC + name, "drainTo(Ljava/util/Collection;I)I", empties, null, null);
            table.put(JUC + name, "remove(" + OBJECT + ")Z", empties, null, null);
        }
    }
}

package io.fencedep.agent.instrument;

import static io.fencedep.agent.instrument.JdkAdvice.FOR;
import static io.fencedep.agent.instrument.JdkAdvice.JUC;
import static io.fencedep.agent.instrument.JdkAdvice.OBJECT;
import static io.fencedep.agent.instrument.JdkAdvice.TIMED;
import static io.fencedep.agent.instrument.JdkAdvice.bound;
import static io.fencedep.agent.instrument.JdkAdvice.call;
import static io.fencedep.agent.instrument.JdkAdvice.noBound;
import static io.fencedep.agent.instrument.JdkAdvice.waits;

/** Latches, barriers, phasers and exchangers. */
final class FenceAdvice {
    private final JdkAdvice table;

    private FenceAdvice(JdkAdvice table) {
        this.table = table;
    }

    static void addTo(JdkAdvice table) {
        FenceAdvice advice = new FenceAdvice(table);
        String latch = JUC + "CountDownLatch";
        advice.wait(latch, "await()V", Call.FENCES, "waitBegins", noBound());
        advice.wait(latch, "await" + TIMED + "Z", Call.FENCES, "waitBegins", bound(1));
        table.put(latch, "countDown()V", call(Call.FENCES, "countDown", "(L" + latch + ";)V"), null, null);

        String barrier = JUC + "CyclicBarrier";
        advice.wait(barrier, "await()I", Call.BARRIERS, "arrives", noBound());
        advice.wait(barrier, "await" + TIMED + "I", Call.BARRIERS, "arrives", bound(1));

        String exchanger = JUC + "Exchanger";
        advice.wait(exchanger, "exchange(" + OBJECT + ")" + OBJECT, Call.BARRIERS, "arrives", noBound());
        advice.wait(exchanger, "exchange(" + OBJECT + FOR + OBJECT, Call.BARRIERS, "arrives", bound(2));
        advice.phaser();
    }

    private void phaser() {
        String phaser = JUC + "Phaser";
        wait(phaser, "arriveAndAwaitAdvance()I", Call.BARRIERS, "arrives", noBound());
        wait(phaser, "awaitAdvance(I)I", Call.FENCES, "waitBegins", noBound());
        wait(phaser, "awaitAdvanceInterruptibly(I)I", Call.FENCES, "waitBegins", noBound());
        wait(phaser, "awaitAdvanceInterruptibly(I" + FOR + "I", Call.FENCES, "waitBegins", bound(2));
        Snippet signals = call(Call.BARRIERS, "arrivesOnly", "(" + OBJECT + ")V");
        table.put(phaser, "arrive()I", signals, null, null);
        table.put(phaser, "arriveAndDeregister()I", signals, null, null);
    }

    private void wait(String owner, String method, String hooks, String hook, Snippet bound) {
        Snippet ends = call(Call.FENCES, "waitEnds", "(" + OBJECT + ")V");
        table.put(owner, method, waits(hooks, hook, bound), ends, ends);
    }
}

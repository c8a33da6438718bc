package io.fencedep.agent.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.model.Names;
import org.junit.jupiter.api.Test;

/** Where a thread took a monitor under which it waits. */
class HeldSinceTest {
    private static final int DEPTH = 32;

    private final Object inner = new Object();
    private final Object other = new Object();
    private final Names names = new Names();
    private final Stacks stacks = new Stacks(names, DEPTH);
    private final HeldSince since = new HeldSince(names, stacks);

    private synchronized Stacks.Known taken() {
        return here();
    }

    private synchronized Stacks.Known takenAndMore() {
        return more();
    }

    private Stacks.Known takenInBlock() {
        synchronized (inner) {
            return more();
        }
    }

    private Stacks.Known takenInTwoBlocks() {
        synchronized (other) {
            return takenInBlock();
        }
    }

    private Stacks.Known more() {
        return here();
    }

    private Stacks.Known here() {
        StackTraceElement[] frames = new Throwable().getStackTrace();
        StackTraceElement[] callers = new StackTraceElement[Math.min(6, frames.length - 1)];
        System.arraycopy(frames, 1, callers, 0, callers.length);
        return stacks.of(callers);
    }

    private String top(Stacks.Known known) {
        String first = names.text(known.stack()).lines().findFirst().orElseThrow();
        return first.substring(first.lastIndexOf('.', first.indexOf('(')) + 1, first.indexOf('('));
    }

    @Test
    void isKnownWhereTheCallThatTookItStillRuns() {
        Stacks.Known[] both = takenTwice();

        assertThat(since.of(this, both[0], both[1], true)).isEqualTo(both[0]);
    }

    private synchronized Stacks.Known[] takenTwice() {
        return new Stacks.Known[] {here(), more()};
    }

    @Test
    void isTheSynchronizedMethodThatRunsNowWhereTheKnownCallIsOver() {
        Stacks.Known first = taken();

        Stacks.Known now = since.of(this, first, takenAndMore(), true);

        assertThat(top(now)).isEqualTo("takenAndMore");
        assertThat(names.text(now.at())).startsWith("HeldSinceTest.java:");
    }

    @Test
    void isTheOnlyMethodWithABlockThatRuns() {
        Stacks.Known first = taken();

        assertThat(top(since.of(inner, first, takenInBlock(), true))).isEqualTo("takenInBlock");
    }

    private Stacks.Known takenInBlockUnderAnother() {
        synchronized (other) {
            return inBlock();
        }
    }

    private Stacks.Known inBlock() {
        synchronized (inner) {
            return here();
        }
    }

    @Test
    void isNotTheMethodThatTakesTheNextOne() {
        Stacks.Known first = taken();

        assertThat(top(since.of(other, first, takenInBlockUnderAnother(), true)))
                .isEqualTo("takenInBlockUnderAnother");
        assertThat(since.of(other, first, takenInBlockUnderAnother(), false)).isEqualTo(first);
    }

    @Test
    void staysAsKnownWhereSeveralMethodsMayHaveTakenItOrNone() {
        Stacks.Known first = taken();

        assertThat(since.of(inner, first, takenInTwoBlocks(), true)).isEqualTo(first);
        assertThat(since.of(inner, first, more(), true)).isEqualTo(first);
    }

    @Test
    void isOfThatObject() {
        Stacks.Known first = taken();

        assertThat(since.of(inner, first, takenAndMore(), true)).isEqualTo(first);
    }
}

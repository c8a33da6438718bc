package io.fencedep.agent.instrument;

import io.fencedep.agent.boot.Sites;
import java.util.Map;
import org.objectweb.asm.MethodVisitor;

/** Puts hooks where loops begin in which a method may wait for a notification. */
final class GuardHooks extends Counted {
    private final MethodVisitor below;
    private final Map<Integer, GuardedWaits.Awaited> loops;

    /**
     * Reads one method.
     *
     * @param seen takes the method as it is
     * @param below takes the hooks, behind all that {@code seen} has written by then
     */
    GuardHooks(MethodVisitor seen, MethodVisitor below, Map<Integer, GuardedWaits.Awaited> loops) {
        super(seen);
        this.below = below;
        this.loops = loops;
    }

    @Override
    void before(int instruction) {
        GuardedWaits.Awaited awaited = loops.get(instruction);
        if (awaited != null) {
            awaited.load(below);
            String hook = awaited.condition() ? "mayAwait" : "mayWait";
            String taken = awaited.taken();
            if (awaited.signals()) {
                Call.hook(below, Call.NOTIFICATIONS, hook + "AndSignal", "(Ljava/lang/Object;)V");
            } else {
                Call.push(below, taken == null ? 0 : Sites.of(taken.replace('/', '.')));
                Call.hook(below, Call.NOTIFICATIONS, hook, "(Ljava/lang/Object;I)V");
            }
        }
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        super.visitMaxs(maxStack + Call.STACK, maxLocals);
    }
}

package io.fencedep.agent.instrument;

import java.util.Map;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Puts hooks where a method does not notify if nobody waits. */
final class SkipHooks extends Counted {
    private final MethodVisitor below;
    private final Map<Integer, SkippedNotices.Skip> skips;

    /**
     * Reads one method.
     *
     * @param seen takes the method as it is
     * @param below takes the hooks, behind all that {@code seen} has written by then
     */
    SkipHooks(MethodVisitor seen, MethodVisitor below, Map<Integer, SkippedNotices.Skip> skips) {
        super(seen);
        this.below = below;
        this.skips = skips;
    }

    @Override
    void before(int instruction) {
        SkippedNotices.Skip skip = skips.get(instruction);
        if (skip != null) {
            below.visitInsn(Opcodes.DUP);
            skip.load(below);
            Call.hook(below, Call.NOTIFICATIONS, "mayNotify", "(ILjava/lang/Object;)V");
        }
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        super.visitMaxs(maxStack + Call.STACK, maxLocals);
    }
}

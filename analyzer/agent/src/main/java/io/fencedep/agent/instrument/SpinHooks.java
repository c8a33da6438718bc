package io.fencedep.agent.instrument;

import io.fencedep.agent.boot.Sites;
import java.util.Map;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Puts hooks where a lock is taken or given back that a class builds out of an atomic value. */
final class SpinHooks extends Counted {
    private final MethodVisitor below;
    private final Map<Integer, SpinLocks.Use> uses;

    /**
     * Reads one method.
     *
     * @param seen takes the method as it is
     * @param below takes the hooks, behind all that {@code seen} has written by then
     */
    SpinHooks(MethodVisitor seen, MethodVisitor below, Map<Integer, SpinLocks.Use> uses) {
        super(seen);
        this.below = below;
        this.uses = uses;
    }

    @Override
    void before(int instruction) {
        SpinLocks.Use use = uses.get(instruction);
        if (use == null) {
            return;
        }
        SpinLocks.Field field = use.field();
        if (use.takes()) {
            below.visitInsn(Opcodes.DUP);
        }
        use.load(below);
        if (use.takes() || field.isChangedByHandle()) {
            Call.push(below, Sites.of(use.name()));
        }
        String of = field.isChangedByHandle() ? "In" : "";
        if (use.takes()) {
            String replaced = use.replaced();
            String hook = replaced == null ? "attempted" : "replaced";
            String answer = replaced == null ? "Z" : replaced.length() == 1 ? "I" : "Ljava/lang/Object;";
            Call.hook(below, Call.SPINS, hook + of, "(" + answer + "Ljava/lang/Object;I)V");
        } else {
            Call.hook(below, Call.SPINS, "release" + of, "(Ljava/lang/Object;" + (of.isEmpty() ? "" : "I") + ")V");
        }
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        super.visitMaxs(maxStack + Call.STACK, maxLocals);
    }
}

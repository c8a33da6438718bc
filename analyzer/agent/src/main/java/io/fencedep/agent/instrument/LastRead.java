package io.fencedep.agent.instrument;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/**
 * Where the object came from that is on top of the stack, as far as the instructions before tell: the field that was read
 * last, or the method that was asked for an object, when nothing but copies of it was made since.
 */
final class LastRead {
    /** A field, or a method that has no parameters. */
    record Source(String owner, String name, boolean isMethod) {
        /** As in the names of lock classes. */
        @Override
        public String toString() {
            return owner.replace('/', '.') + "." + name + (isMethod ? "()" : "");
        }
    }

    private @Nullable Source last;
    /** Where that was stored, by compilers that read it back from there; -1 when it was not. */
    private int storedAt = -1;
    /** The same for local variables, as far as the way to an instruction is known; null where it is not. */
    private final @Nullable Map<Integer, Source> locals;

    /** @param framed whether the code tells where ways meet */
    LastRead(boolean framed) {
        locals = framed ? new HashMap<>() : null;
    }

    @Nullable
    Source source() {
        return last;
    }

    /** An instruction that may leave anything on top of the stack. */
    void forget() {
        last = null;
        storedAt = -1;
    }

    /** An instruction that left this on top of the stack. */
    void is(@Nullable Source source) {
        last = source;
        storedAt = -1;
    }

    /** An instruction that moves a local variable. */
    void moves(int opcode, int index) {
        Source read = last;
        int stored = storedAt;
        forget();
        if (opcode == Opcodes.ASTORE) {
            last = read;
            storedAt = index;
        } else if (opcode == Opcodes.ALOAD && index == stored) {
            last = read;
        }
        if (locals == null) {
            return;
        }
        if (opcode == Opcodes.ALOAD) {
            last = last == null ? locals.get(index) : last;
        } else if (opcode == Opcodes.ASTORE && read != null) {
            locals.put(index, read);
        } else {
            locals.remove(index);
        }
    }

    /** Ways may meet here. */
    void meets() {
        if (locals != null) {
            locals.clear();
        }
    }
}

package io.fencedep.agent.instrument;

import io.fencedep.agent.instrument.SpinLocks.Change;
import io.fencedep.agent.instrument.SpinLocks.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Reads one method for {@link SpinLocks}: which atomic values it changes, and in which loops it does nothing else. */
final class SpinCode extends Counted {
    private static final String ATOMICS = "java/util/concurrent/atomic/Atomic";
    private static final Set<String> VALUES =
            Set.of(ATOMICS + "Boolean", ATOMICS + "Integer", ATOMICS + "Long", ATOMICS + "Reference");
    /** What changes a field of this object, whose name it was made with. */
    private static final Set<String> HANDLES = Set.of(
            "java/lang/invoke/VarHandle",
            ATOMICS + "IntegerFieldUpdater",
            ATOMICS + "LongFieldUpdater",
            ATOMICS + "ReferenceFieldUpdater");

    private static final Set<String> COMPARING = Set.of(
            "compareAndSet",
            "weakCompareAndSet",
            "weakCompareAndSetVolatile",
            "weakCompareAndSetAcquire",
            "weakCompareAndSetPlain");
    private static final String REPLACING = "getAndSet";
    private static final Set<String> SETTING =
            Set.of("set", "lazySet", "setVolatile", "setRelease", "setOpaque", REPLACING);
    private static final Set<String> LOOKING =
            Set.of("peek", "peekFirst", "peekLast", "isEmpty", "size", "contains", "containsKey");
    /** Who may be called while one waits. */
    private static final Set<String> IDLE =
            Set.of("java/lang/Thread", "java/util/concurrent/locks/LockSupport", "java/util/concurrent/TimeUnit");

    /** What is pushed and no constant. */
    private static final String UNKNOWN = "?";

    private static final String THIS = "this";

    final String method;
    private final String type;
    private final boolean hasThis;
    /** Where the parameters are that are atomic values, and of which type. */
    private final Map<Integer, String> parameters = new HashMap<>();
    /** Local variables that are set in the method. */
    private final Set<Integer> stored = new HashSet<>();

    private final Map<Label, Integer> labels = new HashMap<>();
    private final Map<Integer, Label> jumps = new TreeMap<>();
    /** What a jump does: its instruction. */
    private final Map<Integer, Integer> opcodes = new HashMap<>();

    private final List<Integer> exits = new ArrayList<>();
    /** What may do something, or depend on something, that is no waiting. */
    private final List<Integer> doings = new ArrayList<>();

    final List<Change> changes = new ArrayList<>();
    /** What fields of this object are set to. */
    private final List<Change> sets = new ArrayList<>();
    /** What is called of the class itself without parameters. */
    private final Map<Integer, String> calls = new HashMap<>();

    /** By the names of static fields with a handle: the field that it changes. */
    final Map<String, String> changedBy = new HashMap<>();

    /** The field that was pushed, and what was pushed behind it. */
    private @Nullable Field field;

    /** The local variable that it was pushed from; -1 for none. */
    private int variable = -1;

    private final List<String> values = new ArrayList<>();
    private boolean loadedThis;
    /** What was pushed right behind this object, if it is a constant. */
    private @Nullable String behindThis;

    private @Nullable String lastText;

    SpinCode(String type, int access, String name, String descriptor) {
        super(null);
        boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
        this.type = type;
        this.hasThis = !isStatic && !name.equals("<init>");
        this.method = name + descriptor;
        int at = isStatic ? 0 : 1;
        for (Type each : Type.getArgumentTypes(descriptor)) {
            if (each.getSort() == Type.OBJECT && VALUES.contains(each.getInternalName())) {
                parameters.put(at, each.getInternalName());
            }
            at += each.getSize();
        }
    }

    /**
     * Calls what handles change by the names of the fields, adds what sets these fields without a handle, and leaves out what
     * is in a variable that has another value elsewhere.
     *
     * @param fields by the names of static fields with a handle: the field that it changes
     */
    void settle(Map<String, String> fields) {
        changes.removeIf(each -> stored.contains(each.variable()) || stored.contains(0) && each.isOfThis());
        changes.replaceAll(each -> {
            String name =
                    each.field().isChangedByHandle() ? fields.get(each.field().name()) : null;
            return name == null ? each : each.of(Field.changedByHandle(type, name));
        });
        sets.stream()
                .filter(each -> fields.containsValue(each.field().name()) && !stored.contains(0))
                .forEach(changes::add);
    }

    /** The one attempt that the method makes, if it answers just whether that succeeded. */
    @Nullable
    Change onlyTries() {
        boolean plain = jumps.isEmpty()
                && exits.size() == 1
                && changes.size() == 1
                && doings.isEmpty()
                && changes.get(0).variable() < 0;
        return plain && method.endsWith("()Z") && changes.get(0).at() == exits.get(0) - 1 ? changes.get(0) : null;
    }

    /** The attempts to replace a value, here or in a method that does nothing else. */
    List<Change> attempts(Map<String, Change> tries) {
        List<Change> attempts = new ArrayList<>(
                changes.stream().map(Change::asAttempt).filter(Objects::nonNull).toList());
        calls.forEach((at, called) -> {
            Change tried = tries.get(called);
            if (tried != null) {
                attempts.add(new Change(at, tried.field(), -1, tried.from(), tried.to(), null));
            }
        });
        return attempts;
    }

    /** Whether the method does not go on before this attempt has succeeded. */
    boolean waitsFor(Change change, Map<String, Change> tries) {
        int attempt = change.at();
        Integer opcode = opcodes.get(attempt + 1);
        String replaced = change.replaced();
        int succeeds = replaced == null ? Opcodes.IFNE : replaced.length() == 1 ? Opcodes.IFEQ : Opcodes.IFNULL;
        int fails = replaced == null ? Opcodes.IFEQ : replaced.length() == 1 ? Opcodes.IFNE : Opcodes.IFNONNULL;
        if (opcode == null || opcode != succeeds && opcode != fails) {
            return false;
        }
        int around = loopAround(attempt);
        if (around < 0) {
            return false;
        }
        int first = target(around);
        int last = around;
        int to = target(attempt + 1);
        boolean inside = to >= first && to <= last;
        // Where what follows success begins and ends, as far as that is inside of the loop.
        int end = opcode == succeeds ? attempt + 2 : to > attempt ? to : attempt + 2;
        boolean exitsHere = opcode == succeeds ? !inside : to <= attempt || inside && leaves(attempt + 2, to, last);
        boolean helps = calls.entrySet().stream()
                .anyMatch(
                        each -> each.getKey() >= first && each.getKey() <= last && !tries.containsKey(each.getValue()));
        return exitsHere && !helps && isIdle(first, attempt, end, last);
    }

    /** The last jump of the innermost loop around an instruction; -1 when there is none. */
    private int loopAround(int instruction) {
        int found = -1;
        for (int each : jumps.keySet()) {
            int target = target(each);
            boolean around = each > instruction && target >= 0 && target <= instruction;
            if (around && (found < 0 || target > target(found))) {
                found = each;
            }
        }
        return found;
    }

    private boolean leaves(int from, int to, int last) {
        return exits.stream().anyMatch(each -> each >= from && each < to)
                || jumps.keySet().stream().anyMatch(each -> each >= from && each < to && target(each) > last);
    }

    /** Whether the loop does nothing, and is left when the attempt succeeds only. */
    private boolean isIdle(int first, int attempt, int end, int last) {
        for (int each : exits) {
            if (each >= first && each <= last && (each < attempt || each >= end)) {
                return false;
            }
        }
        for (int each : jumps.keySet()) {
            int target = target(each);
            boolean out = target < first || target > last;
            boolean success = each >= attempt && each < end || each == attempt + 1;
            if (each >= first && each <= last && out && !success) {
                return false;
            }
        }
        return doings.stream().noneMatch(each -> each >= first && each <= last && (each < attempt || each >= end));
    }

    private int target(int jump) {
        Label label = jumps.get(jump);
        return label == null ? -1 : labels.getOrDefault(label, -1);
    }

    private void pushes(@Nullable String value) {
        if (field != null) {
            values.add(value == null ? UNKNOWN : value);
        }
        behindThis = loadedThis ? value : null;
        loadedThis = false;
    }

    private void forget() {
        field = null;
        variable = -1;
        values.clear();
        behindThis = null;
        loadedThis = false;
    }

    @Override
    void before(int instruction) {
        // Each instruction says for itself what is left of what was pushed.
    }

    @Override
    public void visitLabel(Label label) {
        labels.put(label, count());
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN || opcode == Opcodes.ATHROW) {
            exits.add(count());
        }
        if (opcode == Opcodes.MONITORENTER || opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE) {
            doings.add(count());
        }
        super.visitInsn(opcode);
        if (opcode == Opcodes.ACONST_NULL) {
            pushes("null");
        } else if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
            pushes(String.valueOf(opcode - Opcodes.ICONST_0));
        } else if (opcode == Opcodes.LCONST_0 || opcode == Opcodes.LCONST_1) {
            pushes(String.valueOf(opcode - Opcodes.LCONST_0));
        } else {
            forget();
        }
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        super.visitIntInsn(opcode, operand);
        pushes(String.valueOf(operand));
    }

    @Override
    public void visitLdcInsn(Object value) {
        super.visitLdcInsn(value);
        lastText = value instanceof String text ? text : lastText;
        pushes(String.valueOf(value));
    }

    @Override
    public void visitVarInsn(int opcode, int index) {
        super.visitVarInsn(opcode, index);
        boolean isThis = opcode == Opcodes.ALOAD && index == 0 && hasThis;
        String parameter = opcode == Opcodes.ALOAD && field == null ? parameters.get(index) : null;
        if (opcode > Opcodes.ALOAD) {
            stored.add(index);
            forget();
        } else {
            pushes(isThis ? THIS : null);
        }
        if (parameter != null) {
            field = Field.inVariable(parameter);
            variable = index;
        }
        loadedThis = isThis;
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        boolean ofThis = opcode == Opcodes.GETFIELD && loadedThis || opcode == Opcodes.GETSTATIC;
        String of = descriptor.startsWith("L") ? descriptor.substring(1, descriptor.length() - 1) : "";
        if (opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC) {
            doings.add(count());
        }
        String to = behindThis;
        if (opcode == Opcodes.PUTFIELD && owner.equals(type) && to != null && !to.equals(THIS)) {
            sets.add(new Change(count(), Field.changedByHandle(owner, name), -1, null, to, null));
        } else if (opcode == Opcodes.PUTSTATIC && owner.equals(type) && HANDLES.contains(of) && lastText != null) {
            changedBy.put(name, lastText);
        }
        super.visitFieldInsn(opcode, owner, name, descriptor);
        forget();
        if (ofThis && owner.equals(type) && VALUES.contains(of)) {
            field = new Field(opcode == Opcodes.GETSTATIC, owner, name, descriptor);
        } else if (opcode == Opcodes.GETSTATIC && owner.equals(type) && HANDLES.contains(of)) {
            field = Field.changedByHandle(owner, name);
        }
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        int at = count();
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        boolean ofThis = loadedThis;
        if (owner.equals("java/lang/Thread") && name.equals("currentThread")) {
            pushes(null);
            return;
        }
        Field known = field;
        // What a handle is given first is the object whose field it changes.
        boolean byHandle = known != null && known.isChangedByHandle();
        int first = byHandle ? 1 : 0;
        boolean changed = byHandle
                ? HANDLES.contains(owner) && !values.isEmpty() && values.get(0).equals(THIS)
                : VALUES.contains(owner);
        if (known != null && changed && COMPARING.contains(name) && values.size() == first + 2) {
            changes.add(new Change(at, known, variable, constant(first), constant(first + 1), null));
        } else if (known != null && changed && SETTING.contains(name) && values.size() == first + 1) {
            String replaced = name.equals(REPLACING) && !byHandle ? replaced(owner, descriptor) : null;
            changes.add(new Change(at, known, variable, null, constant(first), replaced));
            doings.add(at);
        } else if (ofThis && owner.equals(type) && descriptor.equals("()Z")) {
            calls.put(at, name + descriptor);
        } else if (!IDLE.contains(owner) && !(isAtomic(owner) && name.startsWith("get")) && !looks(owner, name)) {
            doings.add(at);
        }
        forget();
    }

    /** Whether something of the JDK is only looked at, as who is the first of those that wait. */
    private static boolean looks(String owner, String name) {
        return owner.startsWith("java/util/") && LOOKING.contains(name);
    }

    private static boolean isAtomic(String owner) {
        return VALUES.contains(owner) || HANDLES.contains(owner);
    }

    /** The descriptor of what is answered, if it can be told from what says "free" by one jump. */
    private static @Nullable String replaced(String owner, String descriptor) {
        return owner.endsWith("Long") ? null : descriptor.substring(descriptor.indexOf(')') + 1);
    }

    private @Nullable String constant(int index) {
        String value = values.get(index);
        return value.equals(UNKNOWN) || value.equals(THIS) ? null : value;
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        jumps.put(count(), label);
        opcodes.put(count(), opcode);
        super.visitJumpInsn(opcode, label);
        forget();
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        boolean casts = opcode == Opcodes.CHECKCAST;
        if (!casts) {
            doings.add(count());
        }
        super.visitTypeInsn(opcode, type);
        if (!casts) {
            forget();
        }
    }

    @Override
    public void visitInvokeDynamicInsn(
            String name, String descriptor, org.objectweb.asm.Handle bootstrap, Object... arguments) {
        doings.add(count());
        super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
        forget();
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... all) {
        doings.add(count());
        super.visitTableSwitchInsn(min, max, otherwise, all);
        forget();
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] all) {
        doings.add(count());
        super.visitLookupSwitchInsn(otherwise, keys, all);
        forget();
    }
}

package io.fencedep.agent.instrument;

import io.fencedep.agent.boot.Sites;
import java.util.ArrayDeque;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Puts hooks at the monitors of a method, and behind what makes locks; {@link CallHooks} are those at its calls.
 *
 * <p>A lock that is just made is named by the field that it goes into, else by the method that makes it.
 */
final class MonitorMethod extends MethodVisitor {
    private static final String LAZY = "Lkotlin/Lazy;";
    private static final String DELEGATE = "$delegate";

    /** Which other things one method has made: they are told apart by their order. */
    interface Ordinals {
        int next(String name);
    }

    private final String owner;
    private final String method;
    private final boolean initialises;
    private final boolean marksNew;
    private final Set<String> volatiles;
    private final Ordinals ordinals;
    private final CallHooks calls;
    /** For each {@code new} that has not met its constructor: whether a copy of it stays on the stack. */
    private final ArrayDeque<Boolean> fresh = new ArrayDeque<>();

    /** What is to come before the method's first label, and that label, until its line is known. */
    private @Nullable AroundMethod around;

    private @Nullable Label firstLabel;

    private boolean justNew;
    private final LastRead read;

    /**
     * Whether code that a language's own linkage chose has just answered with an object, and nothing but moves of it came
     * since: it may be a constructor.
     */
    private boolean justLinked;

    private @Nullable String made;
    private boolean changed;

    MonitorMethod(
            MethodVisitor code,
            String owner,
            String method,
            boolean initialises,
            boolean marksNew,
            Set<String> volatiles,
            Ordinals ordinals,
            @Nullable AroundMethod around,
            boolean framed) {
        super(Opcodes.ASM9, new CallHooks(code, owner));
        this.calls = (CallHooks) mv;
        this.owner = owner;
        this.method = method;
        this.initialises = initialises;
        this.marksNew = marksNew;
        this.volatiles = volatiles;
        this.ordinals = ordinals;
        this.around = around;
        this.read = new LastRead(framed);
    }

    boolean changed() {
        return changed || calls.changed();
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode == Opcodes.DUP && justNew) {
            fresh.pop();
            fresh.push(true);
        }
        LastRead.Source source = read.source();
        boolean linked = justLinked && (opcode == Opcodes.DUP || opcode == Opcodes.SWAP);
        before();
        justLinked = linked;
        if (opcode == Opcodes.DUP) {
            read.is(source);
        } else if (opcode == Opcodes.MONITORENTER) {
            super.visitInsn(Opcodes.DUP);
            Call.push(mv, source == null ? 0 : Sites.of(source.toString()));
            Call.hook(mv, Call.HOOKS, "enter", "(Ljava/lang/Object;I)V");
            changed = true;
        } else if (opcode == Opcodes.MONITOREXIT) {
            super.visitInsn(Opcodes.DUP);
            Call.hook(mv, Call.HOOKS, "exit", "(Ljava/lang/Object;)V");
            changed = true;
        }
        super.visitInsn(opcode);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        boolean linked = justLinked && opcode == Opcodes.CHECKCAST;
        before();
        super.visitTypeInsn(opcode, type);
        justLinked = linked;
        if (opcode == Opcodes.NEW) {
            fresh.push(false);
            justNew = true;
        }
    }

    @Override
    public void visitMethodInsn(int opcode, String callee, String name, String descriptor, boolean isInterface) {
        before();
        if (opcode == Opcodes.INVOKESPECIAL && name.equals("<init>")) {
            super.visitMethodInsn(opcode, callee, name, descriptor, isInterface);
            boolean constructsItself = fresh.isEmpty() && method.equals("<init>");
            boolean copied = !fresh.isEmpty() && fresh.pop();
            if (constructsItself && marksNew && !callee.equals(owner)) {
                super.visitVarInsn(Opcodes.ALOAD, 0);
                Call.hook(mv, Call.HOOKS, "constructs", "(Ljava/lang/Object;)V");
                changed = true;
            }
            if (constructsItself && (Kinds.isFenceOfJdk(callee) || Kinds.isMap(callee)) && !owner.startsWith("java/")) {
                super.visitVarInsn(Opcodes.ALOAD, 0);
                nameOwnKind();
            }
            if (copied && Kinds.isNamed(owner, callee)) {
                made = callee;
            } else if (copied) {
                needs(callee);
            }
            return;
        }
        super.visitMethodInsn(opcode, callee, name, descriptor, isInterface);
        if (opcode == Opcodes.INVOKESTATIC) {
            needs(callee);
        }
        if (callee.equals("java/util/Collections") && name.startsWith("synchronized") && !owner.startsWith("java/")) {
            made = Kinds.WRAPPER;
        }
        if (!owner.startsWith("java/")
                && name.equals("newCondition")
                && descriptor.equals("()Ljava/util/concurrent/locks/Condition;")
                && opcode != Opcodes.INVOKESTATIC) {
            made = "java/util/concurrent/locks/Condition";
        }
        if (descriptor.startsWith("()L") && !isJdk(callee) && !owner.startsWith("java/")) {
            read.is(new LastRead.Source(callee, name, true));
        }
    }

    /**
     * In an initialiser, or in what that calls of its own class: another class has just been used, so it is initialised, or
     * on the way to that in this thread.
     */
    private void needs(String type) {
        boolean initialiser = method.equals("<clinit>");
        if ((initialiser || initialises) && !owner.startsWith("java/") && !isJdk(type) && !type.equals(owner)) {
            mv.visitLdcInsn(Type.getObjectType(type));
            Call.hook(mv, Call.CLASS_INITS, initialiser ? "needed" : "perhapsNeeded", "(Ljava/lang/Class;)V");
            changed = true;
        }
    }

    static boolean isJdk(String type) {
        return type.startsWith("java/") || type.startsWith("javax/") || type.startsWith("jdk/") || type.startsWith("[");
    }

    @Override
    public void visitFieldInsn(int opcode, String fieldOwner, String name, String descriptor) {
        if (made != null && (opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC)) {
            if (Kinds.isSentinel(owner, made, name)) {
                made = null;
            }
        }
        if (made != null && (opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC)) {
            name(fieldOwner.replace('/', '.') + "." + name);
        }
        if (opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC) {
            nameDelegate(fieldOwner, name, descriptor);
            namePool(fieldOwner, name, descriptor);
            if (descriptor.startsWith("L")
                    && !isJdk(owner)
                    && Published.isField(opcode, method, fieldOwner.equals(owner) && volatiles.contains(name))) {
                calls.publishes();
            }
        }
        before();
        super.visitFieldInsn(opcode, fieldOwner, name, descriptor);
        boolean reads = opcode == Opcodes.GETFIELD || opcode == Opcodes.GETSTATIC;
        if (reads && !owner.startsWith("java/")) {
            read.is(new LastRead.Source(fieldOwner, name, false));
        }
        if (opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC) {
            needs(fieldOwner);
        }
    }

    /**
     * Objects of types that serve all fields of a language's programs: what a Kotlin property is delegated to, and what a
     * call made that the language links itself, as those of Groovy.
     */
    private void nameDelegate(String fieldOwner, String name, String descriptor) {
        boolean lazy = descriptor.equals(LAZY) && name.endsWith(DELEGATE);
        if (lazy || justLinked && descriptor.startsWith("L")) {
            String field = lazy ? name.substring(0, name.length() - DELEGATE.length()) : name;
            mv.visitInsn(Opcodes.DUP);
            Call.push(mv, Sites.of(fieldOwner.replace('/', '.') + "." + field));
            Call.hook(mv, Call.HOOKS, lazy ? "delegate" : "perhapsMade", "(Ljava/lang/Object;I)V");
            changed = true;
        }
    }

    /** The field that a pool goes into tells it from others that the same helper makes. */
    private void namePool(String fieldOwner, String name, String descriptor) {
        if (Kinds.isPool(descriptor) && !owner.startsWith("java/")) {
            mv.visitInsn(Opcodes.DUP);
            Call.push(mv, Sites.of(fieldOwner.replace('/', '.') + "." + name));
            Call.hook(mv, Call.POOLS, "kept", "(Ljava/lang/Object;I)V");
            changed = true;
        }
    }

    /** Called before every other instruction: what was made and goes into no field is named by its method. */
    private void before() {
        read.forget();
        settle();
    }

    private void settle() {
        justNew = false;
        justLinked = false;
        if (around != null) {
            enter(0);
        }
        if (made != null
                && (made.equals(Kinds.WRAPPER) || owner.startsWith("java/") && made.equals("java/lang/Object"))) {
            made = null;
        } else if (made != null) {
            name(byMethod(made));
        }
    }

    /** The name of something of this type that this method makes. */
    private String byMethod(String made) {
        String type = made.substring(made.lastIndexOf('/') + 1);
        String name = type + "@" + owner.replace('/', '.') + "." + method;
        int ordinal = ordinals.next(name);
        return ordinal == 1 ? name : name + "#" + ordinal;
    }

    /** A program's own kind of future, latch or queue goes by who makes it; one of the JDK's by its type. */
    private void nameOwnKind() {
        if (isJdk(owner)) {
            name(owner.replace('/', '.'));
            super.visitInsn(Opcodes.POP);
            return;
        }
        made = null;
        changed = true;
        Call.hook(mv, Call.HOOKS, "madeOwnKind", "(Ljava/lang/Object;)V");
    }

    private void name(String name) {
        made = null;
        changed = true;
        mv.visitInsn(Opcodes.DUP);
        Call.push(mv, Sites.of(name));
        Call.hook(mv, Call.HOOKS, "made", "(Ljava/lang/Object;I)V");
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        before();
        super.visitIntInsn(opcode, operand);
    }

    @Override
    public void visitVarInsn(int opcode, int index) {
        boolean linked = justLinked && (opcode == Opcodes.ASTORE || opcode == Opcodes.ALOAD);
        settle();
        super.visitVarInsn(opcode, index);
        read.moves(opcode, index);
        justLinked = linked;
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        before();
        Handle constructor = owner.startsWith("java/") ? null : ConstructorReferences.constructor(bootstrap, arguments);
        if (constructor == null || !Kinds.isNamed(owner, constructor.getOwner())) {
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
            justLinked = !bootstrap.getOwner().startsWith("java/");
            if ((initialises || method.equals("<clinit>"))
                    && ConstructorReferences.isOfOther(owner, bootstrap, arguments)) {
                super.visitInsn(Opcodes.DUP);
                Call.hook(mv, Call.CLASS_INITS, "foreign", "(Ljava/lang/Object;)V");
                changed = true;
            }
            return;
        }
        changed = true;
        String site = byMethod(constructor.getOwner());
        super.visitInvokeDynamicInsn(
                name, descriptor, bootstrap, ConstructorReferences.named(constructor, site, arguments));
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        before();
        super.visitJumpInsn(opcode, label);
    }

    @Override
    public void visitLabel(Label label) {
        if (around != null && firstLabel == null) {
            firstLabel = label;
            return;
        }
        before();
        super.visitLabel(label);
    }

    @Override
    public void visitLineNumber(int line, Label start) {
        if (around != null) {
            enter(start == firstLabel ? line : 0);
        }
        super.visitLineNumber(line, start);
    }

    @Override
    public void visitFrame(
            int type, int localCount, Object @Nullable [] localTypes, int stackCount, Object @Nullable [] stack) {
        if (around != null) {
            enter(0);
        }
        read.meets();
        super.visitFrame(type, localCount, localTypes, stackCount, stack);
    }

    private void enter(int line) {
        AroundMethod method = around;
        Label label = firstLabel;
        around = null;
        firstLabel = null;
        if (method != null) {
            method.enter(line);
        }
        if (label != null) {
            mv.visitLabel(label);
        }
    }

    @Override
    public void visitLdcInsn(Object value) {
        before();
        super.visitLdcInsn(value);
    }

    @Override
    public void visitIincInsn(int index, int increment) {
        before();
        super.visitIincInsn(index, increment);
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
        before();
        super.visitTableSwitchInsn(min, max, otherwise, labels);
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
        before();
        super.visitLookupSwitchInsn(otherwise, keys, labels);
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
        before();
        super.visitMultiANewArrayInsn(descriptor, dimensions);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        super.visitMaxs(changed() ? maxStack + Call.STACK : maxStack, maxLocals);
    }
}

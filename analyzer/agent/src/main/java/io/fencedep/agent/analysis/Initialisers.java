package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.ClassUses;
import io.fencedep.agent.boot.ClassUses.Users;
import io.fencedep.agent.boot.How;
import io.fencedep.agent.boot.Instance;
import io.fencedep.agent.boot.LockClass;
import io.fencedep.agent.boot.Message;
import io.fencedep.agent.boot.Path;
import io.fencedep.agent.boot.Starts;
import io.fencedep.agent.boot.Trace;
import io.fencedep.core.model.ClassNames;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.Namespace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells what class initialisers need of each other. In one run a class is initialised once, in one of the orders that are
 * possible; the others follow from the rules of the JVM, and are told as done by somebody who was not seen.
 */
final class Initialisers {
    private static final String INIT = "class-init:";
    private static final int MAX_ALONE = 1_000;

    /** The initialisation of a class, and where it was begun. */
    private record Init(Instance instance, String className, Stacks.Known stack) {}

    private final Telling telling;
    private final Event event;
    private final Stacks stacks;
    /** What initialisers need of each other where nobody is known yet who could begin with the second one. */
    private final List<Message> alone = new ArrayList<>();
    /** What they need where no thread was started by then: whoever is started later may come too late to need them first. */
    private final List<Message> undecided = new ArrayList<>();

    private final LocksOfInitialisers locks = new LocksOfInitialisers();
    private final ClassFiles files = new ClassFiles();
    private final SurelyUsed surely = new SurelyUsed(files);
    /** Classes whose initialisers make objects of subclasses, which was told for one of these. */
    private final Set<String> parents = new HashSet<>();

    Initialisers(Telling telling, Stacks stacks) {
        this.telling = telling;
        this.event = telling.event;
        this.stacks = stacks;
    }

    static boolean isNeed(Message.Kind kind) {
        return kind == Message.Kind.INIT_NEEDS_CLASS
                || kind == Message.Kind.INIT_NEEDED_BY_PARENT
                || kind == Message.Kind.INIT_NEEDS_LOCK
                || kind == Message.Kind.WORK_NEEDS_CLASS
                || kind == Message.Kind.WORK_NEEDS_LOCK
                || kind == Message.Kind.TASK_NEEDS_CLASS;
    }

    /**
     * Somebody may have become known who can begin with a class that seemed to come after another one only, or threads may
     * have been started after classes that need each other were initialised.
     *
     * @param last whether nothing will come that could decide about them
     */
    void settle(boolean last) {
        for (Message each : List.copyOf(undecided)) {
            if (Starts.areSome() || last) {
                undecided.remove(each);
                need(each, Starts.areSome() && isEarly(each));
            }
        }
        if (Starts.areSome() || last) {
            locks.uses(this::useUnderLock);
        }
        for (Message each : List.copyOf(alone)) {
            if (each.kind == Message.Kind.INIT_NEEDS_LOCK) {
                needLock(each, true, false);
            } else {
                needEachOther(each, true, false);
            }
        }
    }

    /** Who may begin with the first of these classes without having begun the one that it needs. */
    private static Users whoComesFirst(Init first, Init needed) {
        return ClassUses.ALL.whoCanBegin(type(first), type(needed));
    }

    private static String type(Init init) {
        return init.className.substring(INIT.length());
    }

    private static boolean extendsOther(Init child, Init parent) {
        return ClassUses.ALL.isSubclass(type(child), type(parent));
    }

    private void need(Message message, boolean tooLate) {
        if (message.kind == Message.Kind.INIT_NEEDS_LOCK) {
            needLock(message, false, tooLate);
        } else {
            needEachOther(message, false, tooLate);
        }
    }

    /** Whether all classes that this is about were initialised before a thread was started. */
    private static boolean isEarly(Message message) {
        boolean early = message.kind == Message.Kind.INIT_NEEDS_LOCK
                || isEarly(Objects.requireNonNull(message.subjectClass).name);
        for (Path path : message.paths) {
            if ((path.how & How.KIND) == How.CLASS_INIT) {
                early &= isEarly(Objects.requireNonNull(path.chain.lockClass).name);
            }
        }
        return early;
    }

    private static boolean isEarly(String init) {
        return ClassUses.ALL.isEarly(init.substring(INIT.length()));
    }

    /** Initialisers that need each other: one of the two ways was seen, the other one is told when somebody can go it. */
    private void needEachOther(Message message, boolean again, boolean tooLate) {
        int last = message.paths.length - 1;
        if (last < 0 || message.instances.length <= last) {
            return;
        }
        Path path = message.paths[last];
        Init top = new Init(
                message.instances[last], Objects.requireNonNull(path.chain.lockClass).name, stacks.of(path.trace));
        Init other = new Init(
                Objects.requireNonNull(message.subject),
                Objects.requireNonNull(message.subjectClass).name,
                stacks.of(message.trace));
        boolean parentLast = message.kind == Message.Kind.INIT_NEEDED_BY_PARENT;
        Init first = parentLast ? other : top;
        Init second = parentLast ? top : other;
        if (tooLate) {
            takeBoth(ClassNames.tooLate(type(first)), first, second);
            if (parentLast) {
                takeBoth(ClassNames.tooLate(type(second)), second, first);
            }
            return;
        }
        Users users = whoComesFirst(first, second);
        boolean somebody = users.areSome() || !again && alone.size() >= MAX_ALONE;
        if (again && !somebody) {
            return;
        }
        if (again) {
            alone.remove(message);
        } else if (!somebody) {
            alone.add(message);
        }
        String name = type(first);
        if (somebody && extendsOther(first, second) && !parents.add(second.className)) {
            return;
        }
        takeBoth(somebody ? ClassNames.whoever(name, users.example()) : ClassNames.nobody(name), first, second);
        if (parentLast && !again) {
            takeBoth(
                    ClassNames.whoever(
                            type(second), whoComesFirst(second, first).example()),
                    second,
                    first);
        }
    }

    /** Initialisers that need a lock, which was held by whoever used their classes: others may not hold it then. */
    private void needLock(Message message, boolean again, boolean tooLate) {
        Instance lock = Objects.requireNonNull(message.subject);
        boolean told = true;
        for (int i = message.paths.length - 1; i >= 0; i--) {
            Path path = message.paths[i];
            if ((path.how & How.KIND) != How.CLASS_INIT) {
                // The monitor of a class is known by the same object as its initialiser.
                if (message.instances[i].id == lock.id) {
                    break;
                }
            } else {
                Init init = new Init(
                        message.instances[i], Objects.requireNonNull(path.chain.lockClass).name, stacks.of(path.trace));
                String type = type(init);
                Users users = usersElsewhere(type, message.trace);
                boolean somebody = users.areSome();
                told &= somebody;
                if (tooLate) {
                    takeLock(ClassNames.tooLate(type), init, message, lock);
                } else if (!again || somebody) {
                    takeLock(
                            somebody ? ClassNames.whoever(type, users.example()) : ClassNames.nobody(type),
                            init,
                            message,
                            lock);
                }
            }
        }
        if (again && told) {
            alone.remove(message);
        } else if (!again && !tooLate && !told && alone.size() < MAX_ALONE) {
            alone.add(message);
        }
    }

    private Users usersElsewhere(String type, @Nullable Trace trace) {
        Users known = ClassUses.ALL.usersElsewhere(type);
        String beside = known.areSome() || trace == null ? null : files.userBeside(trace.getStackTrace(), type);
        return beside == null ? known : new Users(true, beside);
    }

    private void takeLock(String task, Init init, Message message, Instance lock) {
        int name = telling.names.intern(task);
        int outer = acquireInit(name, init.instance, init.className, init.stack);
        LockClass lockClass = Objects.requireNonNull(message.subjectClass);
        releaseInit(name, acquireLock(name, message.how, lock, lockClass, stacks.of(message.trace)));
        releaseInit(name, outer);
    }

    /** A lock is taken, perhaps by an initialiser; or an initialiser begins. */
    void takes(Message message, int index, Stacks.Known stack) {
        locks.taken(message, index, telling.names, stack);
        String begun = initialised(message.paths[index]);
        for (int i = 0; begun != null && i < index && undecided.size() < MAX_ALONE; i++) {
            String outer = initialised(message.paths[i]);
            if (outer != null && surely.uses(begun, outer)) {
                noteWhatRanBefore(message, index);
                undecided.add(message.asNeed(index, i));
            }
        }
    }

    /** The class whose initialisation this hold is; null when it is something else. */
    private static @Nullable String initialised(Path path) {
        LockClass lockClass = path.chain.lockClass;
        return (path.how & How.KIND) == How.CLASS_INIT && lockClass != null
                ? lockClass.name.substring(INIT.length())
                : null;
    }

    /** What had the thread begin with the initialisers that it is in. */
    private static void noteWhatRanBefore(Message message, int last) {
        for (int i = 0; i <= last; i++) {
            String type = initialised(message.paths[i]);
            Trace trace = message.paths[i].trace;
            if (type != null && trace != null) {
                ClassUses.ALL.ranBefore(type, trace.getStackTrace());
            }
        }
    }

    /** Code that has a lock uses a class whose initialiser needs that lock: it may be the first to do so. */
    private void useUnderLock(LocksOfInitialisers.Need need, Stacks.Known taken) {
        String type = need.className().substring(INIT.length());
        boolean tooLate = Starts.areSome() && isEarly(need.className());
        int name = telling.names.intern(tooLate ? ClassNames.tooLate(type) : ClassNames.whoever(type, null));
        int outer = acquireLock(name, need.how(), need.lock(), need.lock().lockClass, taken);
        releaseInit(name, acquireInit(name, need.init(), need.className(), taken));
        releaseInit(name, outer);
    }

    private int acquireLock(int task, int how, Instance lock, LockClass lockClass, Stacks.Known stack) {
        telling.begin(EventKind.ACQUIRE, task);
        event.lockKind = (how & How.KIND) == How.MONITOR ? LockKind.MONITOR : LockKind.MUTEX;
        event.instance = telling.lockInstance(how, lock, lockClass);
        event.className = telling.names.intern(lockClass.name);
        telling.at(stack);
        int acquired = event.instance;
        telling.emit();
        return acquired;
    }

    private void takeBoth(String task, Init first, Init second) {
        int name = telling.names.intern(task);
        int outer = acquireInit(name, first.instance, first.className, first.stack);
        int inner = acquireInit(name, second.instance, second.className, second.stack);
        releaseInit(name, inner);
        releaseInit(name, outer);
    }

    /** What would happen in another thread: it would take one thing, and then wait for the class that is initialised here. */
    void needs(Message message, int task) {
        Instance needed = Objects.requireNonNull(message.subject);
        LockClass subjectClass = Objects.requireNonNull(message.subjectClass);
        switch (message.kind) {
            case INIT_NEEDS_CLASS, INIT_NEEDED_BY_PARENT, INIT_NEEDS_LOCK -> {
                if (undecided.size() < MAX_ALONE) {
                    undecided.add(message);
                } else {
                    need(message, false);
                }
            }
            case WORK_NEEDS_CLASS -> {
                Stacks.Known stack = stacks.of(message.trace);
                runs(
                        subjectClass.name,
                        stack,
                        other -> releaseInit(other, acquireInit(other, needed, needed.lockClass.name, stack)));
            }
            case WORK_NEEDS_LOCK -> {
                Stacks.Known stack = stacks.of(message.trace);
                runs(
                        Objects.requireNonNull(message.on).lockClass.name,
                        stack,
                        other -> releaseInit(other, acquireLock(other, message.how, needed, subjectClass, stack)));
            }
            default -> {
                releaseInit(task, acquireInit(task, needed, subjectClass.name, stacks.of(message.trace)));
            }
        }
    }

    /** Work of this class is run by somebody, who does that. */
    private void runs(String work, Stacks.Known stack, IntConsumer does) {
        int other = telling.names.intern("whoever runs " + work);
        telling.begin(EventKind.WORK_BEGIN, other);
        event.instance = telling.instances.intern(Namespace.WORK, "run of " + work);
        event.className = telling.names.intern(work);
        telling.at(stack);
        int item = event.instance;
        telling.emit();
        does.accept(other);
        telling.begin(EventKind.WORK_END, other);
        event.instance = item;
        telling.emit();
    }

    private int acquireInit(int task, Instance instance, String className, Stacks.Known stack) {
        telling.begin(EventKind.ACQUIRE, task);
        event.lockKind = LockKind.MONITOR;
        event.instance = telling.lockInstance(How.CLASS_INIT, instance, instance.lockClass);
        event.className = telling.names.intern(className);
        telling.at(stack);
        int acquired = event.instance;
        telling.emit();
        return acquired;
    }

    private void releaseInit(int task, int instance) {
        telling.begin(EventKind.RELEASE, task);
        event.instance = instance;
        telling.emit();
    }
}

package io.fencedep.core.lowering;

import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.model.ClassNames;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.Names;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one recording as small integers, and what is known of each.
 *
 * <p>An instance that has no class yet gets a provisional one, which later becomes whatever class the instance is given,
 * from the start of the trace on; or, when it never is given one, the class that its kind and place name.
 */
final class ClassTable {
    /** No class. */
    static final int NONE = 0;

    /** How many provisional classes may wait for their name; further instances are named by their place at once. */
    private static final int MAX_PROVISIONAL = 20_000;

    /** What is known of one class. */
    static final class Entry {
        final String name;
        ResourceKind kind;
        LockKind lockKind = LockKind.UNKNOWN;
        long capacity;
        /** Since when it is known that user space signals its fences; {@link Long#MAX_VALUE} when it is not. */
        long userspaceSince = Long.MAX_VALUE;

        boolean percpu;
        /** Of a program's semaphores: whether a task gave back what another one took. */
        boolean handedOver;

        boolean shared;
        /** Of fences: whether one of them only follows another one that was signalled, as notifications do. */
        boolean follows;
        /** Of a work class, in which contexts items of it ran: a bit for each {@link InterruptContext}. */
        int contexts;
        /** Whether it stands for all instances of a kind of which no line told the class or a place. */
        boolean unnamed;
        /** Whether the trace itself speaks of it. */
        boolean seen;
        /** For a provisional class, what it became; itself otherwise. */
        int becomes;

        /** For a provisional class that has another name than that of its place, the class that it becomes at the end. */
        int otherwise;

        int @Nullable [] alternatives;
        /** The provisional class that it is a subclass of, and which one; {@link #NONE} for any other. */
        int base;

        int subclass;

        /** The provisional subclasses of a provisional class. */
        final IntArrayList subclasses = new IntArrayList(0);

        Entry(String name, ResourceKind kind, int self) {
            this.name = name;
            this.kind = kind;
            this.becomes = self;
        }

        private Entry copy() {
            Entry copy = new Entry(name, kind, becomes);
            copy.take(this);
            return copy;
        }

        private void take(Entry other) {
            kind = other.kind;
            lockKind = other.lockKind;
            capacity = other.capacity;
            userspaceSince = other.userspaceSince;
            percpu = other.percpu;
            handedOver = other.handedOver;
            shared = other.shared;
            contexts = other.contexts;
            seen = other.seen;
            unnamed = other.unnamed;
            becomes = other.becomes;
        }

        /** What lines said of the provisional class of an instance, they said of the class that it turned out to have. */
        void describe(Entry given) {
            given.shared |= shared;
            given.contexts |= contexts;
            given.percpu |= percpu;
            given.handedOver |= handedOver;
            given.userspaceSince = Math.min(given.userspaceSince, userspaceSince);
            given.seen |= seen;
            given.capacity = Math.max(given.capacity, capacity);
            if (given.lockKind == LockKind.UNKNOWN) {
                given.lockKind = lockKind;
            }
        }
    }

    private final Names names;
    private final List<Entry> entries = new ArrayList<>();
    private final Object2IntOpenHashMap<String> byName = new Object2IntOpenHashMap<>();
    private int[] plainByRawName = new int[256];
    private final Long2IntOpenHashMap byRawName = new Long2IntOpenHashMap();
    private final Object2IntOpenHashMap<String> anyByAlternatives = new Object2IntOpenHashMap<>();
    private final Long2IntOpenHashMap bySubclass = new Long2IntOpenHashMap();
    private int provisional;

    final int reclaim;
    final int mmuNotifier;
    final int dmaFenceMap;

    ClassTable(Names names) {
        this.names = names;
        entries.add(new Entry("", ResourceKind.LOCK, 0));
        reclaim = byName(ClassNames.RECLAIM, ResourceKind.RECLAIM);
        mmuNotifier = byName(ClassNames.MMU_NOTIFIER, ResourceKind.NOTIFIER);
        dmaFenceMap = byName(ClassNames.DMA_FENCE_MAP, ResourceKind.FENCE);
    }

    /** The class with a name as a trace writes it. */
    int of(int rawName, int subclass, ResourceKind kind) {
        long key = (long) rawName << 32 | subclass;
        boolean plain = subclass == 0 && rawName < plainByRawName.length;
        int known = plain ? plainByRawName[rawName] : byRawName.get(key);
        if (known == NONE) {
            String canonical = ClassNames.withSubclass(ClassNames.canonical(names.text(rawName)), subclass);
            known = byName(canonical, kind);
            if (subclass == 0) {
                if (!plain) {
                    plainByRawName = Arrays.copyOf(plainByRawName, Math.max(rawName + 1, plainByRawName.length * 2));
                }
                plainByRawName[rawName] = known;
            } else {
                byRawName.put(key, known);
            }
        }
        entries.get(known).seen = true;
        narrow(known, kind);
        return known;
    }

    /** Takes note of what a class is: what is a lock to one line may be a queue to another that tells more. */
    private void narrow(int id, ResourceKind kind) {
        Entry entry = entries.get(id);
        if (kind.compareTo(entry.kind) < 0 && id > dmaFenceMap) {
            entry.kind = kind;
        }
    }

    /** The class with a canonical name. */
    int byName(String name, ResourceKind kind) {
        int known = byName.getInt(name);
        if (known == NONE) {
            known = entries.size();
            entries.add(new Entry(name, kind, known));
            byName.put(name, known);
        } else {
            narrow(known, kind);
        }
        return known;
    }

    /** The class of a queue. */
    int queueOf(int queueName) {
        return byName(ClassNames.queue(names.text(queueName)), ResourceKind.QUEUE);
    }

    /** The class of a place on a queue. */
    int placeOf(int queueName) {
        return byName(ClassNames.queuePlace(names.text(queueName)), ResourceKind.PLACE);
    }

    /** The class of a wait that any of these classes can end; ascending, at least two. */
    int anyOf(int[] classIds) {
        String key = Arrays.toString(classIds);
        int known = anyByAlternatives.getInt(key);
        if (known == NONE) {
            known = entries.size();
            Entry entry = new Entry(key, ResourceKind.ANY, known);
            entry.alternatives = classIds;
            entries.add(entry);
            anyByAlternatives.put(key, known);
        }
        return known;
    }

    /**
     * A class for an instance that was not given one yet.
     *
     * @param otherwise what it is when it never is given one; {@link #NONE} for one that is named by kind and place
     */
    int provisional(String kindName, String place, ResourceKind kind, int otherwise) {
        String name = place.isEmpty() ? kindName : kindName + "@" + place;
        if (provisional >= MAX_PROVISIONAL) {
            return otherwise != NONE ? otherwise : byName(name, kind);
        }
        provisional++;
        int id = entries.size();
        Entry entry = new Entry(name, kind, NONE);
        entry.unnamed = place.isEmpty() && otherwise == NONE;
        entry.otherwise = otherwise;
        entries.add(entry);
        return id;
    }

    /** A subclass of a class, provisional as long as that is. */
    int subclassOf(int base, int subclass, ResourceKind kind) {
        if (isKnown(base)) {
            int named = byName(ClassNames.withSubclass(entries.get(resolve(base)).name, subclass), kind);
            entries.get(named).seen = true;
            return named;
        }
        long key = (long) base << 32 | subclass;
        int known = bySubclass.get(key);
        if (known == NONE) {
            known = entries.size();
            Entry entry = new Entry(entries.get(base).name, kind, NONE);
            entry.base = base;
            entries.get(base).subclasses.add(known);
            entry.subclass = subclass;
            entry.seen = true;
            entries.add(entry);
            bySubclass.put(key, known);
        }
        return known;
    }

    /** Says what the instance with this provisional class was given. */
    void become(int provisionalClass, int given) {
        Entry entry = entries.get(provisionalClass);
        entry.becomes = given;
        entry.describe(entries.get(given));
        entry.subclasses.forEach(this::resolve);
    }

    /** Whether the instance with this class still waits for its name. */
    boolean isProvisional(int id) {
        return id != NONE && entries.get(id).becomes == NONE;
    }

    /** Whether a class is what it will be in the end. */
    boolean isSettled(int id) {
        Entry entry = entries.get(id);
        return entry.becomes == id && (entry.alternatives == null || allMatch(entry.alternatives, this::isSettled));
    }

    /** Whether it is known what a class will be in the end. */
    boolean isKnown(int id) {
        Entry entry = entries.get(id);
        if (entry.base != NONE) {
            return isKnown(entry.base);
        }
        return entry.becomes != NONE && (entry.alternatives == null || allMatch(entry.alternatives, this::isKnown));
    }

    /** What a class will be in the end, as far as that is known by now. */
    int known(int id) {
        return isKnown(id) ? resolve(id) : id;
    }

    /** What a class is unless it turns out to be another one. */
    int presumed(int id) {
        Entry entry = entries.get(id);
        return entry.becomes == NONE && entry.otherwise != NONE ? presumed(entry.otherwise) : id;
    }

    /** Whether there ever was an instance whose class was not known yet. */
    boolean hasProvisional() {
        return provisional > 0;
    }

    /** Whether two classes are one for all that is known by now. */
    boolean areSame(int left, int right) {
        return left == right || provisional > 0 && known(left) == known(right);
    }

    private static boolean allMatch(int[] ids, IntPredicate condition) {
        return Arrays.stream(ids).allMatch(condition);
    }

    /** The class that this one turned out to be; provisional classes get their place's name now. */
    int resolve(int id) {
        Entry entry = entries.get(id);
        if (entry.becomes == NONE && entry.otherwise != NONE) {
            entry.becomes = entry.otherwise;
        } else if (entry.becomes == NONE) {
            String name = entry.base == NONE
                    ? entry.name
                    : ClassNames.withSubclass(entries.get(resolve(entry.base)).name, entry.subclass);
            entry.becomes = byName(name, entry.kind);
            entries.get(entry.becomes).unnamed |= entry.unnamed;
        }
        if (entry.becomes == id && entry.alternatives != null) {
            entry.becomes = onlyAlternative(id, entry.alternatives);
        }
        if (entry.becomes == id) {
            return id;
        }
        int resolved = resolve(entry.becomes);
        entry.becomes = resolved;
        entry.describe(entries.get(resolved));
        return resolved;
    }

    /** The class that all alternatives turned out to be, or the alternatives as they are. */
    private int onlyAlternative(int id, int[] alternatives) {
        int[] resolved =
                Arrays.stream(alternatives).map(this::resolve).distinct().toArray();
        Arrays.sort(resolved);
        return resolved.length == 1 ? resolved[0] : Arrays.equals(resolved, alternatives) ? id : anyOf(resolved);
    }

    /** What makes the classes again what they are now; of those that are new, nothing but their names stays. */
    Runnable undo() {
        List<Entry> before = entries.stream().map(Entry::copy).toList();
        return () -> {
            for (int id = 0; id < entries.size(); id++) {
                Entry entry = entries.get(id);
                entry.take(id < before.size() ? before.get(id) : new Entry(entry.name, entry.kind, id));
            }
        };
    }

    Entry entry(int id) {
        return entries.get(id);
    }

    int size() {
        return entries.size();
    }
}

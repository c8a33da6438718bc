package io.fencedep.formats.fields;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.Namespace;
import io.fencedep.core.model.Toggle;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What values a field takes, and where an {@link Event} keeps them. Values go in and out as numbers: names and instances
 * as ids, booleans as 0 and 1, keywords as their place among the words.
 */
public final class Slot {
    /** The kinds of values. */
    public enum Type {
        NAME("a string"),
        INSTANCE("a string"),
        INTEGER("an integer"),
        BOOLEAN("true or false"),
        KEYWORD("a string"),
        /** Names that the event keeps as one, with line feeds between them. */
        STACK("an array of strings"),
        /** Instances; who reads or writes them knows where the event keeps them. */
        INSTANCES("an array of strings");

        /** For messages. */
        public final String text;

        Type(String text) {
            this.text = text;
        }
    }

    /** What {@link #get} gives when there is nothing to write. */
    public static final long NOTHING = Long.MIN_VALUE;

    private static final KeywordTable NO_WORDS = new KeywordTable(List.of());
    private static final KeywordTable OFF_ON = new KeywordTable(List.of("off", "on"));

    private final Type type;
    private final Namespace space;
    private final KeywordTable words;
    private final long min;
    private final long max;
    private final ToLongFunction<Event> get;
    private final ObjLongConsumer<Event> set;

    private Slot(
            Type type,
            Namespace space,
            KeywordTable words,
            long min,
            long max,
            ToLongFunction<Event> get,
            ObjLongConsumer<Event> set) {
        this.type = type;
        this.space = space;
        this.words = words;
        this.min = min;
        this.max = max;
        this.get = get;
        this.set = set;
    }

    /** A name. */
    static Slot name(ToLongFunction<Event> get, ObjLongConsumer<Event> set) {
        return plain(Type.NAME, unless(0, get), set);
    }

    /** An array of names, kept as one name. */
    static Slot stack(ToLongFunction<Event> get, ObjLongConsumer<Event> set) {
        return plain(Type.STACK, unless(0, get), set);
    }

    /** An instance. */
    static Slot instance(Namespace space, ToLongFunction<Event> get, ObjLongConsumer<Event> set) {
        return new Slot(Type.INSTANCE, space, NO_WORDS, 0, 0, unless(0, get), set);
    }

    /** An array of instances. */
    static Slot instances(Namespace space) {
        return new Slot(Type.INSTANCES, space, NO_WORDS, 0, 0, event -> NOTHING, (event, value) -> {});
    }

    /** An integer in a range, of which one value stands for nothing said. */
    static Slot integer(long min, long max, long absent, ToLongFunction<Event> get, ObjLongConsumer<Event> set) {
        return new Slot(Type.INTEGER, Namespace.LOCK, NO_WORDS, min, max, unless(absent, get), set);
    }

    /** A boolean whose absence means the other value. */
    static Slot flag(boolean written, Predicate<Event> get, BiConsumer<Event, Boolean> set) {
        long number = written ? 1 : 0;
        return plain(
                Type.BOOLEAN,
                event -> get.test(event) == written ? number : NOTHING,
                (event, value) -> set.accept(event, value != 0));
    }

    /** A boolean whose absence is a third value. */
    static Slot toggle(Function<Event, Toggle> get, BiConsumer<Event, Toggle> set) {
        return plain(
                Type.BOOLEAN, event -> number(get.apply(event)), (event, value) -> set.accept(event, toggle(value)));
    }

    /** {@code off} or {@code on}, or nothing said. */
    static Slot onOff(Function<Event, Toggle> get, BiConsumer<Event, Toggle> set) {
        return new Slot(
                Type.KEYWORD,
                Namespace.LOCK,
                OFF_ON,
                0,
                0,
                event -> number(get.apply(event)),
                (event, value) -> set.accept(event, toggle(value)));
    }

    /**
     * One of these values.
     *
     * @param absent what is meant when nothing is said, and so is not written; null when there is no such value
     */
    static <E extends Enum<E>> Slot keyword(
            List<E> values, @Nullable E absent, Function<Event, @Nullable E> get, BiConsumer<Event, E> set) {
        return new Slot(
                Type.KEYWORD,
                Namespace.LOCK,
                new KeywordTable(values.stream().map(Slot::word).collect(Collectors.toList())),
                0,
                0,
                event -> {
                    E value = get.apply(event);
                    int place = value == absent ? -1 : values.indexOf(value);
                    return place < 0 ? NOTHING : place;
                },
                (event, value) -> set.accept(event, values.get((int) value)));
    }

    /** The kind of its values. */
    public Type type() {
        return type;
    }

    /** Where the field's instances live. */
    public Namespace space() {
        return space;
    }

    /** The field's keywords. */
    public KeywordTable words() {
        return words;
    }

    /** The smallest integer allowed. */
    public long min() {
        return min;
    }

    /** The largest integer allowed. */
    public long max() {
        return max;
    }

    /** The field's value in this event, or {@link #NOTHING}. */
    public long get(Event event) {
        return get.applyAsLong(event);
    }

    /** Gives the event this value. */
    public void set(Event event, long value) {
        set.accept(event, value);
    }

    private static Slot plain(Type type, ToLongFunction<Event> get, ObjLongConsumer<Event> set) {
        return new Slot(type, Namespace.LOCK, NO_WORDS, 0, 0, get, set);
    }

    private static ToLongFunction<Event> unless(long absent, ToLongFunction<Event> get) {
        return event -> {
            long value = get.applyAsLong(event);
            return value == absent ? NOTHING : value;
        };
    }

    private static long number(Toggle toggle) {
        return toggle == Toggle.UNSAID ? NOTHING : toggle == Toggle.YES ? 1 : 0;
    }

    private static Toggle toggle(long number) {
        return number != 0 ? Toggle.YES : Toggle.NO;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

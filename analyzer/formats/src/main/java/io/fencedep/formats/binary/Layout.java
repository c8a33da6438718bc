package io.fencedep.formats.binary;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.formats.fields.Field;
import io.fencedep.formats.fields.Shape;
import io.fencedep.formats.fields.Slot;
import java.util.List;

/**
 * One shape of an event: its kind, the fields that are the same for all events of this layout (keywords and truth
 * values), and those whose values each event brings. Immutable.
 */
final class Layout {
    /** The fields that each event brings a value for, in the order of the values. */
    final int[] fields;
    /** Where an event keeps each of {@link #fields}. */
    final Slot[] slots;

    private final EventKind kind;
    private final Slot[] fixedSlots;
    private final long[] fixedValues;

    /**
     * @param shape the kind's shape
     * @param fields ordinals of the fields that each event brings
     * @param fixed ordinals of the fields that all events share
     * @param fixedValues the values of these, as their slots have them
     */
    Layout(Shape shape, List<Integer> fields, List<Integer> fixed, List<Long> fixedValues) {
        this.kind = shape.kind();
        this.fields = fields.stream().mapToInt(Integer::intValue).toArray();
        this.slots = fields.stream().map(shape::slot).toArray(Slot[]::new);
        this.fixedSlots = fixed.stream().map(shape::slot).toArray(Slot[]::new);
        this.fixedValues = fixedValues.stream().mapToLong(Long::longValue).toArray();
    }

    /** Makes the event a new one with what all events of this layout share. */
    void begin(Event event) {
        event.clear();
        event.kind = kind;
        for (int i = 0; i < fixedSlots.length; i++) {
            fixedSlots[i].set(event, fixedValues[i]);
        }
    }

    /** Whether a field's value belongs to the layout, not to the event. */
    static boolean isFixed(Slot slot) {
        return slot.type() == Slot.Type.KEYWORD || slot.type() == Slot.Type.BOOLEAN;
    }

    /** The name under which a layout lists the fields that each event brings; no event has a field of that name. */
    static final String FIELDS = "fields";

    /** The field with this name, or -1. */
    static int field(String name) {
        for (Field field : Field.values()) {
            if (field.text().equals(name)) {
                return field.ordinal();
            }
        }
        return -1;
    }
}

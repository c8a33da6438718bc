package io.fencedep.formats.tracedat;

/**
 * A field of an event, as its format tells.
 *
 * @param offset where it is in the event, in bytes
 * @param size how long it is
 * @param element how long each of its elements is, for arrays
 */
record Field(String name, Kind kind, int offset, int size, int element, boolean signed, boolean isText) {
    enum Kind {
        NUMBER,
        ARRAY,
        /** A number that says where in the event the content is: from its start, .. */
        DYNAMIC,
        /** .. or from the end of this number. */
        RELATIVE
    }
}

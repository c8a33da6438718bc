package io.fencedep.core.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is known of one recording besides its events.
 *
 * @param id identifies the run: the header's {@code recording}, else a hash of the content
 * @param path where it came from, as the user named it
 * @param format the name of its format
 * @param source who recorded it, such as {@code linux} or {@code jvm}; empty when unknown
 * @param lacks what the source could not tell
 * @param host the machine that was recorded; empty when unknown
 * @param note a word for people; empty when there is none
 */
public record Recording(
        String id, String path, String format, String source, Set<Lack> lacks, String host, String note) {

    private static final char PART = '#';

    /** Something that a source cannot tell. */
    public enum Lack {
        SUBCLASS,
        NEST,
        CHECK,
        READER,
        /** Whether a lock was only tried: what says {@code try} may also have been ready to wait. */
        TRY;

        /** The name in a header. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Recording {
        lacks = lacks.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(lacks));
    }

    /** A recording of which neither host nor note is known. */
    public Recording(String id, String path, String format, String source, Set<Lack> lacks) {
        this(id, path, format, source, lacks, "", "");
    }

    /** The id of one part of a run: a part has its own events, and the run's instances. */
    public static String partOf(String run, long part) {
        return run + PART + part;
    }

    /** The run that an id is from: instances of one name are one thing within a run, and only there. */
    public static String runOf(String id) {
        int part = id.lastIndexOf(PART);
        return part > 0 ? id.substring(0, part) : id;
    }

    /** The same recording under this id. */
    public Recording withId(String known) {
        return new Recording(known, path, format, source, lacks, host, note);
    }

    /** The same recording, of which this is known to be missing. */
    public Recording withLacks(Set<Lack> known) {
        return new Recording(id, path, format, source, known, host, note);
    }

    /** Whether its tasks are threads of one program: a JVM, or an academic trace. */
    public boolean isProgram() {
        return source.equals("jvm") || source.equals("std");
    }
}

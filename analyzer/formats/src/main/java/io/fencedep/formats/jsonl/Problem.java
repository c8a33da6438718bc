package io.fencedep.formats.jsonl;

import io.fencedep.formats.SkipReason;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a line.
 *
 * @param field the field that is missing or wrong, if it is one
 */
record Problem(SkipReason reason, @Nullable String field, String text) {
    static final SkipReason NO_HEADER =
            new SkipReason("wrong header", "a trace begins with {\"format\":\"fencedep-trace\",\"version\":1}");
    static final SkipReason NOT_JSON =
            new SkipReason("not JSON", "every line is one JSON object; was the file cut or mixed with other output?");
    static final SkipReason UNKNOWN_EVENT = new SkipReason(
            "unknown event", "the events are listed in the trace format; was the trace made for a later version?");
    static final SkipReason MISSING_FIELD =
            new SkipReason("missing field", "the trace format says what each event needs");
    static final SkipReason WRONG_VALUE =
            new SkipReason("wrong value", "the trace format says what values each field takes");

    static Problem header(@Nullable String field, String text) {
        return new Problem(NO_HEADER, field, text);
    }

    static Problem notJson(String error) {
        return new Problem(NOT_JSON, null, "not JSON: " + error);
    }

    static Problem missing(String field, String text) {
        return new Problem(MISSING_FIELD, field, text);
    }

    static Problem wrong(String field, String text) {
        return new Problem(WRONG_VALUE, field, '"' + field + "\" " + text);
    }
}

package io.fencedep.libraries;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonValue;

/** One thread begins with the parser, another one with the type of what it parses. */
public final class JsonInit {
    private JsonInit() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> Json.parse("[1]"), () -> JsonValue.TRUE.isTrue());
    }
}

package io.fencedep.libraries;

import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** Two synchronized maps, each of which is in the other one, are written by two threads: JDK-6927486 for one more class. */
public final class JdkSerial {
    private JdkSerial() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, Object> map = Collections.synchronizedMap(new HashMap<>());
        Map<String, Object> other = Collections.synchronizedMap(new HashMap<>());
        map.put("other", other);
        other.put("map", map);
        Turns.take(() -> write(map), () -> write(other));
    }

    private static void write(Object written) throws Exception {
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            out.writeObject(written);
        }
    }
}

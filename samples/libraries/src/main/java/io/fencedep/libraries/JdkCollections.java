package io.fencedep.libraries;

import java.io.ByteArrayOutputStream;
import java.io.CharArrayWriter;
import java.util.Collections;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Vector;

/** Two objects of the JDK, each asked to take in, compare or write the other one. */
public final class JdkCollections {
    private JdkCollections() {}

    public static void main(String[] arguments) throws Exception {
        Vector<Integer> vector = new Vector<>(List.of(1));
        Vector<Integer> otherVector = new Vector<>(List.of(2));
        Turns.take(() -> vector.containsAll(otherVector), () -> otherVector.containsAll(vector));

        Hashtable<Integer, Integer> table = new Hashtable<>(Map.of(1, 1));
        Hashtable<Integer, Integer> otherTable = new Hashtable<>(Map.of(1, 1));
        Turns.take(() -> table.equals(otherTable), () -> otherTable.equals(table));

        Map<Integer, Integer> map = Collections.synchronizedMap(new HashMap<>());
        Map<Integer, Integer> otherMap = Collections.synchronizedMap(new HashMap<>());
        Turns.take(() -> map.putAll(otherMap), () -> otherMap.putAll(map));

        CharArrayWriter writer = new CharArrayWriter();
        CharArrayWriter otherWriter = new CharArrayWriter();
        writer.write("a");
        otherWriter.write("b");
        Turns.take(() -> writer.writeTo(otherWriter), () -> otherWriter.writeTo(writer));

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteArrayOutputStream otherBytes = new ByteArrayOutputStream();
        bytes.write(1);
        otherBytes.write(2);
        Turns.take(() -> bytes.writeTo(otherBytes), () -> otherBytes.writeTo(bytes));
    }
}

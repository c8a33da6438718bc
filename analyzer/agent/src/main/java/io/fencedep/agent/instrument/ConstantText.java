package io.fencedep.agent.instrument;

import java.nio.charset.StandardCharsets;
import org.objectweb.asm.ClassReader;

/** A text that a class file has among its constants if its code uses what is called so: quicker to say than what it does. */
final class ConstantText {
    private static final int UTF8 = 1;
    /** The length of a text comes before it. */
    private static final int LENGTH = 2;

    private final byte[] text;

    /** @param text in ASCII */
    ConstantText(String text) {
        this.text = text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether it is one of the constants of this class. */
    boolean isIn(ClassReader reader) {
        for (int i = 1; i < reader.getItemCount(); i++) {
            int item = reader.getItem(i);
            if (item > 0 && reader.readByte(item - 1) == UTF8 && isAt(reader, item)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(ClassReader reader, int item) {
        boolean same = reader.readUnsignedShort(item) == text.length;
        for (int i = 0; same && i < text.length; i++) {
            same = reader.readByte(item + LENGTH + i) == text[i];
        }
        return same;
    }
}

package io.fencedep.programs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Two synchronized lists, each added to the other, and two string buffers. */
public final class ListsBad {
    private static final List<Integer> one = Collections.synchronizedList(new ArrayList<>());
    private static final List<Integer> other = Collections.synchronizedList(new ArrayList<>());

    private static final StringBuffer text = new StringBuffer("text");
    private static final StringBuffer otherText = new StringBuffer("other text");

    private ListsBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> one.addAll(other), () -> other.addAll(one));
        Turns.take(() -> text.append(otherText), () -> otherText.insert(0, text));
    }
}

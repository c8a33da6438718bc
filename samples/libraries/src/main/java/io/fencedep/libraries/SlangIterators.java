package io.fencedep.libraries;

import javaslang.collection.AbstractIterator;
import javaslang.collection.Iterator;

/** One thread begins with an interface, the other with a class that implements it. */
public final class SlangIterators {
    private static final class None extends AbstractIterator<Void> {
        @Override
        protected Void getNext() {
            throw new IllegalStateException();
        }

        @Override
        public boolean hasNext() {
            return false;
        }
    }

    private SlangIterators() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(Iterator::empty, None::new);
    }
}

package io.fencedep.programs;

/** Objects of one class, one in another, in both orders. */
public final class ObjectsBad {
    private int count;

    private ObjectsBad() {}

    public static void main(String[] arguments) throws Exception {
        ObjectsBad one = new ObjectsBad();
        ObjectsBad other = new ObjectsBad();
        Turns.take(() -> one.give(other), () -> other.give(one));
    }

    private synchronized void give(ObjectsBad to) {
        count--;
        to.take();
    }

    private synchronized void take() {
        count++;
    }
}

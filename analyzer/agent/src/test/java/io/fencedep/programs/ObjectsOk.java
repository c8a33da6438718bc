package io.fencedep.programs;

/** Objects of one class, always in the order of their numbers. */
public final class ObjectsOk {
    private int count;

    private ObjectsOk() {}

    public static void main(String[] arguments) throws Exception {
        ObjectsOk one = new ObjectsOk();
        ObjectsOk other = new ObjectsOk();
        Turns.take(() -> one.give(other), () -> one.give(other));
    }

    private synchronized void give(ObjectsOk to) {
        count--;
        to.take();
    }

    private synchronized void take() {
        count++;
    }
}

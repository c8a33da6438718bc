package io.fencedep.libraries;

/** Each of two buffers is appended to the other one. */
public final class JdkBuffers {
    private JdkBuffers() {}

    public static void main(String[] arguments) throws Exception {
        StringBuffer left = new StringBuffer("left");
        StringBuffer right = new StringBuffer("right");
        Turns.take(() -> left.append(right), () -> right.append(left));
    }
}

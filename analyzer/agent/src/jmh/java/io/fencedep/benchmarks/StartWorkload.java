package io.fencedep.benchmarks;

/** A program that does nothing but say so. */
public final class StartWorkload {
    private StartWorkload() {}

    public static void main(String[] arguments) {
        System.out.println("hello");
    }
}

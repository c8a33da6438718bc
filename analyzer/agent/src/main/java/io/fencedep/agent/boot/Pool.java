package io.fencedep.agent.boot;

/** A pool of threads; one object for each pool. */
public final class Pool {
    private final String name;
    private volatile int capacity;

    Pool(String name, int capacity) {
        this.name = name;
        this.capacity = capacity;
    }

    /** Unique among the pools of the program. */
    public String name() {
        return name;
    }

    void resize(int wanted) {
        capacity = wanted;
    }

    /** How many tasks it runs at once; 0 when there is no bound. */
    public int capacity() {
        return capacity;
    }
}

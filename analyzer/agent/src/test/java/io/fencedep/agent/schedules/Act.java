package io.fencedep.agent.schedules;

/**
 * One thing that a body of a {@link JavaProgram} does.
 *
 * @param on the number of the thing that it does it to
 */
record Act(Do what, int on) {
    /** What a body can do. */
    enum Do {
        /** Enters a monitor, until {@link #EXIT}. */
        ENTER,
        EXIT,
        LOCK,
        UNLOCK,
        /** Takes the lock if it is free, or soon is, else goes on behind the matching {@link #UNLOCK}. */
        TRY,
        READ,
        UNREAD,
        WRITE,
        UNWRITE,
        /** Makes of the lock that it writes one that it reads, until {@link #UNREAD}. */
        DOWNGRADE,
        ACQUIRE,
        RELEASE,
        /** Counts a latch down. */
        DOWN,
        AWAIT,
        /** Does a future, and what is to follow it. */
        COMPLETE,
        /** Says what follows a future; does it at once, when that is done. */
        THEN,
        GET,
        /** Hands a task to its pool. */
        SUBMIT,
        /** Waits for the task's future. */
        FLUSH,
        /** Hands a task to its pool and waits until it is through, in one call. */
        INVOKE,
        /** Shuts a pool down and waits until it has run all its tasks. */
        DRAIN,
        START,
        JOIN,
        PUT,
        TAKE,
        /** Sets a flag, under its lock, and notifies. */
        SET,
        /** Waits until a flag is set, under its lock, which it gives back meanwhile. */
        UNTIL,
        /** Meets others at a barrier. */
        MEET
    }

    boolean takes() {
        return switch (what) {
            case ENTER, LOCK, TRY, READ, WRITE, ACQUIRE -> true;
            default -> false;
        };
    }

    boolean gives() {
        return switch (what) {
            case EXIT, UNLOCK, UNREAD, UNWRITE, RELEASE -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return what + Integer.toString(on);
    }
}

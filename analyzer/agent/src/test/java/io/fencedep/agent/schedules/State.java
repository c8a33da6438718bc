package io.fencedep.agent.schedules;

import io.fencedep.agent.schedules.Act.Do;
import io.fencedep.agent.schedules.Thing.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where a program stands. */
abstract class State {
    static final byte NONE = -1;
    /** Of a future: it is done, and so is what follows it. */
    static final int FOLLOWED = 2;

    final JavaProgram program;
    final int bodies;
    final byte[] at;
    final boolean[] begun;
    final boolean[] asked;
    /** The body whose thread runs this one; itself unless another one calls it. */
    final byte[] owner;
    /** The body that called this one, and does its next step when it is through. */
    final byte[] calledBy;
    /** The task whose place in a pool this body needs. */
    final byte[] placeOf;
    /** How often each thread has each thing alone. */
    final byte[] alone;
    /** How often each thread reads each thing. */
    final byte[] reads;
    /** How often a body that waits for a flag had its lock; which one it is of those that meet. */
    final byte[] given;
    /** What is left of permits, counts and items; how many came to where others are met. */
    final int[] left;
    /** How many came to take where others are met. */
    final int[] takers;

    final Pools pools;

    State(JavaProgram program) {
        this.program = program;
        int things = program.things().size();
        bodies = program.bodies().size();
        at = new byte[bodies];
        begun = new boolean[bodies];
        asked = new boolean[bodies];
        given = new byte[bodies];
        owner = new byte[bodies];
        calledBy = new byte[bodies];
        placeOf = new byte[bodies];
        alone = new byte[bodies * things];
        reads = new byte[bodies * things];
        left = new int[things];
        takers = new int[things];
        pools = new Pools(program);
        for (int body = 0; body < bodies; body++) {
            owner[body] = (byte) body;
        }
        Arrays.fill(calledBy, NONE);
        Arrays.fill(placeOf, NONE);
        for (int i = 0; i < things; i++) {
            Thing thing = program.things().get(i);
            left[i] = switch (thing.kind()) {
                case SEMAPHORE, PERMITS, LATCH -> thing.size();
                default -> 0;
            };
        }
        program.roots().forEach(root -> begun[root] = true);
    }

    State(State other) {
        program = other.program;
        bodies = other.bodies;
        at = other.at.clone();
        begun = other.begun.clone();
        asked = other.asked.clone();
        given = other.given.clone();
        owner = other.owner.clone();
        calledBy = other.calledBy.clone();
        placeOf = other.placeOf.clone();
        alone = other.alone.clone();
        reads = other.reads.clone();
        left = other.left.clone();
        takers = other.takers.clone();
        pools = other.pools.copy();
    }

    /** Equal for worlds in which the same can happen. */
    String key() {
        StringBuilder key = new StringBuilder();
        for (byte[] counts : List.of(at, given, owner, calledBy, placeOf, alone, reads)) {
            key.append(new String(counts, StandardCharsets.ISO_8859_1));
        }
        for (int body = 0; body < bodies; body++) {
            key.append(begun[body] ? '1' : '0').append(asked[body] ? '1' : '0');
        }
        for (int i = 0; i < left.length; i++) {
            key.append((char) left[i]).append((char) takers[i]);
        }
        pools.key(key);
        return key.toString();
    }

    Act next(int body) {
        return program.bodies().get(body).get(at[body]);
    }

    int step(int body) {
        return at[body];
    }

    boolean asks(int body) {
        return asked[body];
    }

    boolean hasBegun(int body) {
        return begun[body];
    }

    /** Whether another body runs it in its own thread. */
    boolean isCalled(int body) {
        return calledBy[body] != NONE;
    }

    boolean isThrough(int body) {
        return begun[body] && at[body] == program.bodies().get(body).size();
    }

    /** Whether every body has run. */
    boolean hasBegunAll() {
        for (boolean each : begun) {
            if (!each) {
                return false;
            }
        }
        return true;
    }

    int count(byte[] held, int thing) {
        int count = 0;
        for (int body = 0; body < bodies; body++) {
            count += held[thing * bodies + body];
        }
        return count;
    }

    boolean othersHave(int thing, int body) {
        return count(alone, thing) > alone[own(thing, body)];
    }

    int own(int thing, int body) {
        return thing * bodies + owner[body];
    }

    boolean isDone(int future) {
        Thing thing = program.things().get(future);
        return thing.kind() == Kind.STAGE ? isThrough(thing.behind()) : left[future] > 0;
    }

    /** Whether something that follows a stage runs in the thread that runs that. */
    boolean isFollowed(int stage) {
        return program.things().get(stage).kind() == Kind.STAGE
                && !followers(stage).isEmpty();
    }

    /** Whether all is through that follows a future in the thread that does it. */
    boolean hasFollowed(int future) {
        return program.things().get(future).kind() == Kind.STAGE
                ? followers(future).stream().allMatch(this::isThrough)
                : left[future] == FOLLOWED;
    }

    private List<Integer> followers(int stage) {
        List<Integer> followers = new ArrayList<>();
        for (int i = 0; i < left.length; i++) {
            Thing thing = program.things().get(i);
            if (thing.kind() == Kind.STAGE && thing.source() == stage && thing.size() < 0 && left[i] > 0) {
                followers.add(thing.behind());
            }
        }
        return followers;
    }

    /** Whether all that a body called is through. */
    boolean hasReturned(int body) {
        for (int other = 0; other < bodies; other++) {
            if (calledBy[other] == body && !isThrough(other)) {
                return false;
            }
        }
        return true;
    }

    boolean isWriterWaiting(int thing) {
        for (int body = 0; body < bodies; body++) {
            if (asked[body] && next(body).equals(new Act(Do.WRITE, thing))) {
                return true;
            }
        }
        return false;
    }
}

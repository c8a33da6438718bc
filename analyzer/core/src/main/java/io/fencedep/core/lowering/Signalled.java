package io.fencedep.core.lowering;

import io.fencedep.core.graph.Witness;
import io.fencedep.core.lowering.Resource.Fence;
import io.fencedep.core.lowering.Resource.Waiter;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A signal with all that it may prove.
 *
 * @param fence what was signalled
 * @param fenceClass its class
 * @param since from when on waits may be for its sake
 * @param neededSince from when on somebody needs it
 * @param frame who signalled, with its holds and its unit of work
 * @param moment when that was
 * @param strand who that was as far as doing things at once goes, see {@link Session#strand}
 * @param waiters who waited for it
 * @param waitersHeld the nodes that these held
 * @param witness what is seen at the signal of a resource
 * @param owed whether a reset or fault of this frame owes this very fence
 * @param part whether more signals have to come: that this one came without a wait is no way out
 * @param live whether its waiters may still say that they never slept
 */
record Signalled(
        Fence fence,
        int fenceClass,
        long since,
        long neededSince,
        Frame frame,
        TaskState.Moment moment,
        long strand,
        List<Waiter> waiters,
        IntList waitersHeld,
        Function<@Nullable Resource, Witness> witness,
        boolean owed,
        boolean part,
        boolean live) {

    Unit unit() {
        return frame.unit;
    }

    /** Whether a condition holds for every class that it is about. */
    boolean allClasses(IntPredicate condition) {
        boolean all = condition.test(fenceClass);
        for (int i = 0; all && i < unit().size; i++) {
            all = unit().last(i) <= since || condition.test(unit().key(i) >> 3);
        }
        for (int i = 0; all && i < frame.count; i++) {
            all = condition.test(frame.holds[i].classId);
        }
        for (int i = 0; all && i < waitersHeld.size(); i++) {
            all = condition.test(waitersHeld.getInt(i) / 2);
        }
        return all;
    }

    /** The same with other numbers of classes, and apart from what happens later. */
    Signalled renamed(IntUnaryOperator classes, Function<@Nullable Resource, String> text) {
        Frame copy = new Frame(frame.task, frame.context);
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i].copy();
            hold.classId = classes.applyAsInt(hold.classId);
            copy.push(hold);
        }
        frame.unit.copyTo(copy.unit, classes);
        IntList nodes = new IntArrayList(waitersHeld.size());
        for (int node : waitersHeld) {
            nodes.add(classes.applyAsInt(node / 2) * 2 + node % 2);
        }
        return new Signalled(
                fence,
                classes.applyAsInt(fenceClass),
                since,
                neededSince,
                copy,
                moment,
                strand,
                waiters,
                nodes,
                live ? remembered(text) : witness,
                owed,
                part,
                false);
    }

    private Function<@Nullable Resource, Witness> remembered(Function<@Nullable Resource, String> text) {
        Witness here = witness.apply(null);
        IdentityHashMap<Resource, String> names = new IdentityHashMap<>();
        for (int i = 0; i < unit().size; i++) {
            remember(unit().resource(i), names, text);
        }
        for (int i = 0; i < frame.count; i++) {
            remember(frame.holds[i].resource, names, text);
        }
        return resource -> new Witness(
                here.task(),
                here.context(),
                here.driver(),
                here.fromInstance(),
                resource == null ? "" : names.getOrDefault(resource, ""),
                here.heldAt(),
                here.waitedAt(),
                here.held(),
                here.stamp(),
                here.timeout());
    }

    private static void remember(
            @Nullable Resource resource,
            IdentityHashMap<Resource, String> names,
            Function<@Nullable Resource, String> text) {
        if (resource != null) {
            names.put(resource, text.apply(resource));
        }
    }
}

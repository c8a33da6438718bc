package io.fencedep.agent.analysis;

import io.fencedep.agent.analysis.LockCalls.Call;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The call by which a thread took a lock that it holds where it waits for something else, when the call that is known is over.
 * It is looked for in the methods that run where the thread waits, in their code up to where they are now.
 */
final class LockSince {
    /** The lock may be taken in a method that wraps the JDK's, and one that wraps that. */
    private static final int WRAPPERS = 2;

    private final LockCalls calls = new LockCalls();

    /** @param frame the number of the frame that took it, in the stack of the wait */
    record Found(int frame, int line) {}

    /**
     * The call; null when the known one may still run, or when it is not sure which one it was.
     *
     * @param lockName the class of the lock, which may end with the name of a field
     * @param taken the known stack
     * @param waiting the stack of the wait
     */
    @Nullable
    Found find(String lockName, List<String> taken, List<String> waiting) {
        int own = 0;
        while (own < taken.size() && Frames.isOfJdk(taken.get(own))) {
            own++;
        }
        if (own == 0 || own == taken.size() || runs(taken, own, waiting)) {
            return null;
        }
        Found only = null;
        int candidates = 0;
        for (int i = 0; i < waiting.size(); i++) {
            List<Call> before = before(waiting, i);
            for (int k = before.size() - 1; k >= 0; k--) {
                Call call = before.get(k);
                if (takes(call, taken, own)) {
                    Found found = new Found(i, call.line());
                    if (!call.field().isEmpty() && lockName.endsWith("." + call.field())) {
                        return found;
                    }
                    // The field of a call of the JDK has another lock; that of a wrapper has the wrapper.
                    boolean may = call.field().isEmpty() || !Frames.isOfJdk(call.owner());
                    candidates += may ? 1 : 0;
                    only = may ? found : only;
                }
            }
        }
        return candidates == 1 ? only : null;
    }

    /** Whether the call in which it was taken may be one of those that run. */
    private static boolean runs(List<String> taken, int own, List<String> waiting) {
        String method = Frames.methodOf(taken.get(own));
        List<String> callers = taken.subList(own + 1, taken.size());
        for (int i = 0; i < waiting.size(); i++) {
            if (Frames.methodOf(waiting.get(i)).equals(method)) {
                List<String> others = waiting.subList(i + 1, waiting.size());
                int common = Math.min(callers.size(), others.size());
                if (callers.subList(0, common).equals(others.subList(0, common))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What this frame has called by now, but for the call that it is in. */
    private List<Call> before(List<String> waiting, int frame) {
        String text = waiting.get(frame);
        if (Frames.isOfJdk(text)) {
            return List.of();
        }
        int line = Frames.lineOf(text);
        List<Call> before = new ArrayList<>();
        for (Call call : calls.of(Frames.typeOf(text), Frames.nameOf(text), line)) {
            if (call.line() <= line) {
                before.add(call);
            }
        }
        String present = frame == 0 ? "" : Frames.nameOf(waiting.get(frame - 1));
        for (int k = before.size() - 1; k >= 0; k--) {
            if (before.get(k).line() == line && before.get(k).name().equals(present)) {
                before.remove(k);
                break;
            }
        }
        return before;
    }

    /** Whether it calls the JDK, or what was called there as well to take it. */
    private static boolean takes(Call call, List<String> taken, int own) {
        if (Frames.isOfJdk(call.owner())) {
            return true;
        }
        for (int i = own; i < Math.min(own + WRAPPERS, taken.size()); i++) {
            if (call.name().equals(Frames.nameOf(taken.get(i))) && call.owner().equals(Frames.typeOf(taken.get(i)))) {
                return true;
            }
        }
        return false;
    }
}

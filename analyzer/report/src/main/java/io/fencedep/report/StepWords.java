package io.fencedep.report;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.graph.Evidence;
import io.fencedep.core.graph.Held;
import io.fencedep.core.graph.Interrupt;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.Witness;

/**
 * What is said of one step of a finding, in the present for what may happen and in the past for what was seen.
 *
 * @param holder who holds
 * @param holds what it does: {@code holds lock mmap_lock}
 * @param held what it did
 * @param waiter who waits; nearly always the holder
 * @param waits what it does: {@code waits for fence dma_fence:gfx}
 * @param waited what it did
 */
public record StepWords(String holder, String holds, String held, String waiter, String waits, String waited) {
    private static final String SOMEBODY = "somebody";

    /** The words for this step. */
    public static StepWords of(FindingStep step, Finding finding, Phrases phrases) {
        StepWords plain = plain(step, finding, phrases);
        String name = SafeText.escape(step.to().className());
        return switch (finding.rule()) {
            case "pinned-page" ->
                plain.about(
                        "has a long pin on a page of " + name,
                        "had a long pin on a page of " + name,
                        "has to move that page",
                        "had to move that page");
            case "reference-never-dropped" ->
                plain.about(
                        "has a reference to a page of " + name,
                        "took a reference to a page of " + name,
                        "waits until it is dropped",
                        "waited for it to be dropped");
            case "exclusive-page-without-callback" ->
                plain.about(
                        "uses a page of " + name + " that the CPU no longer reaches",
                        "used a page of " + name + " that the CPU no longer reached",
                        "has to move that page",
                        "had to move that page");
            case "across-syscalls" ->
                plain.with(
                        "publishes fence " + name,
                        "published fence " + name,
                        "leaves its submission to a later system call",
                        "submitted or signalled it only in a later system call");
            case "reset-leaves-fences" ->
                plain.with(
                        plain.holds,
                        plain.held,
                        "ends with fence " + name + " neither signalled nor submitted again",
                        "ended with fence " + name + " neither signalled nor submitted again");
            default -> special(plain, step, finding);
        };
    }

    /** Whether the place of the hold is worth a line. */
    public static boolean knowsHold(FindingStep step) {
        Witness witness = step.witness();
        return witness != null && !witness.heldAt().equals(Place.UNKNOWN);
    }

    private static StepWords plain(FindingStep step, Finding finding, Phrases phrases) {
        Witness witness = step.witness();
        String actor = witness == null ? SOMEBODY : Phrases.actor(witness);
        String fromInstance = witness == null ? "" : witness.fromInstance();
        String toInstance = witness == null ? "" : witness.toInstance();
        if (step.evidence() == Evidence.CAUSAL && phrases.isPlace(step.to())) {
            return forPlace(step, phrases, actor);
        }
        Held device = phrases.device(step);
        if (device != null) {
            return forDevice(step, phrases, actor, device);
        }
        boolean fences = phrases.isFence(step.from()) && phrases.isFence(step.to());
        if (fences && finding.kind() != FindingKind.WAIT_CONTEXT && isDependency(step)) {
            return forDependency(step, actor, fromInstance, toInstance);
        }
        boolean oneClass = step.from().className().equals(step.to().className());
        return new StepWords(
                actor,
                phrases.holds(step.from(), oneClass ? fromInstance : ""),
                heldOrSignalled(step, phrases, fromInstance),
                actor,
                phrases.waits(step, oneClass ? toInstance : ""),
                phrases.waited(step, toInstance));
    }

    private static String heldOrSignalled(FindingStep step, Phrases phrases, String instance) {
        return isSignal(step, phrases)
                ? "signalled fence " + Phrases.named(step.from(), instance)
                : phrases.held(step.from(), instance);
    }

    /** Whether nothing said that the fence was owed: its signal proves that what came before was on the way to it. */
    public static boolean isSignal(FindingStep step, Phrases phrases) {
        return phrases.isFence(step.from())
                && knowsHold(step)
                && switch (step.evidence()) {
                    case CAUSAL, AWAITED, HABITUAL, WINDOW -> true;
                    case SECTION, CONTRACT -> false;
                };
    }

    /** An item, or the signal that an item makes, has to wait for a place of the queue; nobody holds anything meanwhile. */
    private static StepWords forPlace(FindingStep step, Phrases phrases, String actor) {
        String place = SafeText.escape(step.to().className());
        if (phrases.isWork(step.from())) {
            String item = "work " + SafeText.escape(step.from().className());
            return new StepWords(
                    item, "is queued", "was queued", item, "waits for a free " + place, "waited for a free " + place);
        }
        return new StepWords(
                actor,
                phrases.holds(step.from(), ""),
                heldOrSignalled(step, phrases, ""),
                actor,
                "does so in an item that needs a free " + place,
                "did so in an item that had needed a free " + place);
    }

    /** Not this task owes the fence, but its device does, and cannot signal it before this task is through. */
    private static StepWords forDevice(FindingStep step, Phrases phrases, String actor, Held device) {
        String fence = " (it owes fence " + SafeText.escape(step.from().className()) + ")";
        String which = Phrases.device(device.instance());
        boolean reset = phrases.isReset(device.node());
        return new StepWords(
                actor,
                (reset ? "resets " : "serves a page fault of ") + which + fence,
                (reset ? "was resetting " : "was serving a page fault of ") + which + fence.replace("owes", "owed"),
                actor,
                phrases.waits(step, ""),
                phrases.waited(
                        step, step.witness() == null ? "" : step.witness().toInstance()));
    }

    /** Whether nobody held the first of these fences: the trace says that it depends on the other one. */
    private static boolean isDependency(FindingStep step) {
        return step.evidence() == Evidence.SECTION && step.witness() != null && !knowsHold(step);
    }

    private static StepWords forDependency(FindingStep step, String actor, String fromInstance, String toInstance) {
        boolean oneClass = step.from().className().equals(step.to().className());
        String fence = "fence " + Phrases.named(step.from(), fromInstance);
        return new StepWords(
                fence,
                "is not signalled yet",
                "was not signalled yet",
                fence,
                "signals only after fence " + Phrases.named(step.to(), oneClass ? toInstance : ""),
                "was made to depend on fence " + Phrases.named(step.to(), toInstance) + " by " + actor);
    }

    private static StepWords special(StepWords plain, FindingStep step, Finding finding) {
        boolean fact = step.from().equals(step.to());
        if (finding.kind() == FindingKind.CONTRACT && fact) {
            return plain.with(
                    plain.holds,
                    plain.held,
                    "returns while DMA to a page of its range goes on",
                    "returned while DMA to a page of its range went on");
        }
        if (finding.kind() == FindingKind.WAIT_CONTEXT && !knowsHold(step)) {
            boolean irqsOff = finding.rule().equals("irqs-off");
            String state = irqsOff ? "interrupts off" : finding.rule() + " context";
            return plain.with(
                    (irqsOff ? "has " : "runs in ") + state,
                    (irqsOff ? "had " : "ran in ") + state,
                    plain.waits,
                    plain.waited);
        }
        Interrupt interrupt = Phrases.interrupt(step.to());
        return interrupt == null
                ? plain
                : plain.with(
                        plain.holds + " with " + interrupt.text() + "s enabled", plain.held, plain.waits, plain.waited);
    }

    private StepWords with(String nowHolds, String onceHeld, String nowWaits, String onceWaited) {
        return new StepWords(holder, nowHolds, onceHeld, waiter, nowWaits, onceWaited);
    }

    /** The same, where it is somebody else who holds. */
    private StepWords about(String nowHolds, String onceHeld, String nowWaits, String onceWaited) {
        return new StepWords(SOMEBODY, nowHolds, onceHeld, waiter, nowWaits, onceWaited);
    }
}

package io.fencedep.report;

import static io.fencedep.report.Sample.at;
import static io.fencedep.report.Sample.finding;
import static io.fencedep.report.Sample.step;

import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.detect.Strength;
import io.fencedep.core.graph.Evidence;
import io.fencedep.core.graph.Interrupt;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.RecordingSummary.Anomaly;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.model.InterruptContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The findings that all reports are tried on. */
public final class Samples {
    private Samples() {}

    /** Two drivers, two recordings, stacks: the case of the README. */
    public static ReportData reset() {
        Sample sample = new Sample()
                .input("i915.jsonl", 1200, Map.of())
                .input("amdgpu.jsonl", 34567, Map.of("release of a lock that is not held", new Anomaly(3, 7)));
        Node resv = sample.lock("reservation_ww_class_mutex");
        Node fence = sample.fence("dma_fence:amdgpu-gfx");
        Node reset = sample.thing("reset", ResourceKind.RESET);
        return sample.add(finding(FindingKind.CYCLE, "dma_fence:amdgpu-gfx -> reservation_ww_class_mutex -> ...")
                        .step(step("kworker/u32:3", "amdgpu", fence, resv)
                                .places(
                                        at(41, "amdgpu_device.c:5120", "dma_fence_begin_signalling", "drm_sched_stop"),
                                        at(57, "", "ww_mutex_lock", "amdgpu_bo_reserve", "amdgpu_device_recover_vram"))
                                .instances("fence#1044", "bo#12")
                                .alsoHeld(reset, "gpu0")
                                .seen(1, "amdgpu.jsonl"))
                        .step(step("Xorg", "i915", resv, fence)
                                .places(at(3, "i915_gem_execbuffer.c:220"), at(9, "i915_gem_wait.c:71"))
                                .instances("bo#12", "fence#1044")
                                .seen(12, "i915.jsonl"))
                        .build())
                .cut("dma_fence:amdgpu-gfx", "reservation_ww_class_mutex", 1, 1)
                .data();
    }

    /** A reset and a page fault, and fences that their devices owe. */
    public static ReportData devices() {
        Sample sample = new Sample().input("trace.jsonl", 20, Map.of());
        Node gfx = sample.fence("dma_fence:gfx");
        Node svm = sample.fence("dma_fence:svm");
        Node lock = sample.lock("&gpu->lock");
        Node reset = sample.thing("reset", ResourceKind.RESET);
        Node fault = sample.thing("svm_fault", ResourceKind.FAULT);
        Place resets = at(5, "tdr.c:5");
        Place serves = at(9, "svm.c:5");
        return sample.add(finding(FindingKind.CYCLE, "what devices owe")
                        .step(step("tdr", "", gfx, lock)
                                .places(resets, at(6, "tdr.c:9"))
                                .instances("gpu0", "lock#1")
                                .alsoHeld(reset, "gpu0", resets)
                                .alsoHeld(sample.lock("&tdr->lock"), ""))
                        .step(step("app", "", lock, svm).places(at(7, "app.c:5"), at(8, "app.c:7")))
                        .step(step("svm", "", svm, gfx)
                                .places(serves, at(10, "svm.c:9"))
                                .instances("gpu0", "f#1")
                                .alsoHeld(fault, "gpu0", serves))
                        .build())
                .data();
    }

    /** A ring of nine tasks with long names: too wide for a table. */
    public static ReportData ring() {
        Sample sample = new Sample().input("trace.jsonl", 36, Map.of());
        List<Node> locks = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            locks.add(sample.lock("&device->some_quite_long_lock_name_" + i));
        }
        Sample.FindingBuilder finding = finding(FindingKind.CYCLE, "a ring of nine");
        for (int i = 0; i < 9; i++) {
            finding.step(step("worker-" + i, "", locks.get(i), locks.get((i + 1) % 9))
                    .places(at(4L * i + 2, "ring.c:" + (100 + i)), at(4L * i + 3, "ring.c:" + (200 + i))));
        }
        return sample.add(finding.build()).data();
    }

    /** A fence that depends on another one, and a signal that came under the lock that was waited for. */
    public static ReportData fences() {
        Sample sample = new Sample().input("trace.jsonl", 20, Map.of());
        Node array = sample.fence("fence_array");
        Node fence = sample.fence("dma_fence:gfx");
        Node lock = sample.lock("&gpu->lock");
        return sample.add(finding(FindingKind.CYCLE, "fences and a lock")
                        .step(step("exec", "", array, fence)
                                .places(Place.UNKNOWN, at(6, "array.c:7"))
                                .instances("array#1", "f#1"))
                        .step(step("irq-thread", "", fence, lock)
                                .places(at(9, "gpu.c:5"), at(10, "gpu.c:9"))
                                .instances("f#1", "gpu#1")
                                .alsoHeld(lock, "gpu#1")
                                .evidence(Evidence.AWAITED, 1, 1))
                        .step(step("exec", "", lock, array)
                                .places(at(15, "gpu.c:20"), at(16, "gpu.c:22"))
                                .instances("gpu#1", "array#1 or f#2"))
                        .build())
                .cut("dma_fence:gfx", "&gpu->lock", 2, 2)
                .data();
    }

    /** A contract's promise, inferred evidence, a demotion: what needs words of its own. */
    public static ReportData contract() {
        Sample sample = new Sample().input("trace.jsonl", 100, Map.of());
        Node mmap = sample.shared("mmap_lock");
        Node reclaim = sample.thing("reclaim", ResourceKind.RECLAIM);
        Node fence = sample.fence("dma_fence:gfx");
        Node notifier = sample.thing("mmu_notifier", ResourceKind.NOTIFIER);
        return sample.add(finding(FindingKind.CYCLE, "needs a contract")
                        .as(Severity.WARNING, Strength.SUSPECT)
                        .contract("linux-gpu")
                        .step(step("sched", "xe", fence, reclaim)
                                .places(at(5, "xe_sched.c:7"), at(6, "xe_sched.c:9"))
                                .evidence(Evidence.HABITUAL, 3, 3))
                        .promised(reclaim, notifier, "reclaim may be held while mmu_notifier is waited for")
                        .step(step("kswapd0", "xe", notifier, fence)
                                .places(at(15, "xe_mn.c:7"), at(16, "xe_mn.c:9"))
                                .evidence(Evidence.AWAITED, 2, 5))
                        .build())
                .add(finding(FindingKind.CYCLE, "demoted")
                        .as(Severity.NOTE, Strength.POTENTIAL)
                        .step(step("a", "", mmap, fence))
                        .step(step("b", "", fence, mmap).evidence(Evidence.WINDOW, 1, 4))
                        .demotion("gate-lock", "every one of these waits was made with &gate->lock held for write")
                        .build())
                .add(finding(FindingKind.CONTRACT, "the rule no-reclaim-while-signalling of linux-gpu is broken")
                        .rule("no-reclaim-while-signalling")
                        .contract("linux-gpu")
                        .detail("reclaim waits for fences, so a signaller must not wait for reclaim")
                        .step(step("sched", "xe", fence, reclaim).places(at(5, "xe_sched.c:7"), at(6, "xe_sched.c:9")))
                        .build())
                .data();
    }

    /** One finding of each kind that has words of its own. */
    public static ReportData kinds() {
        Sample sample = new Sample().input("trace.jsonl", 100, Map.of());
        Node a = sample.lock("&a->lock");
        Node b = sample.lock("&b->lock");
        Node page = sample.thing("svm_page", ResourceKind.PAGE);
        Node fence = sample.fence("dma_fence:gfx");
        Node reset = sample.thing("reset", ResourceKind.RESET);
        Node hardirq = Interrupt.HARDIRQ.node();
        sample.add(finding(FindingKind.DEADLOCK, "hung")
                .as(Severity.ERROR, Strength.OBSERVED)
                .detail("when the recording ends these tasks are stuck")
                .step(step("one", "", a, b).places(at(2, "x.c:1"), at(6, "x.c:2")))
                .step(step("two", "", b, a).places(at(4, "x.c:3"), at(7, "x.c:4")))
                .build());
        sample.add(finding(FindingKind.CYCLE, "one task, two orders")
                .step(step("one", "", a, b).places(at(2, "x.c:1"), at(3, "x.c:2")))
                .step(step("one", "", b, a).places(at(6, "x.c:3"), at(7, "x.c:4")))
                .build());
        sample.add(finding(FindingKind.IRQ_INVERSION, "interrupts")
                .step(step("idle", "", hardirq, a).in(InterruptContext.HARDIRQ).places(at(0, ""), at(10, "irq.c:2")))
                .step(step("one", "", a, b).places(at(3, "x.c:1"), at(4, "x.c:2")))
                .step(step("two", "", b, hardirq).places(at(8, "x.c:3"), at(8, "x.c:3")))
                .build());
        sample.add(finding(FindingKind.RECURSION, "timeline")
                .rule("timeline")
                .step(step("ring", "amdgpu", fence, fence).instances("f:5", "f:7"))
                .build());
        sample.add(finding(FindingKind.WAIT_CONTEXT, "sleeps with interrupts off")
                .rule("irqs-off")
                .step(step("exec", "", fence, fence).places(at(0, ""), at(3, "x.c:9")))
                .build());
        sample.add(finding(FindingKind.STALL, "gives up")
                .as(Severity.WARNING, Strength.POTENTIAL)
                .detail("it lasts until a wait gives up, after 10 s")
                .step(step("one", "", a, fence).wait(WaitKind.TIMED, 10_000_000_000L))
                .step(step("two", "", fence, a).wait(WaitKind.SPIN, -1))
                .build());
        for (String rule : List.of("pinned-page", "reference-never-dropped", "exclusive-page-without-callback")) {
            sample.add(finding(FindingKind.UNBOUNDED, rule)
                    .as(Severity.WARNING, Strength.POTENTIAL)
                    .rule(rule)
                    .step(step("kcompactd0", "", page, page).places(at(2, "svm.c:5"), at(3, "migrate.c:6")))
                    .build());
        }
        sample.add(finding(FindingKind.UNBOUNDED, "published, not submitted")
                .as(Severity.WARNING, Strength.POTENTIAL)
                .rule("across-syscalls")
                .step(step("game", "", fence, fence).places(at(2, "x.c:1"), at(5, "x.c:2")))
                .build());
        sample.add(finding(FindingKind.CONTRACT, "a reset forgets fences")
                .rule("reset-leaves-fences")
                .contract("linux-gpu")
                .step(step("tdr", "", reset, fence).places(at(2, "x.c:1"), at(5, "x.c:2")))
                .build());
        return sample.data();
    }

    /** Names that try to break the report, and inputs that were odd. */
    public static ReportData hostile() {
        Sample sample = new Sample()
                .input("tra\u001b[2Jce\n.jsonl", 5, Map.of("events lost by the recorder", new Anomaly(1234, 3)))
                .input(new InputSummary(
                        "odd.jsonl",
                        "jsonl",
                        List.of(),
                        List.of(new InputSummary.Skipped(
                                "not JSON", 2, 4, "cannot be read: \u0007", "one object a line")),
                        List.of(
                                new InputSummary.Unused("contention\u0007begin", 1234, "names no lock"),
                                new InputSummary.Unused("softirq_raise", 3, "")),
                        List.of("the last line was cut off"),
                        ""))
                .input(InputSummary.unreadable("gone.jsonl", "gone.jsonl: no such file"));
        Node wide = sample.lock("\u9396\u306e\u540d\u524d");
        Node evil = sample.fence("a\"b\\c\u202e\u001b[31m\nforged line");
        return sample.add(finding(FindingKind.CYCLE, "title\r\nwith\tcontrols")
                        .step(step("t\u001b]0;x\u0007", "dr\u0000iver", wide, evil)
                                .instances("i\nj", "")
                                .places(at(2, "x\u2028y.c:1", "fra\bme"), at(3, "")))
                        .step(step("e\u0301", "", evil, wide))
                        .build())
                .leftOut("component 1 has 20,000 classes: cycles longer than 64 were not looked for")
                .data();
    }

    /** Nothing at all. */
    public static ReportData clean() {
        return new Sample().input("trace.jsonl", 1, Map.of()).data();
    }
}

package io.fencedep.samples.gpu;

import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import io.fencedep.primitives.Scope;
import io.fencedep.primitives.TrackedLock;
import io.fencedep.primitives.TrackedPage;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** References, pins and migration. */
// A lock that is given back in some other place is what these programs are about.
@SuppressWarnings("LockNotBeforeTry")
final class PagePrograms {
    static final List<Program> ALL = List.of(
            Program.cycle(
                            "45",
                            "migrate-a-pinned-page",
                            "A long pin: migration can never succeed while it lasts.",
                            PagePrograms::pinned)
                    .as(Severity.WARNING, FindingKind.UNBOUNDED),
            Program.cycle(
                            "46",
                            "short-reference-never-dropped",
                            "A short page reference that nobody drops holds migration up for ever.",
                            PagePrograms::neverDropped)
                    .as(Severity.WARNING, FindingKind.UNBOUNDED),
            Program.cycle(
                            "47",
                            "device-exclusive-page-without-callback",
                            "The page-table entry points to the device, so nothing reaches the holder of the reference.",
                            PagePrograms::exclusive)
                    .as(Severity.WARNING, FindingKind.UNBOUNDED),
            Program.cycle(
                    "48",
                    "migrate-to-ram-under-folio-lock",
                    "migrate_to_ram waits for a copy fence under the folio lock that the copy's completion takes.",
                    PagePrograms::folioLock,
                    "folio_lock",
                    "dma_fence:copy"),
            Program.cycle(
                    "48b",
                    "reference-held-across-migration-wait",
                    "One task holds a page reference and waits for a lock whose holder migrates the page.",
                    PagePrograms::referenceHeld,
                    "&dev->struct_mutex"));

    private PagePrograms() {}

    private static void pinned(Machine m, boolean fixed) {
        TrackedPage page = m.recorder.page("device_page");
        m.task("register", "rdma", () -> {
            Scope pin = page.pin("long_pin");
            if (fixed) {
                pin.close();
            }
        });
        m.task("compact", "", () -> {
            // A registration that came first is what can go wrong.
            Thread.sleep(m.hangs ? 20 : 0);
            migrate(m, page);
        });
    }

    private static void neverDropped(Machine m, boolean fixed) {
        TrackedPage page = m.recorder.page("device_page");
        m.task("gup", "hmm-test", () -> {
            Scope reference = page.get();
            if (fixed) {
                reference.close();
            }
        });
        m.task("compact", "", () -> {
            Thread.sleep(m.hangs ? 20 : 0);
            migrate(m, page);
        });
    }

    private static void exclusive(Machine m, boolean fixed) {
        TrackedPage page = m.recorder.page("device_page");
        m.task("fault", "nouveau", () -> {
            Scope reference = page.get();
            page.makeExclusive(fixed);
            if (fixed) {
                // The callback reaches the driver, which lets go.
                reference.close();
            }
        });
        m.task("compact", "", () -> {
            Thread.sleep(m.hangs ? 20 : 0);
            migrate(m, page);
        });
    }

    private static void migrate(Machine m, TrackedPage page) throws InterruptedException {
        if (m.hangs) {
            page.migrate("movable");
        } else {
            page.migrate("movable", 1, TimeUnit.MILLISECONDS);
        }
    }

    private static void folioLock(Machine m, boolean fixed) {
        TrackedLock folio = m.recorder.lock("folio_lock");
        Gpu gpu = m.gpu("gpu0", "copy");
        Job copy = gpu.submit(() -> {
            m.meet(2);
            folio.lock();
            folio.unlock();
        });
        m.task("copy-worker", "amdgpu", () -> gpu.execute(copy));
        m.task("cpu-fault", "amdgpu", () -> {
            folio.lock();
            m.meet(2);
            if (!fixed) {
                copy.fence.await();
            }
            folio.unlock();
            copy.fence.await();
        });
    }

    private static void referenceHeld(Machine m, boolean fixed) {
        TrackedPage page = m.recorder.page("device_page");
        TrackedLock lock = m.recorder.lock("&dev->struct_mutex");
        m.task("exec", "amdgpu", () -> {
            Scope reference = page.get();
            m.meet(2);
            if (fixed) {
                reference.close();
            }
            lock.lock();
            lock.unlock();
            reference.close();
        });
        m.task("migrate", "amdgpu", () -> {
            lock.lock();
            m.meet(2);
            page.migrate("");
            lock.unlock();
        });
    }
}

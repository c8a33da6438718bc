// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/*
 * The module behind the recordings fd_*: insmod fd.ko scenario=NAME does one thing that can deadlock, or one that cannot,
 * step by step and in threads that do not run at the same time, so that it never hangs. Build it with
 * `echo 'obj-m := fd.o' > Makefile; make -C KERNEL M=$PWD modules`.
 */
#include <linux/module.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/timer.h>
#include <linux/slab.h>
#include <linux/srcu.h>
#include <linux/dma-fence.h>
#include <linux/dma-resv.h>
#include <linux/ww_mutex.h>
#include <linux/vmalloc.h>
#include <linux/interrupt.h>
#include <linux/percpu-rwsem.h>
#include <linux/sched/mm.h>

static char *scenario = "none";
module_param(scenario, charp, 0);

static DEFINE_MUTEX(ma);
static DEFINE_MUTEX(mb);
static DEFINE_MUTEX(mg);
static DEFINE_MUTEX(mc);
static DECLARE_RWSEM(ra);
static DECLARE_RWSEM(rb);
static DEFINE_SPINLOCK(sa);
static DEFINE_RWLOCK(rwa);
DEFINE_STATIC_SRCU(fd_srcu);
static DECLARE_COMPLETION(comp);

/* run a function in a kthread of its own, and wait for its end */
struct run { int (*fn)(void *); void *arg; struct completion done; };
static int runner(void *p) { struct run *r = p; r->fn(r->arg); complete(&r->done); return 0; }
static void go(const char *name, int (*fn)(void *), void *arg)
{
	struct run r = { .fn = fn, .arg = arg };
	init_completion(&r.done);
	kthread_run(runner, &r, "%s", name);
	wait_for_completion(&r.done);
}

#define F(n, body) static int n(void *x) { body; return 0; }
F(f_ab, mutex_lock(&ma); mutex_lock(&mb); udelay(10); mutex_unlock(&mb); mutex_unlock(&ma))
F(f_ba, mutex_lock(&mb); mutex_lock(&ma); udelay(10); mutex_unlock(&ma); mutex_unlock(&mb))
F(f_gab, mutex_lock(&mg); f_ab(x); mutex_unlock(&mg))
F(f_gba, mutex_lock(&mg); f_ba(x); mutex_unlock(&mg))
F(f_b_trya, mutex_lock(&mb); if (mutex_trylock(&ma)) mutex_unlock(&ma); mutex_unlock(&mb))
F(f_bc, mutex_lock(&mb); mutex_lock(&mc); mutex_unlock(&mc); mutex_unlock(&mb))
F(f_ca, mutex_lock(&mc); mutex_lock(&ma); mutex_unlock(&ma); mutex_unlock(&mc))
F(f_ra_wb, down_read(&ra); down_write(&rb); up_write(&rb); up_read(&ra))
F(f_rb_wa, down_read(&rb); down_write(&ra); up_write(&ra); up_read(&rb))
F(f_ra_rb, down_read(&ra); down_read(&rb); up_read(&rb); up_read(&ra))
F(f_rb_ra, down_read(&rb); down_read(&ra); up_read(&ra); up_read(&rb))
F(f_rwa_sa, read_lock(&rwa); spin_lock(&sa); spin_unlock(&sa); read_unlock(&rwa))
F(f_sa_rwa, spin_lock(&sa); read_lock(&rwa); read_unlock(&rwa); spin_unlock(&sa))
F(f_sa_wwa, spin_lock(&sa); write_lock(&rwa); write_unlock(&rwa); spin_unlock(&sa))

/* timer */
static struct timer_list tm;
static void tm_fn(struct timer_list *t) { spin_lock(&sa); udelay(5); spin_unlock(&sa); }
F(f_timer_bad, spin_lock(&sa); udelay(5); spin_unlock(&sa); mod_timer(&tm, jiffies + 2); msleep(30))
F(f_timer_good, spin_lock_bh(&sa); udelay(5); spin_unlock_bh(&sa); mod_timer(&tm, jiffies + 2); msleep(30))
F(f_timer_sync_bad, mod_timer(&tm, jiffies + 2); msleep(30); spin_lock_bh(&sa); udelay(5); spin_unlock_bh(&sa);
	local_bh_disable(); spin_lock(&sa); spin_unlock(&sa); local_bh_enable();
	spin_lock_bh(&sa); del_timer_sync(&tm); spin_unlock_bh(&sa))
/* work */
static void wk_fn(struct work_struct *w) { mutex_lock(&ma); msleep(1); mutex_unlock(&ma); }
static DECLARE_WORK(wk, wk_fn);
static struct workqueue_struct *wq;
F(f_flush_bad, queue_work(wq, &wk); msleep(20); mutex_lock(&ma); flush_work(&wk); mutex_unlock(&ma))
F(f_flush_good, queue_work(wq, &wk); msleep(20); flush_work(&wk); mutex_lock(&ma); mutex_unlock(&ma))
F(f_flushwq_bad, queue_work(wq, &wk); msleep(20); mutex_lock(&ma); flush_workqueue(wq); mutex_unlock(&ma))
F(f_cancel_bad, queue_work(wq, &wk); msleep(20); mutex_lock(&ma); cancel_work_sync(&wk); mutex_unlock(&ma))
/* completion: the completer takes ma first, in another round */
F(f_completer, mutex_lock(&ma); udelay(5); mutex_unlock(&ma); complete(&comp))
static int f_comp_wait(void *x)
{
	struct run r = { .fn = f_completer };
	init_completion(&r.done);
	reinit_completion(&comp);
	kthread_run(runner, &r, "completer");
	wait_for_completion(&comp);
	wait_for_completion(&r.done);
	mutex_lock(&ma);	/* and in another place it waits under ma for somebody who does not need it */
	reinit_completion(&comp);
	complete(&comp);
	wait_for_completion(&comp);
	mutex_unlock(&ma);
	return 0;
}
static int f_comp_fixed(void *x)
{
	struct run r = { .fn = f_completer };
	init_completion(&r.done);
	reinit_completion(&comp);
	kthread_run(runner, &r, "completer");
	wait_for_completion(&comp);
	wait_for_completion(&r.done);
	return 0;
}
/* srcu */
F(f_srcu_bad, int i = srcu_read_lock(&fd_srcu); mutex_lock(&ma); mutex_unlock(&ma); srcu_read_unlock(&fd_srcu, i);
	mutex_lock(&ma); synchronize_srcu(&fd_srcu); mutex_unlock(&ma))
F(f_srcu_good, int i = srcu_read_lock(&fd_srcu); mutex_lock(&ma); mutex_unlock(&ma); srcu_read_unlock(&fd_srcu, i);
	synchronize_srcu(&fd_srcu))
/* nested */
struct obj { struct mutex m; };
static struct obj *o[2];
F(f_nested_good, mutex_lock(&o[0]->m); mutex_lock_nested(&o[1]->m, SINGLE_DEPTH_NESTING); mutex_unlock(&o[1]->m); mutex_unlock(&o[0]->m))
F(f_nested_bad, mutex_lock(&o[0]->m); mutex_lock(&o[1]->m); mutex_unlock(&o[1]->m); mutex_unlock(&o[0]->m))
F(f_nested_other, mutex_lock(&o[1]->m); mutex_lock_nested(&o[0]->m, SINGLE_DEPTH_NESTING); mutex_unlock(&o[0]->m); mutex_unlock(&o[1]->m))
/* fences */
static const char *drv(struct dma_fence *f) { return "fd"; }
static const char *tl0(struct dma_fence *f) { return "gfx"; }
static const char *tl1(struct dma_fence *f) { return "copy"; }
static const struct dma_fence_ops ops[2] = { { .get_driver_name = drv, .get_timeline_name = tl0 }, { .get_driver_name = drv, .get_timeline_name = tl1 } };
static DEFINE_SPINLOCK(fl);
static u64 ctx[2];
static int seq;
static struct dma_fence *newf(int t)
{
	struct dma_fence *f = kzalloc(sizeof(*f), GFP_KERNEL);
	dma_fence_init(f, &ops[t], &fl, ctx[t], ++seq);
	dma_fence_enable_sw_signaling(f);
	return f;
}
struct job { struct work_struct w; struct dma_fence *f; struct mutex *lock; struct dma_resv *resv; struct dma_fence *wait; bool alloc; bool section; gfp_t gfp; };
static void job_fn(struct work_struct *w)
{
	struct job *j = container_of(w, struct job, w);
	bool c = false;
	if (j->section) c = dma_fence_begin_signalling();
	if (j->lock) { mutex_lock(j->lock); udelay(5); mutex_unlock(j->lock); }
	if (j->resv) { dma_resv_lock(j->resv, NULL); dma_resv_unlock(j->resv); }
	if (j->wait) dma_fence_wait(j->wait, false);
	if (j->alloc) kfree(kmalloc(64, j->gfp));
	dma_fence_signal(j->f);
	if (j->section) dma_fence_end_signalling(c);
}
static void submit(struct job *j, int t) { j->f = newf(t); INIT_WORK(&j->w, job_fn); queue_work(wq, &j->w); }
static void doneof(struct job *j) { flush_work(&j->w); dma_fence_put(j->f); }
/* the job takes ma before it signals; elsewhere its fence is waited for under ma, when it is long signalled or soon */
static int f_fence(bool bad)
{
	struct job j = { .lock = &ma };
	submit(&j, 0);
	msleep(20);
	if (bad) mutex_lock(&ma);
	dma_fence_wait(j.f, false);
	if (bad) mutex_unlock(&ma);
	doneof(&j);
	{ struct job k = { .lock = &ma }; submit(&k, 0); dma_fence_wait(k.f, false); doneof(&k); }
	return 0;
}
F(f_fence_bad, f_fence(true))
F(f_fence_good, f_fence(false))
/* two timelines that wait for each other */
static int f_cross(bool bad)
{
	struct job a = { }, b = { };
	a.f = NULL;
	submit(&a, 0);
	b.wait = a.f;
	submit(&b, 1);
	dma_fence_wait(b.f, false);
	flush_work(&b.w); flush_work(&a.w);
	if (bad) {
		struct job c = { }, d = { };
		submit(&c, 1);
		d.wait = c.f;
		submit(&d, 0);
		dma_fence_wait(d.f, false);
		flush_work(&d.w); flush_work(&c.w);
	}
	return 0;
}
F(f_cross_bad, f_cross(true))
F(f_cross_good, f_cross(false))
/* allocation in a section of the work */
static int f_alloc(bool bad)
{
	struct job j = { .alloc = true, .section = true, .gfp = bad ? GFP_KERNEL : GFP_NOWAIT };
	submit(&j, 0);
	dma_fence_wait(j.f, false);
	doneof(&j);
	return 0;
}
F(f_alloc_bad, f_alloc(true))
F(f_alloc_good, f_alloc(false))
/* a reservation that the job takes and the waiter holds */
static struct dma_resv resv;
static int f_resv(bool bad)
{
	struct job j = { .resv = &resv };
	submit(&j, 0);
	msleep(20);
	if (bad) dma_resv_lock(&resv, NULL);
	dma_fence_wait(j.f, false);
	if (bad) dma_resv_unlock(&resv);
	doneof(&j);
	return 0;
}
F(f_resv_bad, f_resv(true))
F(f_resv_good, f_resv(false))
/* two reservations with a ticket */
static struct dma_resv resv2;
F(f_ww_good, struct ww_acquire_ctx t; struct ww_acquire_ctx u; ww_acquire_init(&t, &reservation_ww_class);
	dma_resv_lock(&resv, &t); dma_resv_lock(&resv2, &t); ww_acquire_done(&t); dma_resv_unlock(&resv2); dma_resv_unlock(&resv); ww_acquire_fini(&t);
	ww_acquire_init(&u, &reservation_ww_class); dma_resv_lock(&resv2, &u); dma_resv_lock(&resv, &u); ww_acquire_done(&u);
	dma_resv_unlock(&resv); dma_resv_unlock(&resv2); ww_acquire_fini(&u))
F(f_ww_bad, dma_resv_lock(&resv, NULL); dma_resv_lock(&resv2, NULL); dma_resv_unlock(&resv2); dma_resv_unlock(&resv))
/* wq of one that waits for another item of itself */
static struct workqueue_struct *owq;
static struct work_struct inner;
static void inner_fn(struct work_struct *w) { udelay(5); }
static void outer_good(struct work_struct *w) { queue_work(system_wq, &inner); flush_work(&inner); }
static void outer_bad(struct work_struct *w) { flush_work(&inner); }
static struct work_struct outer;
F(f_owq_bad, INIT_WORK(&inner, inner_fn); INIT_WORK(&outer, outer_bad); queue_work(owq, &inner); msleep(10); queue_work(owq, &outer); flush_work(&outer))
F(f_owq_good, INIT_WORK(&inner, inner_fn); INIT_WORK(&outer, outer_good); queue_work(owq, &outer); flush_work(&outer))
/* sleeping under a spinlock */
F(f_sleep_bad, spin_lock(&sa); mutex_lock(&ma); mutex_unlock(&ma); spin_unlock(&sa))
F(f_reclaim_bad, unsigned int s = memalloc_noreclaim_save(); kfree(kmalloc(64, GFP_KERNEL)); memalloc_noreclaim_restore(s);
	fs_reclaim_acquire(GFP_KERNEL); mutex_lock(&ma); mutex_unlock(&ma); fs_reclaim_release(GFP_KERNEL);
	mutex_lock(&ma); kfree(kmalloc(64, GFP_KERNEL)); mutex_unlock(&ma))
F(f_reclaim_good, unsigned int s; fs_reclaim_acquire(GFP_KERNEL); mutex_lock(&ma); mutex_unlock(&ma); fs_reclaim_release(GFP_KERNEL);
	mutex_lock(&ma); s = memalloc_noreclaim_save(); kfree(kmalloc(64, GFP_KERNEL)); memalloc_noreclaim_restore(s); kfree(kmalloc(64, GFP_NOWAIT)); mutex_unlock(&ma))

static const struct { const char *name; int (*one)(void *); int (*two)(void *); int (*three)(void *); } all[] = {
	{ "abba_bad", f_ab, f_ba }, { "abba_fixed", f_ab, f_ab }, { "abba_gate", f_gab, f_gba }, { "abba_try", f_ab, f_b_trya },
	{ "abc_bad", f_ab, f_bc, f_ca }, { "abc_fixed", f_ab, f_bc },
	{ "rwsem_bad", f_ra_wb, f_rb_wa }, { "rwsem_rr", f_ra_rb, f_rb_ra },
	{ "rwlock_rr", f_rwa_sa, f_sa_rwa }, { "rwlock_bad", f_rwa_sa, f_sa_wwa },
	{ "timer_bad", f_timer_bad }, { "timer_good", f_timer_good }, { "timersync_bad", f_timer_sync_bad },
	{ "flush_bad", f_flush_bad }, { "flush_good", f_flush_good }, { "flushwq_bad", f_flushwq_bad }, { "cancel_bad", f_cancel_bad },
	{ "comp_bad", f_comp_wait }, { "comp_fixed", f_comp_fixed },
	{ "srcu_bad", f_srcu_bad }, { "srcu_good", f_srcu_good },
	{ "nested_good", f_nested_good }, { "nested_bad", f_nested_bad }, { "nested_both", f_nested_good, f_nested_other },
	{ "fence_bad", f_fence_bad }, { "fence_good", f_fence_good }, { "cross_bad", f_cross_bad }, { "cross_good", f_cross_good },
	{ "alloc_bad", f_alloc_bad }, { "alloc_good", f_alloc_good }, { "resv_bad", f_resv_bad }, { "resv_good", f_resv_good },
	{ "ww_good", f_ww_good }, { "ww_bad", f_ww_bad }, { "owq_fifo", f_owq_bad }, { "owq_good", f_owq_good },
	{ "sleep_bad", f_sleep_bad }, { "reclaim_bad", f_reclaim_bad }, { "reclaim_good", f_reclaim_good },
};

static int __init fd_init(void)
{
	int i;
	wq = alloc_workqueue("fd_wq", WQ_UNBOUND | WQ_MEM_RECLAIM, 0);
	owq = alloc_ordered_workqueue("fd_owq", 0);
	for (i = 0; i < 2; i++) { o[i] = kzalloc(sizeof(*o[i]), GFP_KERNEL); ctx[i] = dma_fence_context_alloc(1); }
	for (i = 0; i < 2; i++) mutex_init(&o[i]->m);
	dma_resv_init(&resv); dma_resv_init(&resv2);
	timer_setup(&tm, tm_fn, 0);
	for (i = 0; i < ARRAY_SIZE(all); i++)
		if (!strcmp(all[i].name, scenario)) {
			pr_info("fd: %s begins\n", scenario);
			go("one", all[i].one, NULL);
			if (all[i].two) go("two", all[i].two, NULL);
			if (all[i].three) go("three", all[i].three, NULL);
			pr_info("fd: %s ends\n", scenario);
			return 0;
		}
	for (i = 0; i < ARRAY_SIZE(all); i++) pr_info("fd scenario %s\n", all[i].name);
	return 0;
}
static void __exit fd_exit(void) { }
module_init(fd_init); module_exit(fd_exit);
MODULE_LICENSE("GPL");

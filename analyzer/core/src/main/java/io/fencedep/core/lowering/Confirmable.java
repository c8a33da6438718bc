package io.fencedep.core.lowering;

/**
 * Something that was seen under a hold, and stands only once such a hold has properly ended: a recorder that begins in the
 * middle shows holds that are none.
 */
class Confirmable {
    /** Whether some hold behind it has ended, or it needs none. */
    boolean confirmed;

    private Hold sponsor = Hold.NOBODY;
    private long sponsorSince;

    /** Seen under this hold. */
    final void seenUnder(Hold hold) {
        if (confirmed) {
            return;
        }
        if (!hold.lockLike) {
            confirmed = true;
        } else if (sponsor != hold || sponsorSince != hold.since) {
            sponsor = hold;
            sponsorSince = hold.since;
            hold.unconfirmed.add(this);
        }
    }
}

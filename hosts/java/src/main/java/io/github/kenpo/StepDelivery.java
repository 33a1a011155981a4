package io.github.kenpo;

/**
 * A delivery of a member's steps. Dates are written YYYYMMDD, and 0 is one that is not given.
 *
 * @param syncedYmd The day on which the records arrived.
 * @param bornYmd The date of birth; needed where a rule asks for an age.
 * @param enrolledYmd The day on which the person joined; days before it earn nothing.
 * @param openedYmd The day on which the app was last opened; needed where a rule asks for it.
 * @param closedThroughYmd Days up to this one earn nothing more. Their credits are given all the same where a cap's
 *     window still needs them.
 */
public record StepDelivery(int syncedYmd, int bornYmd, int enrolledYmd, int openedYmd, int closedThroughYmd) {
    /**
     * Records that arrived on a day, under a programme that asks nothing of the person.
     *
     * @param syncedYmd the day on which the records arrived, YYYYMMDD
     * @return the delivery
     */
    public static StepDelivery on(int syncedYmd) {
        return new StepDelivery(syncedYmd, 0, 0, 0, 0);
    }
}

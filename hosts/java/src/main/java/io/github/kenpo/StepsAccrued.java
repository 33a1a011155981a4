package io.github.kenpo;

import io.github.kenpo.types.Reason;
import java.util.List;

/**
 * What {@link Programme#stepsAccrue} pays.
 *
 * @param credits One for each record that earned, to be stored.
 * @param reasons What became of each record, in the records' order.
 */
public record StepsAccrued(List<StepCredit> credits, List<Reason> reasons) {
    /**
     * With copies of the lists.
     *
     * @param credits One for each record that earned, to be stored.
     * @param reasons What became of each record, in the records' order.
     */
    public StepsAccrued {
        credits = List.copyOf(credits);
        reasons = List.copyOf(reasons);
    }
}

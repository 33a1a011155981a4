package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.kenpo.types.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepColumnsTest {
    private static final StepDelivery DELIVERY = StepDelivery.on(20220202);
    private static final CreditColumn NOTHING = new CreditColumn(0);
    private static final String FIRST_RULE = "\"points\": {\n    \"rules\": [";
    private static final String RULE_BEFORE =
            " { \"id\": \"walks\", \"rule\": \"X-01\", \"sources\": [\"healthkit\"], \"step_tiers\": [{ \"at_least\": 8000, \"points\": 3 }] },";

    private static Programme ofTwoRules() throws Exception {
        String document = new String(Project.read("programmes/kkr.json"), StandardCharsets.UTF_8);
        assertEquals(2, document.split(java.util.regex.Pattern.quote(FIRST_RULE), -1).length);
        return Programme.parse(document.replace(FIRST_RULE, FIRST_RULE + RULE_BEFORE));
    }

    @Test
    void rowsArePaidAsListsAre() throws Exception {
        try (Programme programme = Project.kkr()) {
            var days = List.of(new StepDay(20220131, 10_000), new StepDay(20220201, 10), new StepDay(20220201, 8_000));
            var credited = List.of(new StepCredit(20220120, 20220121, 0, 480, 480));
            StepsAccrued accrued = ColumnTwins.steps(programme, DELIVERY, days, credited);
            assertEquals(
                    List.of(new StepCredit(20220131, 20220202, 0, 40, 20), new StepCredit(20220201, 20220202, 0, 20, 20)),
                    accrued.credits());
            assertEquals(List.of(Reason.PAID_IN_PART, Reason.BELOW_LOWEST_TIER, Reason.PAID), accrued.reasons());
            assertEquals(accrued, programme.stepsAccrue(DELIVERY, days, credited));
        }
    }

    @Test
    void everyRuleHasItsCredits() throws Exception {
        try (Programme programme = ofTwoRules()) {
            var days = List.of(new StepDay(20220131, 8_000), new StepDay(20220201, 5_000));
            StepsAccrued accrued = ColumnTwins.steps(programme, DELIVERY, days, List.of());
            assertEquals(
                    List.of(
                            new StepCredit(20220131, 20220202, 0, 3, 3),
                            new StepCredit(20220131, 20220202, 1, 20, 20),
                            new StepCredit(20220201, 20220202, 1, 10, 10)),
                    accrued.credits());
            assertEquals(accrued, programme.stepsAccrue(DELIVERY, days, List.of()));
        }
    }

    @Test
    void columnsAreFilledAgainAndCreditsGivenBack() throws Exception {
        try (Programme programme = Project.kkr()) {
            StepColumn days = new StepColumn(0).addAll(new int[] {20220131, 20220201}, new int[] {10_000, 8_000});
            AccruedColumns first = new AccruedColumns(0);
            programme.stepsAccrueColumns(DELIVERY, days, NOTHING, first);
            assertEquals(2, first.credits().size());
            assertEquals(20220131, first.credits().walkedYmd(0));
            assertEquals(20220202, first.credits().syncedYmd(0));
            assertEquals(0, first.credits().rule(0));
            assertEquals(40, first.credits().earned(0));
            assertEquals(40, first.credits().points(0));

            AccruedColumns again = new AccruedColumns(2);
            programme.stepsAccrueColumns(DELIVERY, days, first.credits(), again);
            assertEquals(0, again.credits().size());
            assertEquals(2, again.size());
            assertEquals(Reason.NOTHING_NEW.number(), again.reason(1));
            assertThrows(IndexOutOfBoundsException.class, () -> again.reason(2));
            assertThrows(IndexOutOfBoundsException.class, () -> again.credits().points(0));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> programme.stepsAccrueColumns(DELIVERY, days, first.credits(), first));

            days.clear();
            programme.stepsAccrueColumns(DELIVERY, days, NOTHING, first);
            assertEquals(0, first.size());
            assertEquals(0, first.credits().size());
            days.add(20220131, 3_000);
            programme.stepsAccrueColumns(DELIVERY, days, NOTHING, first);
            assertEquals(5, first.credits().points(0));
        }
    }

    @Test
    void whatCannotBeUsedPaysNothing() throws Exception {
        AccruedColumns into = new AccruedColumns(1);
        StepColumn fine = new StepColumn(1).add(20220201, 8_000);
        try (Programme programme = Project.kkr()) {
            List<StepDay> wrong = List.of(
                    new StepDay(20220230, 1), new StepDay(0, 1), new StepDay(20220201, -1), new StepDay(20220201, 1L << 53));
            for (StepDay day : wrong) {
                programme.stepsAccrueColumns(DELIVERY, fine, NOTHING, into);
                assertEquals(1, into.credits().size());
                StepColumn days = new StepColumn(1).add(day.walkedYmd(), day.steps());
                KenpoException e = assertThrows(
                        KenpoException.class, () -> programme.stepsAccrueColumns(DELIVERY, days, NOTHING, into));
                assertEquals(Status.INVALID_REQUEST, e.status());
                assertEquals(0, into.credits().size());
                assertEquals(0, into.size());
            }
            CreditColumn ofNoRule = new CreditColumn(1).add(20220120, 20220121, 1, 40, 40);
            KenpoException e = assertThrows(
                    KenpoException.class, () -> programme.stepsAccrueColumns(DELIVERY, fine, ofNoRule, into));
            assertEquals(Status.INVALID_REQUEST, e.status());
            StepColumn far = new StepColumn(2).add(20160101, 1).add(20220201, 1);
            e = assertThrows(KenpoException.class, () -> programme.stepsAccrueColumns(DELIVERY, far, NOTHING, into));
            assertEquals(Status.UNSUPPORTED, e.status());
            assertThrows(IllegalArgumentException.class, () -> fine.addAll(new int[1], new int[2]));
            assertEquals(1, fine.size());
        }
        Programme closed = Project.kkr();
        closed.close();
        assertThrows(IllegalStateException.class, () -> closed.stepsAccrueColumns(DELIVERY, fine, NOTHING, into));
    }
}

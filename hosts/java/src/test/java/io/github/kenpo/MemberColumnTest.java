package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemberColumnTest {
    private static final StepDelivery DELIVERY = StepDelivery.on(20220202);

    /** Days of January, some of them again and revised, in three deliveries of as many members as are wanted. */
    private static List<List<List<StepDay>>> roster(int members) {
        Random chance = new Random(7);
        List<List<List<StepDay>>> roster = new ArrayList<>();
        for (int member = 0; member < members; member++) {
            List<List<StepDay>> deliveries = new ArrayList<>();
            for (int delivery = 0; delivery < 3; delivery++) {
                List<StepDay> days = new ArrayList<>();
                for (int day = chance.nextInt(40); day > 0; day--) {
                    days.add(new StepDay(20220101 + chance.nextInt(31), chance.nextInt(16_000)));
                }
                deliveries.add(days);
            }
            roster.add(deliveries);
        }
        return roster;
    }

    @Test
    void membersArePaidAsByACallForEachDelivery() throws Exception {
        try (Programme programme = Project.kkr()) {
            MemberColumn members = new MemberColumn(0);
            List<StepCredit> credits = new ArrayList<>();
            List<Integer> reasons = new ArrayList<>();
            List<Long> points = new ArrayList<>();
            for (List<List<StepDay>> deliveries : roster(20)) {
                members.member();
                StepsAccrued before = programme.stepsAccrue(DELIVERY, deliveries.get(0), List.of());
                for (StepCredit credit : before.credits()) {
                    members.credited(
                            credit.walkedYmd(), credit.syncedYmd(), credit.rule(), credit.earned(), credit.points());
                }
                List<StepCredit> known = new ArrayList<>(before.credits());
                for (List<StepDay> days : deliveries.subList(1, 3)) {
                    members.delivery(DELIVERY);
                    days.forEach(day -> members.add(day.walkedYmd(), day.steps()));
                    StepsAccrued paid = programme.stepsAccrue(DELIVERY, days, known);
                    known.addAll(paid.credits());
                    paid.reasons().forEach(reason -> reasons.add(reason.number()));
                }
                List<StepCredit> own = known.subList(before.credits().size(), known.size());
                credits.addAll(own);
                points.add(own.stream().mapToLong(StepCredit::points).sum());
            }
            AccruedMembers into = new AccruedMembers();
            for (int again = 0; again < 2; again++) {
                programme.membersAccrue(members, into);
                assertEquals(20, into.size());
                assertEquals(credits.size(), into.credits().size());
                for (int row = 0; row < credits.size(); row++) {
                    CreditColumn paid = into.credits();
                    assertEquals(
                            credits.get(row),
                            new StepCredit(
                                    paid.walkedYmd(row),
                                    paid.syncedYmd(row),
                                    paid.rule(row),
                                    paid.earned(row),
                                    paid.points(row)));
                }
                for (int record = 0; record < reasons.size(); record++) {
                    assertEquals(reasons.get(record), into.reason(record));
                }
                for (int member = 0; member < points.size(); member++) {
                    assertEquals(points.get(member), into.points(member));
                    long sum = 0;
                    for (int row = into.creditsFrom(member); row < into.creditsFrom(member + 1); row++) {
                        sum += into.credits().points(row);
                    }
                    assertEquals(points.get(member), sum);
                }
            }
            members.clear();
            programme.membersAccrue(members, into);
            assertEquals(0, into.size());
            assertEquals(0, into.credits().size());
        }
    }

    @Test
    void aFaultNamesTheMemberAndItsRow() throws Exception {
        try (Programme programme = Project.kkr()) {
            AccruedMembers into = new AccruedMembers();
            MemberColumn members = new MemberColumn(4);
            assertThrows(IllegalStateException.class, () -> members.delivery(DELIVERY));
            assertThrows(IllegalStateException.class, () -> members.credited(20220101, 20220102, 0, 5, 5));
            members.member();
            assertThrows(IllegalStateException.class, () -> members.add(20220101, 8_000));
            members.delivery(DELIVERY).add(20220101, 8_000).member();
            assertThrows(IllegalStateException.class, () -> members.add(20220101, 8_000));
            members.delivery(DELIVERY);
            programme.membersAccrue(members, into);
            assertNull(into.fault());
            assertEquals(20, into.points(0));
            assertEquals(0, into.points(1));
            assertThrows(IndexOutOfBoundsException.class, () -> into.points(2));

            members.add(20220101, 8_000).add(20220230, 8_000);
            refused(Status.INVALID_REQUEST, new MemberFault(1, -1, 2, -1), programme, members, into);
            members.clear();
            members.member().delivery(DELIVERY).member().credited(20220101, 20220102, 1, 5, 5).delivery(DELIVERY);
            refused(Status.INVALID_REQUEST, new MemberFault(1, -1, -1, 0), programme, members, into);
            members.clear();
            members.member().member().delivery(StepDelivery.on(0));
            refused(Status.INVALID_REQUEST, new MemberFault(1, 0, -1, -1), programme, members, into);
            members.clear();
            members.member().delivery(DELIVERY).add(20160101, 8_000);
            refused(Status.UNSUPPORTED, new MemberFault(0, -1, -1, -1), programme, members, into);
        }
    }

    private static void refused(
            Status status, MemberFault fault, Programme programme, MemberColumn members, AccruedMembers into) {
        KenpoException refused = assertThrows(KenpoException.class, () -> programme.membersAccrue(members, into));
        assertEquals(status, refused.status());
        assertEquals(fault, into.fault());
        assertEquals(0, into.size());
        assertEquals(0, into.credits().size());
    }
}

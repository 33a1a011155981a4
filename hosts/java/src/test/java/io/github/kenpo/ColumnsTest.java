package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.kenpo.types.Reason;
import io.github.kenpo.types.Relation;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    private static final String CHECKUP = "group_checkup";
    private static final long NOON = seconds("2024-06-01T12:00:00+09:00");

    private static long seconds(String instant) {
        return OffsetDateTime.parse(instant).toEpochSecond();
    }

    private static Programme kenren() throws Exception {
        return Programme.parse(Project.read("programmes/kenren.json"));
    }

    @Test
    void peopleAreJudgedRowByRow() throws Exception {
        PersonColumn people = new PersonColumn(0)
                .add(NOON, 19850331, 20100401, 0, 0, Relation.INSURED)
                .add(NOON, 19850401, 20100401, 0, 0, Relation.DEPENDANT)
                .add(NOON, 19490531, 20100401, 0, 0, Relation.INSURED)
                .add(NOON, 19700101, 20240602, 0, 0, Relation.INSURED)
                .add(NOON, 19700101, 20100401, 20240601, 0, Relation.INSURED)
                .add(NOON, 19700101, 20100401, 0, 20240401, Relation.VOLUNTARY)
                .add(NOON, 19700230, 20100401, 0, 0, Relation.INSURED);
        byte[] expected = new byte[] {
            0,
            (byte) Reason.TOO_YOUNG.number(),
            (byte) Reason.TOO_OLD.number(),
            (byte) Reason.BEFORE_INSURED_PERIOD.number(),
            (byte) Reason.ENTITLEMENT_LOST.number(),
            (byte) Reason.USED_THIS_YEAR.number(),
            (byte) Reason.NOT_A_DATE.number()
        };
        try (Programme programme = kenren()) {
            assertEquals(expected.length, people.size());
            assertArrayEquals(expected, programme.eligibilityReasons(CHECKUP, people));
            people.clear();
            assertArrayEquals(new byte[0], programme.eligibilityReasons(CHECKUP, people));
            people.add(NOON, 19700101, 20100401, 0, 0, Relation.INSURED);
            assertArrayEquals(new byte[1], programme.eligibilityReasons(CHECKUP, people));
        }
    }

    @Test
    void slotsHaveTheirStates() throws Exception {
        SlotColumn slots = new SlotColumn(2)
                .add(20240218, 30, 0, true, false)
                .add(20240217, 30, 0, false, false)
                .add(20240218, 30, 30, false, false)
                .add(20240218, 30, 29, false, false)
                .add(20240218, 30, 0, false, true)
                .add(20240230, 30, 0, false, false);
        long now = seconds("2024-02-04T23:59:59+09:00");
        try (Programme programme = kenren()) {
            assertArrayEquals(new byte[] {1, 2, 3, 4, 2, 0}, programme.slotStates(CHECKUP, now, slots));
            assertEquals(2, programme.slotStates(CHECKUP, now + 1, slots)[3]);
            KenpoException e =
                    assertThrows(KenpoException.class, () -> programme.slotStates(CHECKUP, Long.MAX_VALUE, slots));
            assertEquals(Status.INVALID_REQUEST, e.status());
        }
        assertThrows(IllegalArgumentException.class, () -> slots.add(20240218, -1, 0, false, false));
    }

    @Test
    void deadlinesAndSubsidies() throws Exception {
        try (Programme programme = kenren()) {
            assertEquals(
                    new Deadline(seconds("2024-02-05T00:00:00+09:00"), 20240204),
                    programme.bookingDeadline(CHECKUP, DeadlineKind.CLOSES, 20240218));
            assertEquals(
                    new Deadline(seconds("2024-02-16T00:00:00+09:00"), 20240215),
                    programme.bookingDeadline(CHECKUP, DeadlineKind.CANCEL, 20240218));
            assertEquals(13_000, programme.subsidyYen("dock", 20240601, 18_572));
            assertEquals(13_001, programme.subsidyYen("dock", 20240601, 18_573));

            KenpoException e = assertThrows(
                    KenpoException.class, () -> programme.bookingDeadline("dock", DeadlineKind.CHANGE, 20240218));
            assertEquals(Status.NOT_IN_EFFECT, e.status());
            e = assertThrows(KenpoException.class, () -> programme.subsidyYen("dock", 20240601, 10_000_001));
            assertEquals(Status.INVALID_REQUEST, e.status());
            e = assertThrows(KenpoException.class, () -> programme.subsidyYen(CHECKUP, 20240601, 1));
            assertEquals(Status.NOT_IN_EFFECT, e.status());
        }
    }

    @Test
    void deadlinesOfAColumn() throws Exception {
        int[] dates = {20240218, 0, -1, 20240229, 20230229, 20240230, Integer.MAX_VALUE, Integer.MIN_VALUE};
        try (Programme programme = kenren()) {
            DeadlineColumn closes = programme.slotDeadlines(CHECKUP, DeadlineKind.CLOSES, dates);
            Deadline leap = programme.bookingDeadline(CHECKUP, DeadlineKind.CLOSES, 20240229);
            long[] at = {seconds("2024-02-05T00:00:00+09:00"), 0, 0, leap.at(), 0, 0, 0, 0};
            int[] last = {20240204, -1, -1, leap.lastYmd(), -1, -1, -1, -1};
            assertEquals(dates.length, closes.size());
            for (int row = 0; row < dates.length; row++) {
                assertEquals(new Deadline(at[row], last[row]), new Deadline(closes.at(row), closes.lastYmd(row)));
            }
            DeadlineColumn none = programme.slotDeadlines("dock", DeadlineKind.CLOSES, new int[] {20240218});
            assertEquals(new Deadline(0, 0), new Deadline(none.at(0), none.lastYmd(0)));
            assertEquals(0, programme.slotDeadlines(CHECKUP, DeadlineKind.CANCEL, new int[0]).size());
        }
        String hours = new String(Project.read("programmes/kenren.json"), java.nio.charset.StandardCharsets.UTF_8)
                .replace("\"days_before\": 2,\n          \"at\": \"00:00\"", "\"hours_before\": 24");
        try (Programme programme = Programme.parse(hours)) {
            KenpoException e = assertThrows(
                    KenpoException.class, () -> programme.slotDeadlines(CHECKUP, DeadlineKind.CANCEL, dates));
            assertEquals(Status.UNSUPPORTED, e.status());
            assertEquals(20240204, programme.slotDeadlines(CHECKUP, DeadlineKind.CLOSES, dates).lastYmd(0));
        }
    }

    @Test
    void subsidiesOfAColumn() throws Exception {
        int[] costs = {-1, 0, 1, 13_001, 18_573, 42_858, 10_000_000, 10_000_001, Integer.MAX_VALUE, Integer.MIN_VALUE};
        int[] paid = {-1, 0, 1, 13_000, 13_001, 30_000, 30_000, -1, -1, -1};
        try (Programme programme = kenren()) {
            assertArrayEquals(paid, programme.subsidiesYen("dock", 20240601, costs));
            assertArrayEquals(new int[0], programme.subsidiesYen("dock", 20240601, new int[0]));

            KenpoException e =
                    assertThrows(KenpoException.class, () -> programme.subsidiesYen(CHECKUP, 20240601, costs));
            assertEquals(Status.NOT_IN_EFFECT, e.status());
            e = assertThrows(KenpoException.class, () -> programme.subsidiesYen("dock", 20240631, costs));
            assertEquals(Status.INVALID_REQUEST, e.status());
        }
    }

    @Test
    void whatIsLongerThanAJavaBufferIsTooLarge() throws Exception {
        KenpoException e = assertThrows(KenpoException.class, () -> new PersonColumn(Integer.MAX_VALUE));
        assertEquals(Status.TOO_LARGE, e.status());
        try (Programme programme = Project.kkr()) {
            List<StepDay> days = Collections.nCopies(Integer.MAX_VALUE, new StepDay(20220201, 1));
            e = assertThrows(KenpoException.class, () -> programme.stepsAccrue(StepDelivery.on(20220202), days, List.of()));
            assertEquals(Status.TOO_LARGE, e.status());
        }
    }

    @Test
    void whatARowDoesNotHoldIsNotAnswered() throws Exception {
        String document = new String(Project.read("programmes/kenren.json"), java.nio.charset.StandardCharsets.UTF_8)
                .replace("\"id\": \"dock\",\n      \"insured\"", "\"id\": \"dock\",\n      \"device\": {\"rule\": \"X\"},\n      \"insured\"");
        try (Programme programme = Programme.parse(document)) {
            PersonColumn people = new PersonColumn(1);
            KenpoException e = assertThrows(KenpoException.class, () -> programme.eligibilityReasons("dock", people));
            assertEquals(Status.UNSUPPORTED, e.status());
        }
    }
}

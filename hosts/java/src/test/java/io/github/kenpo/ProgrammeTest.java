package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kenpo.types.AccrueRequest;
import io.github.kenpo.types.Arrival;
import io.github.kenpo.types.CouponRequest;
import io.github.kenpo.types.Explain;
import io.github.kenpo.types.Reason;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgrammeTest {
    private static final AccrueRequest REQUEST =
            AccrueRequest.of(OffsetDateTime.parse("2022-02-02T09:00:00+09:00"), List.of(Arrival.of(LocalDate.of(2022, 2, 1), 8000).withSource("healthkit")));

    @Test
    void answersATypedRequest() throws Exception {
        try (Programme programme = Project.kkr()) {
            var accrued = programme.pointsAccrue(REQUEST.withExplain(Explain.ALL));
            assertEquals(Kenpo.version(), accrued.kenpo());
            assertEquals("kkr", accrued.programme().id());
            assertEquals(20, accrued.answer().verdict().points());
            assertEquals(Reason.PAID, accrued.answer().verdict().items().get(0).answer().reason());
            assertEquals(1, accrued.answer().store().size());
            assertEquals(0, accrued.answer().expect().sequence());
            assertTrue(accrued.answer().checks().size() > 1);
            assertEquals(20, accrued.points());
            assertEquals(accrued.answer().checks(), accrued.checks());
            assertEquals(accrued.answer().store(), accrued.store());
            assertEquals(LocalDate.of(2022, 2, 1), accrued.store().get(0).date());
        }
    }

    @Test
    void answersRawJsonAndBatches() throws Exception {
        try (Programme programme = Project.kkr()) {
            String request = "{\"coupon\":\"kkr_coupon\",\"issued_on\":\"2022-06-23\"}";
            String one = programme.answer("coupon.issue", request);
            assertTrue(one.contains("\"last_day\":\"2024-03-31\""), one);
            String many = programme.answer("coupon.issue.batch", "{\"items\":[" + request + ",{}]}");
            assertTrue(many.contains("\"items\":[{\"answer\":") && many.contains("{\"error\":{\"code\":"), many);
        }
    }

    @Test
    void failsWithCodeAndPlace() throws Exception {
        try (Programme programme = Project.kkr()) {
            KenpoException e = assertThrows(
                    KenpoException.class,
                    () -> programme.answer("coupon.issue", "{\"coupon\":\"kkr_coupon\",\n \"issued_on\":\"2022-02-30\"}"));
            assertEquals(Status.INVALID_REQUEST, e.status());
            assertEquals("date_invalid", e.code());
            assertEquals("/issued_on", e.path());
            assertEquals(2L, e.line());
            assertEquals(14L, e.column());
            assertEquals("date_invalid at /issued_on (line 2, column 14)", e.getMessage());

            e = assertThrows(KenpoException.class, () -> programme.answer("coupon.issue", "{"));
            assertEquals("json_syntax", e.code());
        }
    }

    @Test
    void saysWhatIsWrongWithADocument() {
        KenpoException e = assertThrows(KenpoException.class, () -> Programme.parse("{\"format\":\"other\"}"));
        assertEquals(Status.INVALID_PROGRAMME, e.status());
        e = assertThrows(KenpoException.class, () -> Programme.parse(new byte[0]));
        assertEquals("json_syntax", e.code());
    }

    @Test
    void theTypedLaneSaysTheSame() throws Exception {
        try (Programme programme = Project.kkr()) {
            assertEquals(20240331, programme.couponLastDay(20220623));
            assertEquals(LocalDate.of(2024, 3, 31), programme.couponLastDay(LocalDate.of(2022, 6, 23)));
            assertEquals(
                    LocalDate.of(2024, 3, 31),
                    programme.couponIssue(CouponRequest.of("kkr_coupon", LocalDate.of(2022, 6, 23))).lastDay());

            var days = List.of(new StepDay(20220131, 10_000), new StepDay(20220201, 10), new StepDay(20220201, 8_000));
            var credited = List.of(new StepCredit(20220120, 20220121, 0, 480, 480));
            StepsAccrued accrued = programme.stepsAccrue(StepDelivery.on(20220202), days, credited);
            assertEquals(
                    List.of(new StepCredit(20220131, 20220202, 0, 40, 20), new StepCredit(20220201, 20220202, 0, 20, 20)),
                    accrued.credits());
            assertEquals(List.of(Reason.PAID_IN_PART, Reason.BELOW_LOWEST_TIER, Reason.PAID), accrued.reasons());
            assertEquals(new StepsAccrued(List.of(), List.of()), programme.stepsAccrue(StepDelivery.on(20220202), List.of(), List.of()));
        }
    }

    @Test
    void theTypedLaneFailsWithAStatus() throws Exception {
        try (Programme programme = Project.kkr()) {
            KenpoException e = assertThrows(KenpoException.class, () -> programme.couponLastDay(20220230));
            assertEquals(Status.INVALID_REQUEST, e.status());
            assertEquals("invalid_request", e.code());
            assertEquals("", e.path());
            assertNull(e.line());
            e = assertThrows(KenpoException.class, () -> programme.couponLastDay(99990401));
            assertEquals(Status.NOT_IN_EFFECT, e.status());
            var day = List.of(new StepDay(20220201, -1));
            e = assertThrows(KenpoException.class, () -> programme.stepsAccrue(StepDelivery.on(20220202), day, List.of()));
            assertEquals(Status.INVALID_REQUEST, e.status());
        }
    }

    @Test
    void closesMoreThanOnceAndIsThenOfNoUse() throws Exception {
        Programme programme = Project.kkr();
        programme.close();
        programme.close();
        assertThrows(IllegalStateException.class, () -> programme.pointsAccrue(REQUEST));
        assertThrows(IllegalStateException.class, () -> programme.answer("coupon.issue", "{}"));
        assertThrows(IllegalStateException.class, () -> programme.couponLastDay(20220623));
        assertThrows(IllegalStateException.class, () -> programme.stepsAccrue(StepDelivery.on(20220623), List.of(), List.of()));
    }

    @Test
    void threadsShareAProgramme() throws Exception {
        try (Programme programme = Project.kkr()) {
            var expected = programme.pointsAccrue(REQUEST);
            together(8, () -> {
                for (int i = 0; i < 500; i++) {
                    assertEquals(expected, programme.pointsAccrue(REQUEST));
                    assertEquals(20240331, programme.couponLastDay(20220623));
                }
            });
        }
    }

    @Test
    void closingWhileOthersCallIsSafe() throws Exception {
        for (int round = 0; round < 50; round++) {
            Programme programme = Project.kkr();
            together(4, () -> {
                try {
                    for (int i = 0; i < 200; i++) {
                        assertEquals(20240331, programme.couponLastDay(20220623));
                        if (i == 100) {
                            programme.close();
                        }
                    }
                } catch (IllegalStateException closed) {
                    // As it should be after a close.
                }
            });
        }
    }

    private static void together(int threads, Runnable work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(work));
            }
            for (Future<?> future : futures) {
                future.get(1, TimeUnit.MINUTES);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}

package io.github.kenpo;

import io.github.kenpo.types.Booking;
import io.github.kenpo.types.BookingDeadlines;
import io.github.kenpo.types.BookingState;
import io.github.kenpo.types.DeadlineShown;
import io.github.kenpo.types.DeadlinesRequest;
import io.github.kenpo.types.DeadlinesVerdict;
import io.github.kenpo.types.EligibilityRequest;
import io.github.kenpo.types.EligibilityVerdict;
import io.github.kenpo.types.Person;
import io.github.kenpo.types.Reason;
import io.github.kenpo.types.ServiceUse;
import io.github.kenpo.types.Slot;
import io.github.kenpo.types.SlotShown;
import io.github.kenpo.types.SlotsRequest;
import io.github.kenpo.types.SlotsVerdict;
import io.github.kenpo.types.SubsidyRequest;
import io.github.kenpo.types.SubsidyVerdict;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What columns say beside what an operation answered: the one is added to {@code expected}, the other to {@code actual}. */
final class ColumnTwins {
    private static final ZoneOffset JAPAN = ZoneOffset.ofHours(9);

    private ColumnTwins() {}

    /** Which uses count together only the programme says, so that at most one of the very service is compared. */
    static void eligibility(
            Programme programme,
            EligibilityRequest request,
            EligibilityVerdict verdict,
            List<Object> expected,
            List<Object> actual) {
        List<ServiceUse> uses = request.uses();
        if (uses.size() > 1 || uses.stream().anyMatch(use -> !use.service().equals(request.service()))) {
            return;
        }
        Person person = request.person();
        PersonColumn people = new PersonColumn(1).add(
                request.on().atStartOfDay(JAPAN).toEpochSecond(),
                ymd(person.born()),
                ymd(person.insuredFrom()),
                person.lostOn() == null ? 0 : ymd(person.lostOn()),
                uses.isEmpty() ? 0 : ymd(uses.get(0).date()),
                person.relation());
        expected.add(verdict.reason() == Reason.ACCEPTED ? 0 : verdict.reason().number());
        actual.add(Byte.toUnsignedInt(programme.eligibilityReasons(request.service(), people)[0]));
    }

    static void slots(
            Programme programme,
            SlotsRequest request,
            SlotsVerdict verdict,
            List<Object> expected,
            List<Object> actual) {
        SlotColumn slots = new SlotColumn(request.slots().size());
        for (Slot slot : request.slots()) {
            if (Math.max(slot.capacity(), slot.taken()) > Integer.MAX_VALUE) {
                return;
            }
            boolean booked = request.bookings().stream().anyMatch(booking -> holds(booking, request, slot));
            slots.add(ymd(slot.date()), (int) slot.capacity(), (int) slot.taken(), booked, slot.cancelled());
        }
        byte[] states = programme.slotStates(request.service(), seconds(request.now()), slots);
        for (int i = 0; i < states.length; i++) {
            SlotShown shown = verdict.slots().get(i);
            expected.add(shown.state().ordinal() + 1);
            actual.add((int) states[i]);
        }
    }

    private static boolean holds(Booking booking, SlotsRequest request, Slot slot) {
        boolean counts = booking.state() == BookingState.CONFIRMED || booking.state() == BookingState.ATTENDED;
        return counts
                && booking.person().equals(request.person())
                && booking.service().equals(request.service())
                && slot.id().equals(booking.slot());
    }

    static void deadlines(
            Programme programme,
            DeadlinesRequest request,
            DeadlinesVerdict verdict,
            List<Object> expected,
            List<Object> actual) {
        for (DeadlineKind kind : DeadlineKind.values()) {
            deadlineColumn(programme, request, kind, expected, actual);
        }
        BookingDeadlines deadlines = verdict.deadlines();
        if (deadlines == null) {
            expected.add(Status.NOT_IN_EFFECT); // of one of them at least: a call that fails is added by the caller
            for (DeadlineKind kind : DeadlineKind.values()) {
                programme.bookingDeadline(request.service(), kind, ymd(request.date()));
            }
            return;
        }
        Map<DeadlineKind, DeadlineShown> shown = new EnumMap<>(DeadlineKind.class);
        shown.put(DeadlineKind.CLOSES, deadlines.closes());
        shown.put(DeadlineKind.CHANGE, deadlines.change());
        shown.put(DeadlineKind.CANCEL, deadlines.cancel());
        shown.forEach((kind, one) -> {
            Object found;
            try {
                found = programme.bookingDeadline(request.service(), kind, ymd(request.date()));
            } catch (KenpoException refused) {
                found = refused.status();
            }
            if (found != Status.UNSUPPORTED) {
                expected.add(one == null ? Status.NOT_IN_EFFECT : of(one));
                actual.add(found);
            }
        });
    }

    /** A column of the date and of what is not a date says what the call of the date alone says. */
    private static void deadlineColumn(
            Programme programme, DeadlinesRequest request, DeadlineKind kind, List<Object> expected, List<Object> actual) {
        try {
            Deadline one = programme.bookingDeadline(request.service(), kind, ymd(request.date()));
            expected.add(List.of(one, new Deadline(0, -1)));
        } catch (KenpoException refused) {
            expected.add(refused.status() == Status.NOT_IN_EFFECT
                    ? List.of(new Deadline(0, 0), new Deadline(0, -1))
                    : refused.status());
        }
        try {
            int[] dates = {ymd(request.date()), 0};
            DeadlineColumn column = programme.slotDeadlines(request.service(), kind, dates);
            actual.add(IntStream.range(0, column.size())
                    .mapToObj(row -> new Deadline(column.at(row), column.lastYmd(row)))
                    .toList());
        } catch (KenpoException refused) {
            actual.add(refused.status());
        }
    }

    private static Deadline of(DeadlineShown shown) {
        return new Deadline(seconds(shown.at()), ymd(shown.lastDay()));
    }

    static void subsidy(
            Programme programme,
            SubsidyRequest request,
            SubsidyVerdict verdict,
            List<Object> expected,
            List<Object> actual) {
        if (verdict.reason() == Reason.ACCEPTED || verdict.reason() == Reason.NOTHING_TO_CLAIM) {
            expected.add(verdict.subsidyYen());
            actual.add(programme.subsidyYen(request.service(), ymd(request.on()), request.costYen()));
            if (request.costYen() <= Integer.MAX_VALUE) {
                int[] costs = {(int) request.costYen()};
                expected.add(verdict.subsidyYen());
                actual.add((long) programme.subsidiesYen(request.service(), ymd(request.on()), costs)[0]);
            }
        }
    }

    private static long seconds(OffsetDateTime instant) {
        return instant.toEpochSecond();
    }

    /** What the columns of a member's steps come to, as the lists say it. */
    static StepsAccrued steps(
            Programme programme, StepDelivery delivery, List<StepDay> days, List<StepCredit> credited) {
        StepColumn column = new StepColumn(1);
        days.forEach(day -> column.add(day.walkedYmd(), day.steps()));
        CreditColumn before = new CreditColumn(1);
        credited.forEach(row -> before.add(row.walkedYmd(), row.syncedYmd(), row.rule(), row.earned(), row.points()));
        AccruedColumns into = new AccruedColumns(1);
        programme.stepsAccrueColumns(delivery, column, before, into);
        CreditColumn paid = into.credits();
        return new StepsAccrued(
                IntStream.range(0, paid.size())
                        .mapToObj(at -> new StepCredit(
                                paid.walkedYmd(at), paid.syncedYmd(at), paid.rule(at), paid.earned(at), paid.points(at)))
                        .toList(),
                IntStream.range(0, into.size()).mapToObj(at -> Reason.ofNumber(into.reason(at))).toList());
    }

    private static int ymd(LocalDate date) {
        return Project.ymd(date);
    }
}

package io.github.kenpo;

import io.github.kenpo.types.Reason;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;

/**
 * A programme that was read and found consistent. It never changes, and may be used by many threads at once; one for
 * the life of the process is enough. Closing releases the library's memory once no call is under way.
 *
 * <p>After {@link #close} every method throws {@link IllegalStateException}.
 */
public final class Programme extends ProgrammeOperations implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int DAY = 2;
    private static final int CREDIT = 4;

    /** About what the library holds for a byte of a document. */
    private static final int HELD_FOR_A_BYTE = 4;
    /** The longest document that is read: a longer one is refused, and weighs nothing for it. */
    private static final int LONGEST = 1 << 20;

    private final Handle handle;
    private final Cleaner.Cleanable cleanable;
    /** As much of the heap as the library holds: else a collector sees no reason to look for programmes that nobody closes. */
    private final byte[] weight;
    /** The most credits that one record can bring. */
    private final long creditsPerRecord;

    private Programme(long pointer, byte[] weight) {
        handle = new Handle(pointer);
        this.weight = weight;
        cleanable = CLEANER.register(this, handle);
        long[] each = new long[1];
        Abi.check(use(held -> Abi.abi().creditsPerRecord(held, each)));
        creditsPerRecord = each[0];
    }

    /**
     * Reads a programme document.
     *
     * @param document the document's JSON in UTF-8, at most 1 MiB; its digest is made of these bytes
     * @return the programme
     * @throws KenpoException if it is not consistent; says where
     */
    public static Programme parse(byte[] document) {
        long[] programme = new long[1];
        byte[][] error = new byte[1][];
        // Before the call: were there no room for it, a programme that is read would never be released.
        byte[] weight = new byte[document.length > LONGEST ? 0 : HELD_FOR_A_BYTE * document.length];
        Abi.check(Abi.abi().parse(document, programme, error), error);
        return new Programme(programme[0], weight);
    }

    /**
     * Reads a programme document.
     *
     * @param document the document's JSON, at most 1 MiB in UTF-8
     * @return the programme
     * @throws KenpoException if it is not consistent; says where
     */
    public static Programme parse(String document) {
        return parse(Json.utf8(document));
    }

    /**
     * Asks any operation, or its batch.
     *
     * @param operation such as {@code points.accrue} or {@code points.accrue.batch}
     * @param request the request's JSON in UTF-8
     * @return the answer's JSON in UTF-8
     * @throws KenpoException if it could not be used
     */
    public byte[] answer(String operation, byte[] request) {
        return use(pointer -> Abi.answer(pointer, operation, request));
    }

    /**
     * Asks any operation, or its batch.
     *
     * @param operation such as {@code points.accrue} or {@code points.accrue.batch}
     * @param request the request's JSON
     * @return the answer's JSON
     * @throws KenpoException if it could not be used
     */
    public String answer(String operation, String request) {
        return new String(answer(operation, Json.utf8(request)), StandardCharsets.UTF_8);
    }

    @Override
    <R> R ask(String operation, Object request, Class<R> result) {
        return Json.decode(answer(operation, Json.encode(request)), result);
    }

    /**
     * The last day of the programme's coupon issued on a day. The short way of {@code coupon.issue}.
     *
     * @param issuedYmd the day of issue, YYYYMMDD
     * @return the last day on which it can be used, YYYYMMDD
     * @throws KenpoException {@link Status#NOT_IN_EFFECT} if there is no coupon on that day; {@link Status#UNSUPPORTED}
     *     if there are several or the day of the draw counts, which {@link #couponIssue} can answer;
     *     {@link Status#INVALID_REQUEST} if it is no day of the calendar
     */
    public int couponLastDay(int issuedYmd) {
        int[] lastYmd = new int[1];
        Abi.check(use(pointer -> Abi.abi().couponLastDay(pointer, issuedYmd, lastYmd)));
        return lastYmd[0];
    }

    /**
     * The last day of the programme's coupon issued on a day.
     *
     * @param issuedOn the day of issue
     * @return the last day on which it can be used
     * @throws KenpoException as {@link #couponLastDay(int)}
     */
    public LocalDate couponLastDay(LocalDate issuedOn) {
        int last = couponLastDay(issuedOn.getYear() * 10_000 + issuedOn.getMonthValue() * 100 + issuedOn.getDayOfMonth());
        return LocalDate.of(last / 10_000, last / 100 % 100, last % 100);
    }

    /**
     * Pays for a member's steps under every rule that earns by them. The short way of {@code points.accrue}; records that
     * cannot be used fail the call as a whole.
     *
     * @param delivery when the records arrived, and what rules may ask of the person
     * @param days the records, in the order in which they arrived
     * @param credited what was credited before, under any rule, for those days and for the cap windows they fall in
     * @return what to store, and what became of each record
     * @throws KenpoException {@link Status#UNSUPPORTED} if the programme asks for more, which {@link #pointsAccrue} can
     *     answer; {@link Status#INVALID_REQUEST} if a day or a number is out of range
     */
    public StepsAccrued stepsAccrue(StepDelivery delivery, List<StepDay> days, List<StepCredit> credited) {
        long[] daysIn = new long[Abi.size((long) DAY * days.size())];
        int at = 0;
        for (StepDay day : days) {
            daysIn[at++] = pair(day.walkedYmd(), 0);
            daysIn[at++] = day.steps();
        }
        long[] creditedIn = new long[Abi.size((long) CREDIT * credited.size())];
        at = 0;
        for (StepCredit credit : credited) {
            creditedIn[at++] = pair(credit.walkedYmd(), credit.syncedYmd());
            creditedIn[at++] = pair(credit.rule(), 0);
            creditedIn[at++] = credit.earned();
            creditedIn[at++] = credit.points();
        }
        int[] deliveryIn = {
            delivery.syncedYmd(),
            delivery.bornYmd(),
            delivery.enrolledYmd(),
            delivery.openedYmd(),
            delivery.closedThroughYmd(),
        };
        int most = Abi.size(days.size() * creditsPerRecord);
        long[] creditsOut = new long[Abi.size((long) CREDIT * most)];
        long[] creditsLen = new long[1];
        int[] reasonsOut = new int[days.size()];
        Abi.check(use(pointer -> Abi.abi().stepsAccrue(
                pointer,
                deliveryIn,
                daysIn,
                days.size(),
                creditedIn,
                credited.size(),
                creditsOut,
                most,
                creditsLen,
                reasonsOut)));

        List<StepCredit> credits = new ArrayList<>();
        for (int i = 0; i < CREDIT * creditsLen[0]; i += CREDIT) {
            long ymds = creditsOut[i];
            credits.add(new StepCredit(
                    first(ymds), second(ymds), first(creditsOut[i + 1]), creditsOut[i + 2], creditsOut[i + 3]));
        }
        List<Reason> reasons = new ArrayList<>(days.size());
        for (int reason : reasonsOut) {
            reasons.add(Reason.ofNumber(reason));
        }
        return new StepsAccrued(credits, reasons);
    }

    /**
     * Pays for a member's steps as {@link #stepsAccrue} does, and makes no object for a row. Columns are kept and filled again
     * for the next member.
     *
     * @param delivery when the records arrived, and what rules may ask of the person
     * @param days the records, in the order in which they arrived
     * @param credited what was credited before, under any rule, for those days and for the cap windows they fall in
     * @param into where to write what to store, and what became of each record; empty after a call that failed
     * @throws KenpoException as {@link #stepsAccrue}
     * @throws IllegalArgumentException if {@code credited} is the column that would be written over
     */
    public void stepsAccrueColumns(StepDelivery delivery, StepColumn days, CreditColumn credited, AccruedColumns into) {
        if (credited == into.credits()) {
            throw new IllegalArgumentException("credits given are not written over");
        }
        int most = Abi.size(days.size() * creditsPerRecord);
        into.begin(delivery, days.size(), most);
        try {
            Abi.check(use(pointer -> Abi.abi().stepsAccrue(
                    pointer,
                    into.deliveryAddress(),
                    days.rows.address(),
                    days.size(),
                    credited.rows.address(),
                    credited.size(),
                    into.credits.rows.address(),
                    most,
                    into.lengthAddress(),
                    into.reasons.address())));
        } finally {
            // Until here none of the memory may be released.
            Reference.reachabilityFence(days);
            Reference.reachabilityFence(credited);
            Reference.reachabilityFence(into);
        }
        into.end(days.size());
    }

    /**
     * Pays for the steps of many members in one call, as {@link #stepsAccrue} does for each of their deliveries, one after the
     * other, each given what the member was credited before. Members share nothing: any division of them over calls and
     * threads gives the same.
     *
     * @param members the members, their deliveries and what they were credited before
     * @param into where to write what to store, what each member is paid and what became of each record; empty after a call
     *     that failed, for which {@link AccruedMembers#fault} names the first member at fault
     * @throws KenpoException as {@link #stepsAccrue}, and {@link Status#UNSUPPORTED} where days of one member lie more than
     *     40 months apart
     */
    public void membersAccrue(MemberColumn members, AccruedMembers into) {
        members.end();
        int most = Abi.size(members.records() * creditsPerRecord);
        into.begin(members.size(), members.records(), most);
        try {
            int status = use(pointer -> Abi.abi().membersAccrue(
                    pointer,
                    members.size(),
                    members.deliveries.address(),
                    members.deliveries.size(),
                    members.deliveryOffsets.address(),
                    members.days.rows.address(),
                    members.days.size(),
                    members.dayOffsets.address(),
                    members.credited.rows.address(),
                    members.credited.size(),
                    members.creditedOffsets.address(),
                    into.credits.rows.address(),
                    most,
                    into.creditOffsets.address(),
                    into.points.address(),
                    into.reasons.address(),
                    into.fault.address()));
            if (status != 0) {
                into.refused();
            }
            Abi.check(status);
        } finally {
            // Until here none of the memory may be released.
            Reference.reachabilityFence(members);
            Reference.reachabilityFence(into);
        }
        into.end(members.size(), members.records());
    }

    /**
     * Whether each person may use a service at an instant. The short way of {@code eligibility.check} for many people.
     *
     * @param service the service's id in the programme
     * @param people the people
     * @return the number of the first {@link Reason} against each; 0 for who may
     * @throws KenpoException {@link Status#UNSUPPORTED} if the programme asks for what a row does not hold, such as a
     *     device or a fact, which {@link #eligibilityCheck} can answer
     */
    public byte[] eligibilityReasons(String service, PersonColumn people) {
        byte[] id = Json.utf8(service);
        byte[] reasons = new byte[people.size()];
        Abi.check(use(pointer -> Abi.abi().eligibilityCheck(
                pointer, id, people.rows.address(), reasons)));
        return reasons;
    }

    /**
     * How a person sees slots at an instant. The short way of {@code booking.slots}.
     *
     * @param service the service's id in the programme
     * @param now the instant, Unix seconds
     * @param slots the slots
     * @return for each 1 where it is booked, 2 outside the booking period, 3 where it is full, 4 where it is free; 0 where
     *     its date is none
     * @throws KenpoException {@link Status#INVALID_REQUEST} if the instant is out of range
     */
    public byte[] slotStates(String service, long now, SlotColumn slots) {
        byte[] id = Json.utf8(service);
        byte[] states = new byte[slots.size()];
        Abi.check(use(pointer ->
                Abi.abi().slotStates(pointer, id, now, slots.rows.address(), states)));
        return states;
    }

    /**
     * A deadline of a slot's date. The short way of {@code booking.deadlines}.
     *
     * @param service the service's id in the programme
     * @param kind which deadline
     * @param dateYmd the slot's date, YYYYMMDD
     * @return the deadline
     * @throws KenpoException {@link Status#NOT_IN_EFFECT} if the date has no such deadline, or none within the calendar;
     *     {@link Status#INVALID_REQUEST} if it is no day of the calendar
     */
    public Deadline bookingDeadline(String service, DeadlineKind kind, int dateYmd) {
        byte[] id = Json.utf8(service);
        long[] at = new long[1];
        int[] lastYmd = new int[1];
        Abi.check(use(pointer ->
                Abi.abi().bookingDeadline(pointer, id, kind.number, dateYmd, at, lastYmd)));
        return new Deadline(at[0], lastYmd[0]);
    }

    /**
     * A deadline of each slot's date: {@link #bookingDeadline} of many.
     *
     * @param service the service's id in the programme
     * @param kind which deadline
     * @param datesYmd the slots' dates, YYYYMMDD
     * @return the deadlines
     * @throws KenpoException {@link Status#UNSUPPORTED} if that of one of the dates is counted in hours, which
     *     {@link #bookingDeadlines} can answer
     */
    public DeadlineColumn slotDeadlines(String service, DeadlineKind kind, int[] datesYmd) {
        byte[] id = Json.utf8(service);
        long[] at = new long[datesYmd.length];
        int[] lastYmd = new int[datesYmd.length];
        Abi.check(use(pointer -> Abi.abi().slotDeadlines(pointer, id, kind.number, datesYmd, at, lastYmd)));
        return new DeadlineColumn(at, lastYmd);
    }

    /**
     * What is paid back of a cost, whoever claims. The short way of {@code subsidy.claim}. For many costs take
     * {@link #subsidiesYen}: most of the time of this call goes into crossing to the library.
     *
     * @param service the service's id in the programme
     * @param onYmd the day of the service, YYYYMMDD
     * @param costYen what the member paid, in yen
     * @return what is paid, in yen
     * @throws KenpoException {@link Status#NOT_IN_EFFECT} if there is no subsidy on that day;
     *     {@link Status#INVALID_REQUEST} if it is no day of the calendar, or the cost is out of range;
     *     {@link Status#UNSUPPORTED} if the amount depends on the person
     */
    public long subsidyYen(String service, int onYmd, long costYen) {
        byte[] id = Json.utf8(service);
        long[] yen = new long[1];
        Abi.check(use(pointer -> Abi.abi().subsidy(pointer, id, onYmd, costYen, yen)));
        return yen[0];
    }

    /**
     * What is paid back of each cost, whoever claims. The short way of {@code subsidy.claim} for many costs.
     *
     * @param service the service's id in the programme
     * @param onYmd the day of the service, YYYYMMDD
     * @param costsYen what the members paid, in yen
     * @return what is paid of each, in yen; -1 where the cost is out of range
     * @throws KenpoException {@link Status#NOT_IN_EFFECT} if there is no subsidy on that day;
     *     {@link Status#INVALID_REQUEST} if it is no day of the calendar; {@link Status#UNSUPPORTED} if the amount
     *     depends on the person
     */
    public int[] subsidiesYen(String service, int onYmd, int[] costsYen) {
        byte[] id = Json.utf8(service);
        int[] yen = new int[costsYen.length];
        Abi.check(use(pointer -> Abi.abi().subsidies(pointer, id, onYmd, costsYen, yen)));
        return yen;
    }

    /** Releases the library's memory, once no call is under way. May be called again. */
    @Override
    public void close() {
        cleanable.clean();
    }

    private <T> T use(LongFunction<T> call) {
        try {
            long pointer = handle.acquire();
            try {
                return call.apply(pointer);
            } finally {
                handle.release();
            }
        } finally {
            // Until here the cleaner must not take this programme for forgotten.
            Reference.reachabilityFence(this);
        }
    }

    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    /** Two neighbouring 32-bit fields of a struct in one element of a {@code long[]}, which is aligned as structs need. */
    private static long pair(int first, int second) {
        int low = LITTLE_ENDIAN ? first : second;
        int high = LITTLE_ENDIAN ? second : first;
        return Integer.toUnsignedLong(low) | (long) high << Integer.SIZE;
    }

    private static int first(long pair) {
        return (int) (LITTLE_ENDIAN ? pair : pair >> Integer.SIZE);
    }

    private static int second(long pair) {
        return (int) (LITTLE_ENDIAN ? pair >> Integer.SIZE : pair);
    }

    /** The library's programme, released by whoever is last to let go of it. */
    private static final class Handle implements Runnable {
        private final long pointer;
        /** The open programme counts as one, and so does each call under way. */
        private final AtomicInteger holders = new AtomicInteger(1);

        private volatile boolean closed;

        Handle(long pointer) {
            this.pointer = pointer;
        }

        long acquire() {
            boolean held = holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
            if (held && !closed) {
                return pointer;
            }
            if (held) {
                release();
            }
            throw new IllegalStateException("the programme is closed");
        }

        void release() {
            if (holders.decrementAndGet() == 0) {
                Abi.abi().free(pointer);
            }
        }

        /** Closing, or cleaning up after who forgot to: the cleaner runs it once. */
        @Override
        public void run() {
            closed = true;
            release();
        }
    }
}

package io.github.kenpo;

/**
 * Deliveries of many members for {@link Programme#membersAccrue}, member after member outside the Java heap:
 * {@link #member} begins a member, {@link #delivery} a delivery of theirs, {@link #add} adds a record to it. It may be
 * filled again after {@link #clear}; one thread at a time uses it.
 */
public final class MemberColumn {
    private static final int DELIVERY = 20;

    final Rows deliveries = new Rows(DELIVERY, 1);
    final Rows deliveryOffsets = new Rows(Long.BYTES, 1);
    final StepColumn days;
    final Rows dayOffsets = new Rows(Long.BYTES, 1);
    final CreditColumn credited = new CreditColumn(0);
    final Rows creditedOffsets = new Rows(Long.BYTES, 1);

    /**
     * No members yet.
     *
     * @param expected for how many records there is room before the column grows
     */
    public MemberColumn(int expected) {
        days = new StepColumn(expected);
    }

    /**
     * Begins the next member.
     *
     * @return this column
     */
    public MemberColumn member() {
        add(deliveryOffsets, deliveries.size());
        add(creditedOffsets, credited.size());
        return this;
    }

    /**
     * Begins the member's next delivery; deliveries stand in the order in which they arrived.
     *
     * @param delivery when the records arrived, and what rules may ask of the person
     * @return this column
     * @throws IllegalStateException before the first member
     */
    public MemberColumn delivery(StepDelivery delivery) {
        begun(deliveryOffsets);
        int row = deliveries.next();
        deliveries.memory().putInt(row, delivery.syncedYmd());
        deliveries.memory().putInt(row + 4, delivery.bornYmd());
        deliveries.memory().putInt(row + 8, delivery.enrolledYmd());
        deliveries.memory().putInt(row + 12, delivery.openedYmd());
        deliveries.memory().putInt(row + 16, delivery.closedThroughYmd());
        add(dayOffsets, days.size());
        return this;
    }

    /**
     * Adds a record to the delivery.
     *
     * @param walkedYmd the day walked, YYYYMMDD
     * @param steps steps of the whole day, 0 to 2<sup>53</sup> − 1
     * @return this column
     * @throws IllegalStateException before the member's first delivery
     */
    public MemberColumn add(int walkedYmd, long steps) {
        begun(dayOffsets);
        if (deliveries.size() == last(deliveryOffsets)) {
            throw new IllegalStateException("the member has no delivery yet");
        }
        days.add(walkedYmd, steps);
        return this;
    }

    /**
     * Adds what the member was credited before.
     *
     * @param walkedYmd the day walked, YYYYMMDD
     * @param syncedYmd the day on which the record arrived, YYYYMMDD
     * @param rule the rule: its place among the programme's {@code points.rules}, from 0
     * @param earned points earned before caps, 0 to 2<sup>53</sup> − 1
     * @param points points paid, 0 to 2<sup>53</sup> − 1
     * @return this column
     * @throws IllegalStateException before the first member
     */
    public MemberColumn credited(int walkedYmd, int syncedYmd, int rule, long earned, long points) {
        begun(creditedOffsets);
        credited.add(walkedYmd, syncedYmd, rule, earned, points);
        return this;
    }

    /**
     * How many members.
     *
     * @return their number
     */
    public int size() {
        return deliveryOffsets.size();
    }

    /**
     * How many records, of all members.
     *
     * @return their number
     */
    public int records() {
        return days.size();
    }

    /** Forgets every member and keeps their room. */
    public void clear() {
        deliveries.clear();
        deliveryOffsets.clear();
        days.clear();
        dayOffsets.clear();
        credited.clear();
        creditedOffsets.clear();
    }

    /** Writes behind each column's offsets where the last group ends. The next group begins there, and is written over it. */
    void end() {
        end(deliveryOffsets, deliveries.size());
        end(dayOffsets, days.size());
        end(creditedOffsets, credited.size());
    }

    private static void begun(Rows offsets) {
        if (offsets.size() == 0) {
            throw new IllegalStateException("begin a member and a delivery first");
        }
    }

    private static void add(Rows offsets, int at) {
        int row = offsets.next();
        offsets.memory().putLong(row, at);
    }

    private static void end(Rows offsets, int at) {
        int groups = offsets.size();
        add(offsets, at);
        offsets.written(groups);
    }

    private static long last(Rows offsets) {
        return offsets.memory().getLong(offsets.at(offsets.size() - 1));
    }
}

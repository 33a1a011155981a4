package io.github.kenpo;

/**
 * Slots for {@link Programme#slotStates}, row after row outside the Java heap. It may be filled again after
 * {@link #clear}; one thread at a time uses it.
 */
public final class SlotColumn {
    private static final int ROW = 16;

    final Rows rows;

    /**
     * An empty column.
     *
     * @param expected how many rows there is room for before the column grows
     */
    public SlotColumn(int expected) {
        rows = new Rows(ROW, expected);
    }

    /**
     * Adds a slot.
     *
     * @param dateYmd its date, YYYYMMDD
     * @param capacity places in all
     * @param taken places taken
     * @param booked whether the person has booked it
     * @param cancelled whether the organiser has cancelled it
     * @return this column
     * @throws IllegalArgumentException if a number of places is negative
     */
    public SlotColumn add(int dateYmd, int capacity, int taken, boolean booked, boolean cancelled) {
        if (capacity < 0 || taken < 0) {
            throw new IllegalArgumentException("there are no negative places");
        }
        int row = rows.next();
        rows.memory().putInt(row, dateYmd);
        rows.memory().putInt(row + 4, capacity);
        rows.memory().putInt(row + 8, taken);
        rows.memory().put(row + 12, (byte) (booked ? 1 : 0));
        rows.memory().put(row + 13, (byte) (cancelled ? 1 : 0));
        return this;
    }

    /**
     * How many slots.
     *
     * @return the number of rows
     */
    public int size() {
        return rows.size();
    }

    /** Forgets every row and keeps their room. */
    public void clear() {
        rows.clear();
    }
}

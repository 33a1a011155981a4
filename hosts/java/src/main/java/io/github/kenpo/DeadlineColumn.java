package io.github.kenpo;

/** What {@link Programme#slotDeadlines} gives: a deadline for each of many dates. */
public final class DeadlineColumn {
    private final long[] at;
    private final int[] lastYmd;

    DeadlineColumn(long[] at, int[] lastYmd) {
        this.at = at;
        this.lastYmd = lastYmd;
    }

    /**
     * How many dates.
     *
     * @return the number of rows
     */
    public int size() {
        return lastYmd.length;
    }

    /**
     * The instant of a deadline.
     *
     * @param row the row, from 0
     * @return the instant, Unix seconds; 0 where there is no deadline
     */
    public long at(int row) {
        return at[row];
    }

    /**
     * The last day that a display should name.
     *
     * @param row the row, from 0
     * @return the day, YYYYMMDD; 0 where the date has no such deadline, or none within the calendar, -1 where the calendar does not have the date
     */
    public int lastYmd(int row) {
        return lastYmd[row];
    }
}

package io.github.kenpo;

/**
 * What was earned and paid for days under rules, row after row outside the Java heap: what {@link StepCredit} is one row of.
 * One thread at a time uses it.
 */
public final class CreditColumn {
    private static final int ROW = 32;

    final Rows rows;

    /**
     * An empty column.
     *
     * @param expected how many rows there is room for before the column grows
     */
    public CreditColumn(int expected) {
        rows = new Rows(ROW, expected);
    }

    /**
     * Adds a credit.
     *
     * @param walkedYmd the day walked, YYYYMMDD
     * @param syncedYmd the day on which the record arrived, YYYYMMDD
     * @param rule the rule: its place among the programme's {@code points.rules}, from 0
     * @param earned points earned before caps, 0 to 2<sup>53</sup> − 1
     * @param points points paid, 0 to 2<sup>53</sup> − 1
     * @return this column
     */
    public CreditColumn add(int walkedYmd, int syncedYmd, int rule, long earned, long points) {
        int row = rows.next();
        rows.memory().putInt(row, walkedYmd);
        rows.memory().putInt(row + 4, syncedYmd);
        rows.memory().putInt(row + 8, rule);
        rows.memory().putInt(row + 12, 0);
        rows.memory().putLong(row + 16, earned);
        rows.memory().putLong(row + 24, points);
        return this;
    }

    /**
     * The day walked.
     *
     * @param index the row, from 0
     * @return YYYYMMDD
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public int walkedYmd(int index) {
        return rows.memory().getInt(rows.at(index));
    }

    /**
     * The day on which the record arrived.
     *
     * @param index the row, from 0
     * @return YYYYMMDD
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public int syncedYmd(int index) {
        return rows.memory().getInt(rows.at(index) + 4);
    }

    /**
     * The rule: its place among the programme's {@code points.rules}, from 0. Of rules of one id it is the first. Places are
     * those of one version of a programme: what is stored is the rule's id.
     *
     * @param index the row, from 0
     * @return the place
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public int rule(int index) {
        return rows.memory().getInt(rows.at(index) + 8);
    }

    /**
     * Points earned before caps.
     *
     * @param index the row, from 0
     * @return 0 to 2<sup>53</sup> − 1
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public long earned(int index) {
        return rows.memory().getLong(rows.at(index) + 16);
    }

    /**
     * Points paid.
     *
     * @param index the row, from 0
     * @return 0 to 2<sup>53</sup> − 1
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public long points(int index) {
        return rows.memory().getLong(rows.at(index) + 24);
    }

    /**
     * How many credits.
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

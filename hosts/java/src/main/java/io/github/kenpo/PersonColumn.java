package io.github.kenpo;

import io.github.kenpo.types.Relation;

/**
 * People for {@link Programme#eligibilityReasons}, row after row outside the Java heap. It may be filled again after
 * {@link #clear}; one thread at a time uses it.
 */
public final class PersonColumn {
    private static final int ROW = 32;

    final Rows rows;

    /**
     * An empty column.
     *
     * @param expected how many rows there is room for before the column grows
     */
    public PersonColumn(int expected) {
        rows = new Rows(ROW, expected);
    }

    /**
     * Adds a person. Dates are written YYYYMMDD; what is no date gives {@code not_a_date}.
     *
     * @param at the instant of the service, Unix seconds
     * @param bornYmd the date of birth
     * @param insuredFromYmd 資格取得日: the first day of entitlement
     * @param lostOnYmd 資格喪失日: the first day without entitlement; 0 while it lasts
     * @param usedOnYmd the day of the last use that counts against the fiscal year's one; 0 for none
     * @param relation how the person belongs to the society
     * @return this column
     */
    public PersonColumn add(
            long at, int bornYmd, int insuredFromYmd, int lostOnYmd, int usedOnYmd, Relation relation) {
        int row = rows.next();
        rows.memory().putLong(row, at);
        rows.memory().putInt(row + 8, bornYmd);
        rows.memory().putInt(row + 12, insuredFromYmd);
        rows.memory().putInt(row + 16, lostOnYmd);
        rows.memory().putInt(row + 20, usedOnYmd);
        rows.memory().put(row + 24, number(relation));
        return this;
    }

    /**
     * How many people.
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

    private static byte number(Relation relation) {
        return switch (relation) {
            case INSURED -> 0;
            case DEPENDANT -> 1;
            case VOLUNTARY -> 2;
            case SPECIAL_RETIREE -> 3;
            case SPECIAL_RETIREE_DEPENDANT -> 4;
            case SPOUSE -> 5;
        };
    }
}

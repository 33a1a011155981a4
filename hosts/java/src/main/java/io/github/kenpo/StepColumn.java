package io.github.kenpo;

import java.nio.ByteBuffer;

/**
 * Days' steps from a linked source for {@link Programme#stepsAccrueColumns}, row after row outside the Java heap. It may be
 * filled again after {@link #clear}; one thread at a time uses it.
 */
public final class StepColumn {
    private static final int ROW = 16;

    final Rows rows;

    /**
     * An empty column.
     *
     * @param expected how many rows there is room for before the column grows
     */
    public StepColumn(int expected) {
        rows = new Rows(ROW, expected);
    }

    /**
     * Adds a record.
     *
     * @param walkedYmd the day walked, YYYYMMDD
     * @param steps steps of the whole day, 0 to 2<sup>53</sup> − 1
     * @return this column
     */
    public StepColumn add(int walkedYmd, long steps) {
        int row = rows.next();
        rows.memory().putInt(row, walkedYmd);
        rows.memory().putLong(row + 8, steps);
        return this;
    }

    /**
     * Adds records.
     *
     * @param walkedYmd the days walked, YYYYMMDD
     * @param steps steps of each whole day, 0 to 2<sup>31</sup> − 1
     * @return this column
     * @throws IllegalArgumentException if there are not as many steps as days
     */
    public StepColumn addAll(int[] walkedYmd, int[] steps) {
        if (walkedYmd.length != steps.length) {
            throw new IllegalArgumentException("as many steps as days");
        }
        int row = rows.next(walkedYmd.length);
        ByteBuffer memory = rows.memory();
        for (int at = 0; at < walkedYmd.length; at++) {
            memory.putInt(row + ROW * at, walkedYmd[at]);
            memory.putLong(row + ROW * at + 8, steps[at]);
        }
        return this;
    }

    /**
     * How many records.
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

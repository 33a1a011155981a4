package io.github.kenpo;

import io.github.kenpo.types.Reason;
import java.nio.ByteBuffer;

/**
 * What {@link Programme#stepsAccrueColumns} pays, written over by each call. One thread at a time uses it.
 */
public final class AccruedColumns {
    /** The length of the credits, then the delivery's five dates. */
    private static final int CALL = 32;

    final CreditColumn credits;
    final Rows reasons;
    final Rows call = new Rows(CALL, 1);

    /**
     * Columns in which nothing is written yet.
     *
     * @param expected for how many records there is room before the columns grow
     */
    public AccruedColumns(int expected) {
        credits = new CreditColumn(expected);
        reasons = new Rows(Integer.BYTES, expected);
    }

    /**
     * What is to be stored: a credit for each record and rule under which it earned.
     *
     * @return the column, which the next call writes over
     */
    public CreditColumn credits() {
        return credits;
    }

    /**
     * What became of a record.
     *
     * @param index the record's row, from 0
     * @return the number of a {@link Reason}
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public int reason(int index) {
        return reasons.memory().getInt(reasons.at(index));
    }

    /**
     * Of how many records there are reasons.
     *
     * @return the number of records of the last call; 0 after one that failed
     */
    public int size() {
        return reasons.size();
    }

    /** Forgets what there is, and has room for so many records and credits. */
    void begin(StepDelivery delivery, int records, int most) {
        credits.rows.clear(most);
        reasons.clear(records);
        ByteBuffer memory = call.memory();
        memory.putInt(8, delivery.syncedYmd());
        memory.putInt(12, delivery.bornYmd());
        memory.putInt(16, delivery.enrolledYmd());
        memory.putInt(20, delivery.openedYmd());
        memory.putInt(24, delivery.closedThroughYmd());
    }

    long deliveryAddress() {
        return call.address() + 8;
    }

    long lengthAddress() {
        return call.address();
    }

    /** The library has answered for so many records. */
    void end(int records) {
        credits.rows.written(Abi.size(call.memory().getLong(0)));
        reasons.written(records);
    }
}

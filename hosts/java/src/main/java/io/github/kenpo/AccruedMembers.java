package io.github.kenpo;

import io.github.kenpo.types.Reason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What {@link Programme#membersAccrue} pays, written over by each call. One thread at a time uses it. */
public final class AccruedMembers {
    final CreditColumn credits = new CreditColumn(0);
    final Rows creditOffsets = new Rows(Long.BYTES, 1);
    final Rows points = new Rows(Long.BYTES, 1);
    final Rows reasons = new Rows(Integer.BYTES, 1);
    final Rows fault = new Rows(4 * Long.BYTES, 1);

    /** Nothing is written yet. */
    public AccruedMembers() {}

    /**
     * What is to be stored, member after member.
     *
     * @return the column, which the next call writes over
     */
    public CreditColumn credits() {
        return credits;
    }

    /**
     * Where a member's credits begin; they end where those of the next begin.
     *
     * @param member the member's place, from 0; the number of members is where the last one's end
     * @return a row of {@link #credits}
     * @throws IndexOutOfBoundsException if there is no such member
     */
    public int creditsFrom(int member) {
        return (int) creditOffsets.memory().getLong(creditOffsets.at(member));
    }

    /**
     * The points that a member is paid.
     *
     * @param member the member's place, from 0
     * @return 0 to 2<sup>53</sup> − 1
     * @throws IndexOutOfBoundsException if there is no such member
     */
    public long points(int member) {
        return points.memory().getLong(points.at(member));
    }

    /**
     * What became of a record.
     *
     * @param index the record's place among those of all members, from 0
     * @return the number of a {@link Reason}
     * @throws IndexOutOfBoundsException if there is no such record
     */
    public int reason(int index) {
        return reasons.memory().getInt(reasons.at(index));
    }

    /**
     * How many members were paid.
     *
     * @return the number of members of the last call; 0 after one that failed
     */
    public int size() {
        return points.size();
    }

    /**
     * The first member at fault, after a call that failed for a row or for what is out of reach.
     *
     * @return the fault, or {@code null}
     */
    public @Nullable MemberFault fault() {
        if (fault.size() == 0) {
            return null;
        }
        ByteBuffer memory = fault.memory();
        return new MemberFault(
                (int) memory.getLong(0), (int) memory.getLong(8), (int) memory.getLong(16), (int) memory.getLong(24));
    }

    /** Forgets what there is, and has room for members, their records and the most credits. */
    void begin(int members, int records, int most) {
        credits.rows.clear(most);
        creditOffsets.clear(members + 1);
        points.clear(members);
        reasons.clear(records);
        fault.clear();
        fault.memory().putLong(0, -1);
    }

    /** The library refused: it may have said which member. */
    void refused() {
        fault.written(fault.memory().getLong(0) < 0 ? 0 : 1);
    }

    /** The library has paid the members. */
    void end(int members, int records) {
        creditOffsets.written(members + 1);
        credits.rows.written(creditsFrom(members));
        points.written(members);
        reasons.written(records);
    }
}

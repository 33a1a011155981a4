package io.github.kenpo.spark;

import static io.github.kenpo.spark.Days.ymd;

import io.github.kenpo.AccruedMembers;
import io.github.kenpo.CreditColumn;
import io.github.kenpo.MemberColumn;
import io.github.kenpo.StepDelivery;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** What rows of a partition come to, some thousand records a call: in memory are those of a call, or of one member who has more. */
final class PaidRows implements Iterator<Row> {
    private static final int RECORDS = 8192;

    // The fields of a row, as `KenpoSpark.together` selects them.
    private static final int MEMBER = 0;
    private static final int CREDIT = 1;
    private static final int DAY = 2;
    private static final int VALUE = 3;
    private static final int SYNCED = 4;
    private static final int RULE = 9;
    private static final int POINTS = 10;

    /** What travels to executors. */
    record Of(TravellingProgramme programme, boolean credits) implements MapPartitionsFunction<Row, Row> {
        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            return new PaidRows(rows, this);
        }
    }

    private final Iterator<Row> rows;
    private final Of of;
    private final MemberColumn column = new MemberColumn(RECORDS);
    private final AccruedMembers paid = new AccruedMembers();
    /** The members of the call, and whether they have records beside credits. */
    private final List<Object> members = new ArrayList<>();

    private final List<Boolean> walked = new ArrayList<>();
    /** The first row of the next call. */
    private Row next;
    /** Which member of the call comes next, and which credit. */
    private int member;

    private int credit;

    private PaidRows(Iterator<Row> rows, Of of) {
        this.rows = rows;
        this.of = of;
        next = rows.hasNext() ? rows.next() : null;
    }

    @Override
    public boolean hasNext() {
        while (true) {
            while (member < members.size()) {
                if (of.credits ? credit < paid.creditsFrom(member + 1) : walked.get(member)) {
                    return true;
                }
                member++;
            }
            if (next == null) {
                return false;
            }
            pay();
        }
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (!of.credits) {
            return RowFactory.create(members.get(member), paid.points(member++));
        }
        CreditColumn credits = paid.credits();
        int at = credit++;
        return RowFactory.create(
                members.get(member),
                (int) Days.day(credits.walkedYmd(at)).toEpochDay(),
                (int) Days.day(credits.syncedYmd(at)).toEpochDay(),
                credits.rule(at),
                credits.earned(at),
                credits.points(at));
    }

    /** Pays for the next members, in one call. */
    private void pay() {
        column.clear();
        members.clear();
        walked.clear();
        Object last = null;
        StepDelivery delivery = null;
        // Of steps and of credits: a partition may have many of these alone.
        int taken = 0;
        for (; next != null; next = rows.hasNext() ? rows.next() : null, taken++) {
            Object whose = known(next, MEMBER, "member");
            if (!whose.equals(last)) {
                if (taken >= RECORDS) {
                    break;
                }
                column.member();
                members.add(whose);
                walked.add(false);
                last = whose;
                delivery = null;
            }
            int day = (int) known(next, DAY, "date");
            long value = (long) known(next, VALUE, "steps");
            int synced = (int) known(next, SYNCED, "synced");
            if (next.getBoolean(CREDIT)) {
                int rule = (int) known(next, RULE, "rule");
                column.credited(ymd(day), ymd(synced), rule, value, (long) known(next, POINTS, "points"));
                continue;
            }
            StepDelivery its = new StepDelivery(
                    ymd(synced), date(1, "born", of.programme.asksBorn), date(2), date(3, "opened", of.programme.asksOpened), date(4));
            if (!its.equals(delivery)) {
                column.delivery(its);
                delivery = its;
            }
            column.add(ymd(day), value);
            walked.set(members.size() - 1, true);
        }
        member = 0;
        credit = 0;
        of.programme.programme().membersAccrue(column, paid);
    }

    private int date(int ofDelivery) {
        return next.isNullAt(SYNCED + ofDelivery) ? 0 : ymd(next.getInt(SYNCED + ofDelivery));
    }

    /** A date for which a rule may ask. */
    private int date(int ofDelivery, String name, boolean asked) {
        if (asked && next.isNullAt(SYNCED + ofDelivery)) {
            throw new IllegalArgumentException("column " + name + ", in a row: is not known: " + TravellingProgramme.NEEDED);
        }
        return date(ofDelivery);
    }

    private static Object known(Row row, int field, String name) {
        Object value = row.get(field);
        if (value == null) {
            throw new IllegalArgumentException("column " + name + ", in a row: null");
        }
        return value;
    }
}

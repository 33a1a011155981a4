package io.github.kenpo.spark;

import static io.github.kenpo.spark.Days.ymd;

import io.github.kenpo.AccruedMembers;
import io.github.kenpo.CreditColumn;
import io.github.kenpo.MemberColumn;
import io.github.kenpo.StepDelivery;
import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.api.java.UDF3;
import scala.collection.Iterator;
import scala.collection.Seq;

/** Functions of one member's days, which Spark calls row by row. */
final class MemberFunctions implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TravellingProgramme programme;

    MemberFunctions(TravellingProgramme programme) {
        this.programme = programme;
    }

    UDF2<Seq<Row>, Object, Long> points() {
        return (days, synced) -> pay(days, synced, null).points(0);
    }

    UDF3<Seq<Row>, Object, Seq<Row>, Row> accrue() {
        return (days, synced, credited) -> {
            AccruedMembers paid = pay(days, synced, credited);
            CreditColumn credits = paid.credits();
            Row[] rows = new Row[credits.size()];
            for (int at = 0; at < rows.length; at++) {
                // A date as whoever asks has dates, which is a setting of the session.
                rows[at] = RowFactory.create(
                        Days.like(synced, credits.walkedYmd(at)),
                        Days.like(synced, credits.syncedYmd(at)),
                        credits.rule(at),
                        credits.earned(at),
                        credits.points(at));
            }
            return RowFactory.create(paid.points(0), rows);
        };
    }

    private AccruedMembers pay(Seq<Row> days, Object synced, Seq<Row> credited) {
        if (days == null) {
            throw new IllegalArgumentException("days: null");
        }
        MemberColumn member = new MemberColumn(days.size()).member();
        for (Iterator<Row> rows = iterator(credited); rows.hasNext(); ) {
            Row row = known(rows.next(), 5);
            member.credited(ymd(row.get(0)), ymd(row.get(1)), row.getInt(2), row.getLong(3), row.getLong(4));
        }
        member.delivery(StepDelivery.on(ymd(synced)));
        for (Iterator<Row> rows = iterator(days); rows.hasNext(); ) {
            Row row = known(rows.next(), 2);
            member.add(ymd(row.get(0)), integer(row.get(1)));
        }
        AccruedMembers into = new AccruedMembers();
        programme.programme().membersAccrue(member, into);
        return into;
    }

    private static long integer(Object steps) {
        if (steps instanceof Long || steps instanceof Integer || steps instanceof Short || steps instanceof Byte) {
            return ((Number) steps).longValue();
        }
        throw new IllegalArgumentException("column steps: is no integer");
    }

    private static Iterator<Row> iterator(Seq<Row> rows) {
        return rows == null ? scala.collection.Iterator$.MODULE$.<Row>empty() : rows.iterator();
    }

    private static Row known(Row row, int fields) {
        if (row == null || row.size() != fields || row.anyNull()) {
            throw new IllegalArgumentException("a row has a null, or is not of " + fields + " fields");
        }
        return row;
    }
}

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import io.github.kenpo.Programme;
import io.github.kenpo.types.*;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Books group check-ups: reads what kenpo is to know, asks, and writes what it answers. One for each connection. */
class BookingDesk {
    /** Whoever loses a race has been passed by a winner, and places run out: this many in a row is a fault. */
    private static final int TRIES = 100;

    /** How often another was faster. */
    int racesLost;

    private final Connection db;
    private final Programme programme;

    BookingDesk(Connection db, Programme programme) throws SQLException {
        this.db = db;
        this.programme = programme;
        db.setAutoCommit(false);
    }

    BookResult book(String id, String person, String slot, String telephone, OffsetDateTime now) throws SQLException {
        for (int i = 0; i < TRIES; i++) {
            var request = read(id, person, slot, telephone, now);
            var answer = programme.bookingBook(request);
            if (answer.store().isEmpty() || commit(answer)) {
                return answer;
            }
            racesLost++;
        }
        throw new IllegalStateException("booking " + id + " lost every race");
    }

    /** One transaction, and so one moment: else the person's own booking might fill the slot between two queries. */
    private BookRequest read(String id, String person, String slot, String telephone, OffsetDateTime now) throws SQLException {
        var member = rows("SELECT * FROM persons WHERE id = ?", BookingDesk::person, person).get(0);
        var wished = rows("SELECT * FROM slots WHERE id = ?", BookingDesk::slot, slot).get(0);
        // The person's own, and whichever has this id: a request key is used once, by anyone.
        var bookings = rows("SELECT * FROM bookings WHERE person = ? OR id = ?", BookingDesk::booking, person, id);
        db.commit();
        return BookRequest.of(now, id, "group_checkup", member, wished, true)
                .withBookings(bookings)
                .withTelephone(telephone);
    }

    /**
     * Writes all of it, or nothing where something has changed since it was read. It begins with a write: so it waits
     * for whoever writes, and sees what they wrote.
     */
    private boolean commit(BookResult answer) throws SQLException {
        boolean stored = takePlace(answer.expect());
        for (var row : answer.store()) {
            stored = stored && store(row);
        }
        if (stored) {
            db.commit();
        } else {
            db.rollback();
        }
        return stored;
    }

    /** Takes the place, if the slot is as it was. */
    boolean takePlace(BookingExpect expect) throws SQLException {
        return changes(
                "UPDATE slots SET taken = taken + 1, version = version + 1 WHERE id = ? AND taken = ? AND version = ?",
                expect.slot(), expect.taken(), expect.version());
    }

    /** Stores the row, if neither its id nor the person's fiscal year is used. */
    private boolean store(Booking row) throws SQLException {
        return changes(
                """
                INSERT INTO bookings (id, person, service, slot, date, state, at, replaces)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                row.id(), row.person(), row.service(), row.slot(),
                row.date().toString(), row.state().wireName(), ISO_OFFSET_DATE_TIME.format(row.at()), row.replaces());
    }

    /** Whether a statement changes a row. */
    boolean changes(String sql, Object... values) throws SQLException {
        try (var statement = prepare(sql, values)) {
            return statement.executeUpdate() == 1;
        }
    }

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> rows(String sql, Reader<T> reader, Object... values) throws SQLException {
        try (var statement = prepare(sql, values); var row = statement.executeQuery()) {
            var rows = new ArrayList<T>();
            while (row.next()) {
                rows.add(reader.read(row));
            }
            return rows;
        }
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        var statement = db.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static Person person(ResultSet row) throws SQLException {
        var relation = Relation.fromWire(row.getString("relation"));
        return Person.of(row.getString("id"), date(row, "born"), relation, date(row, "insured_from"))
                .withLostOn(date(row, "lost_on"));
    }

    private static Slot slot(ResultSet row) throws SQLException {
        return Slot.of(row.getString("id"), date(row, "date"), row.getLong("capacity"), row.getLong("taken"))
                .withVersion(row.getLong("version"));
    }

    private static Booking booking(ResultSet row) throws SQLException {
        var state = BookingState.fromWire(row.getString("state"));
        return Booking.of(
                        row.getString("id"), row.getString("person"), row.getString("service"),
                        date(row, "date"), state, OffsetDateTime.parse(row.getString("at")))
                .withSlot(row.getString("slot"))
                .withReplaces(row.getString("replaces"));
    }

    /** SQLite keeps dates as text; there may be none. */
    private static LocalDate date(ResultSet row, String column) throws SQLException {
        var text = row.getString(column);
        return text == null ? null : LocalDate.parse(text);
    }
}

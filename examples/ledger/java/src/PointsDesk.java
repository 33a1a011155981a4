import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import io.github.kenpo.Kenpo;
import io.github.kenpo.Programme;
import io.github.kenpo.types.*;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Keeps members' points: reads a ledger, asks kenpo, and writes what it answers. One for each connection. */
class PointsDesk {
    /** Whoever loses a race has been passed by a winner, who is soon done: this many in a row is a fault. */
    private static final int TRIES = 100;

    /** How often another was faster. */
    int racesLost;

    private final Connection db;
    private final Programme programme;

    PointsDesk(Connection db, Programme programme) throws SQLException {
        this.db = db;
        this.programme = programme;
        db.setAutoCommit(false);
    }

    AccrueResult sync(String member, List<Arrival> arrivals, OffsetDateTime now) throws SQLException {
        var request = AccrueRequest.of(now, arrivals);
        return post(
                member,
                ledger -> programme.pointsAccrue(request.withLedger(ledger)),
                AccrueResult::store,
                result -> result.expect().sequence());
    }

    ExchangeResult exchange(String key, String member, String goods, long quantity, OffsetDateTime now)
            throws SQLException {
        var request = ExchangeRequest.of(now, goods, quantity, key);
        return post(
                member,
                ledger -> programme.pointsExchange(request.withLedger(ledger)),
                ExchangeResult::store,
                result -> result.expect().sequence());
    }

    ReverseResult reverse(String key, String member, long sequence, OffsetDateTime now) throws SQLException {
        return post(
                member,
                ledger -> programme.pointsReverse(ReverseRequest.of(now, ledger, sequence, key)),
                ReverseResult::store,
                result -> result.expect().sequence());
    }

    AdjustResult adjust(String key, String member, long points, String cause, OffsetDateTime now) throws SQLException {
        var request = AdjustRequest.of(now, points, cause, key);
        return post(
                member,
                ledger -> programme.pointsAdjust(request.withLedger(ledger)),
                AdjustResult::store,
                result -> result.expect().sequence());
    }

    BalanceResult balance(String member, OffsetDateTime now) throws SQLException {
        return Kenpo.pointsBalance(BalanceRequest.of(now).withLedger(read(member)));
    }

    private <R> R post(
            String member, Function<Ledger, R> ask, Function<R, List<LedgerEntry>> store, ToLongFunction<R> expected)
            throws SQLException {
        for (int i = 0; i < TRIES; i++) {
            var answer = ask.apply(read(member));
            var rows = store.apply(answer);
            // A refusal has no rows, and neither has a request that is answered again.
            if (rows.isEmpty() || commit(member, expected.applyAsLong(answer), rows)) {
                return answer;
            }
            racesLost++;
        }
        throw new IllegalStateException("lost every race");
    }

    /** One statement, and so one moment. */
    private Ledger read(String member) throws SQLException {
        var entries = new ArrayList<LedgerEntry>();
        try (var statement = db.prepareStatement("SELECT * FROM ledger WHERE member = ? ORDER BY sequence")) {
            statement.setString(1, member);
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    entries.add(entry(row));
                }
            }
        }
        db.commit();
        return Ledger.of().withEntries(entries);
    }

    /**
     * Writes all of it, or nothing where something has been written since the ledger was read. It begins with a write: so
     * it waits for whoever writes, and sees what they wrote.
     */
    boolean commit(String member, long expected, List<LedgerEntry> rows) throws SQLException {
        boolean stored = false;
        try {
            stored = takeTurn(member, expected, rows.get(rows.size() - 1).sequence());
            for (var row : stored ? rows : List.<LedgerEntry>of()) {
                store(member, row);
            }
            if (stored) {
                db.commit();
            }
        } finally {
            // After a commit there is nothing left to undo.
            db.rollback();
        }
        return stored;
    }

    /** Counts up to the last of the rows, if the ledger still ends as it was read. */
    boolean takeTurn(String member, long expected, long last) throws SQLException {
        var sql = "UPDATE members SET last_sequence = ? WHERE id = ? AND last_sequence = ?";
        return changes(sql, last, member, expected);
    }

    void store(String member, LedgerEntry row) throws SQLException {
        changes(
                """
                INSERT INTO ledger (member, sequence, at, kind, points, purse, rule, date, synced_on, earned, revision,
                    source, steps, activity, final_on, expires_on, renewed_until, cause, goods, quantity, reverses, expired,
                    balance, request_key)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                member, row.sequence(), ISO_OFFSET_DATE_TIME.format(row.at()), row.kind().wireName(), row.points(),
                row.purse(), row.rule(), text(row.date()), text(row.syncedOn()), row.earned(), row.revision(),
                row.source(), row.steps(), row.activity(), text(row.finalOn()), text(row.expiresOn()),
                text(row.renewedUntil()), row.cause(), row.goods(), row.quantity(), row.reverses(), row.expired(),
                row.balance(), row.requestKey());
    }

    /** With every field of a row: one that a later version adds is missed by the compiler. */
    private static LedgerEntry entry(ResultSet row) throws SQLException {
        return new LedgerEntry(
                row.getLong("sequence"), OffsetDateTime.parse(row.getString("at")),
                EntryKind.fromWire(row.getString("kind")), row.getLong("points"), row.getString("purse"),
                row.getString("rule"), date(row, "date"), date(row, "synced_on"), number(row, "earned"),
                number(row, "revision"), row.getString("source"), number(row, "steps"), row.getString("activity"),
                date(row, "final_on"), date(row, "expires_on"), date(row, "renewed_until"), row.getString("cause"),
                row.getString("goods"), number(row, "quantity"), number(row, "reverses"), number(row, "expired"),
                number(row, "balance"), row.getString("request_key"));
    }

    /** Whether a statement changes a row. */
    boolean changes(String sql, Object... values) throws SQLException {
        try (var statement = db.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate() == 1;
        }
    }

    private static String text(LocalDate date) {
        return date == null ? null : date.toString();
    }

    private static LocalDate date(ResultSet row, String column) throws SQLException {
        var text = row.getString(column);
        return text == null ? null : LocalDate.parse(text);
    }

    private static Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }
}

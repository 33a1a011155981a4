import io.github.kenpo.Programme;
import io.github.kenpo.types.Arrival;
import io.github.kenpo.types.LedgerEntry;
import io.github.kenpo.types.Reason;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A host without its pages: {@code java Portal URL PROGRAMME NOW [--careless | --hold-in-commit | --hold-after-commit]}.
 *
 * <p>Each line is a request, {@code key member sync|exchange|reverse|adjust|balance …}; each is answered by a line
 * {@code key reason points balance replayed races-lost}.
 */
class Portal {
    public static void main(String[] args) throws Exception {
        var now = OffsetDateTime.parse(args[2]);
        try (var programme = Programme.parse(Files.readAllBytes(Path.of(args[1])));
                var db = DriverManager.getConnection(args[0]);
                var lines = new BufferedReader(new InputStreamReader(System.in))) {
            var desk = desk(args.length > 3 ? args[3] : "", db, programme);
            for (String line; (line = lines.readLine()) != null; ) {
                desk.racesLost = 0;
                System.out.println(answer(desk, line.split(" "), now) + " " + desk.racesLost);
            }
        }
    }

    private static String answer(PointsDesk desk, String[] fields, OffsetDateTime now) throws SQLException {
        var key = fields[0];
        var member = fields[1];
        switch (fields[2]) {
            case "sync": {
                // Days and steps in turn.
                var walked = new ArrayList<Arrival>();
                for (int i = 3; i < fields.length; i += 2) {
                    walked.add(Arrival.of(LocalDate.parse(fields[i]), Long.parseLong(fields[i + 1])));
                }
                var paid = desk.sync(member, walked, now);
                return line(key, paid.items().get(0).answer().reason(), paid.points(), paid.balance(), paid.replayed());
            }
            case "exchange": {
                var exchanged = desk.exchange(key, member, "gift-500", Long.parseLong(fields[3]), now);
                return line(key, exchanged.reason(), exchanged.points(), exchanged.balance(), exchanged.replayed());
            }
            case "reverse": {
                var reversed = desk.reverse(key, member, Long.parseLong(fields[3]), now);
                return line(key, reversed.reason(), reversed.points(), reversed.balance(), reversed.replayed());
            }
            case "adjust": {
                var adjusted = desk.adjust(key, member, Long.parseLong(fields[3]), "campaign", now);
                return line(key, adjusted.reason(), adjusted.points(), adjusted.balance(), adjusted.replayed());
            }
            default: {
                var held = desk.balance(member, now);
                return "%s balance %d %d 0".formatted(key, held.balance(), held.available());
            }
        }
    }

    private static String line(String key, Reason reason, long points, long balance, boolean replayed) {
        return "%s %s %d %d %d".formatted(key, reason.wireName(), points, balance, replayed ? 1 : 0);
    }

    private static PointsDesk desk(String flag, Connection db, Programme programme) throws SQLException {
        switch (flag) {
            case "--careless":
                // Only for the race's proof that it can be lost: it forgets what the answer expects.
                return new PointsDesk(db, programme) {
                    @Override
                    boolean takeTurn(String member, long expected, long last) throws SQLException {
                        return changes("UPDATE members SET last_sequence = ? WHERE id = ?", last, member);
                    }
                };
            case "--hold-in-commit":
                // Stops where the referee kills it: between two rows of a commit.
                return new PointsDesk(db, programme) {
                    @Override
                    void store(String member, LedgerEntry row) throws SQLException {
                        super.store(member, row);
                        hold();
                    }
                };
            case "--hold-after-commit":
                // Stops where the referee kills it: when everything is written and nobody has been told.
                return new PointsDesk(db, programme) {
                    @Override
                    boolean commit(String member, long expected, List<LedgerEntry> rows) throws SQLException {
                        boolean stored = super.commit(member, expected, rows);
                        hold();
                        return stored;
                    }
                };
            default:
                return new PointsDesk(db, programme);
        }
    }

    private static void hold() {
        System.out.println("held");
        while (true) {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

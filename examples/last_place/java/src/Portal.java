import io.github.kenpo.Programme;
import io.github.kenpo.types.BookingExpect;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * A portal without its pages: {@code java Portal DATABASE PROGRAMME NOW [--careless]}.
 *
 * <p>Each line is a form that a member sent, {@code booking person slot}; each is answered by a line
 * {@code booking reason replayed races-lost}.
 */
class Portal {
    public static void main(String[] args) throws Exception {
        String url = "jdbc:sqlite:" + args[0] + "?foreign_keys=on&busy_timeout=30000";
        var now = OffsetDateTime.parse(args[2]);
        try (var programme = Programme.parse(Files.readAllBytes(Path.of(args[1])));
                var db = DriverManager.getConnection(url);
                var lines = new BufferedReader(new InputStreamReader(System.in))) {
            var desk = List.of(args).contains("--careless")
                    ? new CarelessDesk(db, programme)
                    : new BookingDesk(db, programme);
            for (String line; (line = lines.readLine()) != null; ) {
                var form = line.split(" ");
                desk.racesLost = 0;
                var answer = desk.book(form[0], form[1], form[2], "03-1234-5678", now);
                var reason = answer.reason().wireName();
                System.out.printf("%s %s %d %d%n", form[0], reason, answer.replayed() ? 1 : 0, desk.racesLost);
            }
        }
    }

    /** Only for the race's proof that it can be lost: it forgets what the answer expects. */
    private static class CarelessDesk extends BookingDesk {
        CarelessDesk(Connection db, Programme programme) throws SQLException {
            super(db, programme);
        }

        @Override
        boolean takePlace(BookingExpect expect) throws SQLException {
            return changes("UPDATE slots SET taken = taken + 1, version = version + 1 WHERE id = ?", expect.slot());
        }
    }
}

import io.github.kenpo.Programme;
import io.github.kenpo.types.Attempts;
import io.github.kenpo.types.AttemptsExpect;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * Signing in, without its page: {@code java SignInPortal DATABASE PROGRAMME [--careless]}.
 *
 * <p>Each line is a form that someone sent, {@code now login-id name password}; each is answered by a line with what they are told:
 * {@code reason next until}.
 */
class SignInPortal {
    public static void main(String[] args) throws Exception {
        String url = "jdbc:sqlite:" + args[0] + "?busy_timeout=30000";
        try (var programme = Programme.parse(Files.readAllBytes(Path.of(args[1])));
                var db = DriverManager.getConnection(url);
                var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            var desk = List.of(args).contains("--careless") ? new CarelessDesk(db, programme) : new SignInDesk(db, programme);
            for (String line; (line = lines.readLine()) != null; ) {
                var form = line.split(" ");
                var answer = desk.signIn(form[1], form[2], form[3].toCharArray(), OffsetDateTime.parse(form[0]));
                var shown = answer.verdict().shown();
                var until = shown.until() == null ? "-" : SignInDesk.text(shown.until().at());
                System.out.printf("%s %s %s%n", shown.reason().wireName(), shown.next().wireName(), until);
            }
        }
    }

    /** Only for the proof that a lock can be passed: it forgets what the answer expects. */
    private static class CarelessDesk extends SignInDesk {
        CarelessDesk(Connection db, Programme programme) throws SQLException {
            super(db, programme);
        }

        @Override
        boolean write(AttemptsExpect expect, Attempts row) throws SQLException {
            return changes(
                    "UPDATE attempts SET failures = ?, locked_until = ? WHERE \"key\" = ?",
                    row.failures(), text(row.lockedUntil()), row.key());
        }
    }
}

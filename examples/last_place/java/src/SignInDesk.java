import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import io.github.kenpo.Programme;
import io.github.kenpo.types.*;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Signs households in: reads the attempts under the ID, asks, and writes what it answers while it still holds. */
class SignInDesk {
    private static final int TRIES = 100;

    private final Connection db;
    private final Programme programme;

    SignInDesk(Connection db, Programme programme) throws SQLException {
        this.db = db;
        this.programme = programme;
        db.setAutoCommit(false);
    }

    private record Account(byte[] salt, int iterations, byte[] hash, LocalDate setOn, boolean provisional) {
        /** Nobody's, of which a hash takes as long: the time does not tell whether an ID is anyone's. */
        static final Account NOBODY = new Account(new byte[16], 1000, new byte[0], LocalDate.EPOCH, false);
    }

    SignInResult signIn(String loginId, String name, char[] password, OffsetDateTime now)
            throws SQLException, GeneralSecurityException {
        var account = account(loginId);
        db.rollback();
        boolean known = account != Account.NOBODY;
        boolean fits = MessageDigest.isEqual(account.hash(), hash(password, account)) && known;
        // Stored under the ID as entered, whoever's it is, and as a digest: what people type by mistake may be a password.
        var digest = MessageDigest.getInstance("SHA-256").digest(loginId.getBytes(StandardCharsets.UTF_8));
        var key = HexFormat.of().formatHex(digest);
        for (int i = 0; i < TRIES; i++) {
            var request = SignInRequest.of(now, key, known, fits)
                    .withAttempts(attempts(key))
                    .withLoginId(loginId)
                    .withName(name)
                    .withPeople(people(loginId));
            db.rollback();
            if (known) {
                request = request.withPassword(PasswordRow.of(account.setOn()).withProvisional(account.provisional()));
            }
            var answer = programme.accountSignIn(request);
            if (answer.expect() == null || commit(answer)) {
                return answer;
            }
        }
        throw new IllegalStateException("an attempt lost every race");
    }

    private static byte[] hash(char[] password, Account account) throws GeneralSecurityException {
        // No hash is made of nothing.
        if (password.length == 0) {
            return new byte[1];
        }
        var spec = new PBEKeySpec(password, account.salt(), account.iterations(), 256);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
        } finally {
            spec.clearPassword();
        }
    }

    /**
     * Writes the row, or nothing where another attempt was written since it was read; also a right password counts only then. It begins with a write: so
     * it waits for whoever writes, and sees what they wrote.
     */
    private boolean commit(SignInResult answer) throws SQLException {
        var expect = answer.expect();
        var unchanged = Attempts.of(expect.key(), expect.failures()).withLockedUntil(expect.lockedUntil());
        changes("INSERT INTO attempts VALUES (?, 0, NULL) ON CONFLICT DO NOTHING", expect.key());
        boolean holds = write(expect, answer.store().isEmpty() ? unchanged : answer.store().get(0));
        if (holds) {
            db.commit();
        } else {
            db.rollback();
        }
        return holds;
    }

    /** Writes the row, if it is as it was read. */
    boolean write(AttemptsExpect expect, Attempts row) throws SQLException {
        return changes(
                "UPDATE attempts SET failures = ?, locked_until = ? WHERE \"key\" = ? AND failures = ? AND locked_until IS ?",
                row.failures(), text(row.lockedUntil()), expect.key(), expect.failures(), text(expect.lockedUntil()));
    }

    /** Whether a statement changes a row. */
    boolean changes(String sql, Object... values) throws SQLException {
        try (var statement = prepare(sql, values)) {
            return statement.executeUpdate() == 1;
        }
    }

    /** An instant as it is stored: `OffsetDateTime.toString` leaves out seconds. */
    static String text(OffsetDateTime instant) {
        return instant == null ? null : ISO_OFFSET_DATE_TIME.format(instant);
    }

    private Attempts attempts(String key) throws SQLException {
        try (var statement = prepare("SELECT * FROM attempts WHERE \"key\" = ?", key); var row = statement.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            var until = row.getString("locked_until");
            return Attempts.of(key, row.getInt("failures"))
                    .withLockedUntil(until == null ? null : OffsetDateTime.parse(until));
        }
    }

    private Account account(String loginId) throws SQLException {
        try (var statement = prepare("SELECT * FROM accounts WHERE login_id = ?", loginId); var row = statement.executeQuery()) {
            if (!row.next()) {
                return Account.NOBODY;
            }
            return new Account(
                    HexFormat.of().parseHex(row.getString("salt")),
                    row.getInt("iterations"),
                    HexFormat.of().parseHex(row.getString("hash")),
                    LocalDate.parse(row.getString("set_on")),
                    row.getBoolean("provisional"));
        }
    }

    private List<HouseholdName> people(String loginId) throws SQLException {
        var people = new ArrayList<HouseholdName>();
        try (var statement = prepare("SELECT name, role FROM household WHERE login_id = ?", loginId);
                var row = statement.executeQuery()) {
            while (row.next()) {
                people.add(new HouseholdName(row.getString("name"), HouseholdRole.fromWire(row.getString("role"))));
            }
        }
        return people;
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        var statement = db.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}

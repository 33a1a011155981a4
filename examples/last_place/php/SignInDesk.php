<?php

declare(strict_types=1);

use Kenpo\Programme;
use Kenpo\Types\{Attempts, AttemptsExpect, HouseholdName, PasswordRow, SignInPosting, SignInRequest};

/** Signs households in: reads the attempts under the ID, asks, and writes what it answers while it still holds. */
class SignInDesk
{
    private const TRIES = 100;

    public function __construct(protected readonly PDO $db, private readonly Programme $programme)
    {
    }

    public function signIn(
        #[\SensitiveParameter] string $loginId,
        #[\SensitiveParameter] string $name,
        #[\SensitiveParameter] string $password,
        string $now,
    ): SignInPosting {
        $account = $this->rows('SELECT * FROM accounts WHERE login_id = ?', $loginId)[0] ?? null;
        // A hash of nobody's password takes as long: the time does not tell whether the ID is anyone's.
        $stored = $account ?? ['salt' => str_repeat('00', 16), 'iterations' => 1000, 'hash' => ''];
        $hash = hash_pbkdf2('sha256', $password, hex2bin($stored['salt']), $stored['iterations']);
        $fits = hash_equals($stored['hash'], $hash) && $account !== null;
        // Stored under the ID as entered, whoever's it is, and as a digest: what people type by mistake may be a password.
        $key = hash('sha256', $loginId);
        for ($try = 0; $try < self::TRIES; $try++) {
            $row = $this->rows('SELECT * FROM attempts WHERE "key" = ?', $key)[0] ?? null;
            $request = new SignInRequest(
                now: $now,
                key: $key,
                known: $account !== null,
                passwordFits: $fits,
                attempts: $row === null ? null : Attempts::fromArray(array_filter($row, fn ($value) => $value !== null)),
                loginId: $loginId,
                name: $name,
                people: $this->people($loginId),
                password: $account === null ? null : new PasswordRow(
                    setOn: $account['set_on'],
                    provisional: (bool) $account['provisional'],
                ),
            );
            $answer = $this->programme->accountSignIn($request)->answer;
            if ($answer->expect === null || $this->commit($answer)) {
                return $answer;
            }
        }
        throw new RuntimeException('an attempt lost every race');
    }

    /** @return list<HouseholdName> */
    private function people(string $loginId): array
    {
        return array_map(
            HouseholdName::fromArray(...),
            $this->rows('SELECT name, role FROM household WHERE login_id = ?', $loginId),
        );
    }

    /**
     * Writes the row, or nothing where another attempt was written since it was read; also a right password counts only then. It begins with a write: so
     * it waits for whoever writes, and sees what they wrote.
     */
    private function commit(SignInPosting $answer): bool
    {
        $expect = $answer->expect;
        $this->db->beginTransaction();
        $this->changes('INSERT INTO attempts VALUES (?, 0, NULL) ON CONFLICT DO NOTHING', $expect->key);
        $holds = $this->write($expect, $answer->store[0] ?? new Attempts($expect->key, $expect->failures, $expect->lockedUntil));
        $holds ? $this->db->commit() : $this->db->rollBack();

        return $holds;
    }

    /** Writes the row, if it is as it was read. */
    protected function write(AttemptsExpect $expect, Attempts $row): bool
    {
        return $this->changes(
            'UPDATE attempts SET failures = ?, locked_until = ? WHERE "key" = ? AND failures = ? AND locked_until IS ?',
            $row->failures,
            $row->lockedUntil,
            $expect->key,
            $expect->failures,
            $expect->lockedUntil,
        );
    }

    /** Whether a statement changes a row. */
    protected function changes(string $sql, string|int|null ...$values): bool
    {
        $statement = $this->db->prepare($sql);
        $statement->execute($values);

        return $statement->rowCount() === 1;
    }

    /** @return list<array<string, mixed>> */
    private function rows(string $sql, #[\SensitiveParameter] string ...$values): array
    {
        $statement = $this->db->prepare($sql);
        $statement->execute($values);

        return $statement->fetchAll(PDO::FETCH_ASSOC);
    }
}

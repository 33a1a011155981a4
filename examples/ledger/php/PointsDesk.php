<?php

declare(strict_types=1);

use Kenpo\{Kenpo, Programme};
use Kenpo\Types\{AccruePosting, AccrueRequest, AdjustPosting, AdjustRequest, Arrival, BalanceRequest, BalanceVerdict};
use Kenpo\Types\{ExchangePosting, ExchangeRequest, Ledger, LedgerEntry, ReversePosting, ReverseRequest};

/** Keeps members' points: reads a ledger, asks kenpo, and writes what it answers. */
class PointsDesk
{
    /** Whoever loses a race has been passed by a winner, who is soon done: this many in a row is a fault. */
    private const TRIES = 100;

    /** How often another was faster. */
    public int $racesLost = 0;

    public function __construct(protected readonly PDO $db, private readonly Programme $programme)
    {
    }

    /** @param list<Arrival> $arrivals */
    public function sync(string $member, array $arrivals, string $now): AccruePosting
    {
        return $this->post($member, fn (Ledger $ledger) => $this->programme->pointsAccrue(
            new AccrueRequest(now: $now, arrivals: $arrivals, ledger: $ledger),
        )->answer);
    }

    public function exchange(string $key, string $member, string $goods, int $quantity, string $now): ExchangePosting
    {
        return $this->post($member, fn (Ledger $ledger) => $this->programme->pointsExchange(
            new ExchangeRequest(now: $now, goods: $goods, quantity: $quantity, requestKey: $key, ledger: $ledger),
        )->answer);
    }

    public function reverse(string $key, string $member, int $sequence, string $now): ReversePosting
    {
        return $this->post($member, fn (Ledger $ledger) => $this->programme->pointsReverse(
            new ReverseRequest(now: $now, ledger: $ledger, sequence: $sequence, requestKey: $key),
        )->answer);
    }

    public function adjust(string $key, string $member, int $points, string $cause, string $now): AdjustPosting
    {
        return $this->post($member, fn (Ledger $ledger) => $this->programme->pointsAdjust(
            new AdjustRequest(now: $now, points: $points, cause: $cause, requestKey: $key, ledger: $ledger),
        )->answer);
    }

    public function balance(string $member, string $now): BalanceVerdict
    {
        $request = new BalanceRequest(asOf: $now, ledger: $this->read($member));

        return Kenpo::pointsBalance($request)->answer->verdict;
    }

    /**
     * @template Posting of AccruePosting|AdjustPosting|ExchangePosting|ReversePosting
     *
     * @param callable(Ledger): Posting $ask
     *
     * @return Posting
     */
    private function post(string $member, callable $ask): object
    {
        for ($try = 0; $try < self::TRIES; $try++) {
            $answer = $ask($this->read($member));
            // A refusal has no rows, and neither has a request that is answered again.
            if ($answer->store === [] || $this->commit($member, $answer->expect->sequence, $answer->store)) {
                return $answer;
            }
            $this->racesLost++;
        }
        throw new RuntimeException('lost every race');
    }

    /** One statement, and so one moment. */
    private function read(string $member): Ledger
    {
        $statement = $this->db->prepare('SELECT * FROM ledger WHERE member = ? ORDER BY sequence');
        $statement->execute([$member]);

        return new Ledger(entries: array_map(LedgerEntry::fromArray(...), $statement->fetchAll(PDO::FETCH_ASSOC)));
    }

    /**
     * Writes all of it, or nothing where something has been written since the ledger was read. It begins with a write: so
     * it waits for whoever writes, and sees what they wrote.
     *
     * @param list<LedgerEntry> $rows
     */
    protected function commit(string $member, int $expected, array $rows): bool
    {
        $this->db->beginTransaction();
        try {
            if (!$this->takeTurn($member, $expected, $rows[count($rows) - 1]->sequence)) {
                return false;
            }
            foreach ($rows as $row) {
                $this->store($member, $row);
            }
            $this->db->commit();

            return true;
        } finally {
            if ($this->db->inTransaction()) {
                $this->db->rollBack();
            }
        }
    }

    /** Counts up to the last of the rows, if the ledger still ends as it was read. */
    protected function takeTurn(string $member, int $expected, int $last): bool
    {
        return $this->changes(
            'UPDATE members SET last_sequence = ? WHERE id = ? AND last_sequence = ?',
            $last,
            $member,
            $expected,
        );
    }

    /** The row's fields are the columns' names, as they are in JSON. */
    protected function store(string $member, LedgerEntry $row): void
    {
        $fields = ['member' => $member] + json_decode(json_encode($row), true);
        $columns = implode(', ', array_keys($fields));
        $marks = implode(', ', array_fill(0, count($fields), '?'));
        $this->changes("INSERT INTO ledger ($columns) VALUES ($marks)", ...array_values($fields));
    }

    /** Whether a statement changes a row. */
    protected function changes(string $sql, string|int ...$values): bool
    {
        $statement = $this->db->prepare($sql);
        $statement->execute($values);

        return $statement->rowCount() === 1;
    }
}

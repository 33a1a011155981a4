<?php

declare(strict_types=1);

namespace Kenpo;

use Kenpo\Internal\Rows;

/** What was earned and paid for days under rules, kept in the library's form: many of what a `StepCredit` is one of. */
final class CreditColumn implements \Countable
{
    private readonly Rows $rows;

    /** @throws LoadException */
    public function __construct()
    {
        $this->rows = new Rows('kenpo_credit', 4);
    }

    /**
     * Adds a credit. A day or a number that is out of range fails the call that is given it.
     *
     * @param int $walkedYmd the day walked, YYYYMMDD
     * @param int $syncedYmd the day on which the record arrived, YYYYMMDD
     * @param int $rule      the rule: its place among the programme's `points.rules`, from 0
     * @param int $earned    points earned before caps, 0 to 2^53 − 1
     * @param int $points    points paid, 0 to 2^53 − 1
     */
    public function add(
        #[\SensitiveParameter] int $walkedYmd,
        #[\SensitiveParameter] int $syncedYmd,
        #[\SensitiveParameter] int $rule,
        #[\SensitiveParameter] int $earned,
        #[\SensitiveParameter] int $points,
    ): self {
        $rows = $this->rows;
        $rows->reserve($rows->count + 1);
        $at = 8 * $rows->count;
        $rows->ints[$at] = Native::fits($walkedYmd);
        $rows->ints[$at + 1] = Native::fits($syncedYmd);
        $rows->ints[$at + 2] = Native::fits($rule);
        $rows->ints[$at + 3] = 0;
        $at = 4 * $rows->count;
        $rows->longs[$at + 2] = $earned;
        $rows->longs[$at + 3] = $points;
        ++$rows->count;

        return $this;
    }

    public function count(): int
    {
        return $this->rows->count;
    }

    /** Forgets every credit and keeps their room. */
    public function clear(): self
    {
        $this->rows->count = 0;

        return $this;
    }

    /** @return list<int> the days walked, YYYYMMDD */
    public function walkedYmd(): array
    {
        return self::column($this->rows->ints, 0, 8, $this->rows->count);
    }

    /** @return list<int> the days on which the records arrived, YYYYMMDD */
    public function syncedYmd(): array
    {
        return self::column($this->rows->ints, 1, 8, $this->rows->count);
    }

    /**
     * @return list<int> the rules: their places among the programme's `points.rules`, from 0; of rules of one id the first.
     *                   Places are those of one version of a programme: what is stored is the rule's id
     */
    public function rule(): array
    {
        return self::column($this->rows->ints, 2, 8, $this->rows->count);
    }

    /** @return list<int> points earned before caps */
    public function earned(): array
    {
        return self::column($this->rows->longs, 2, 4, $this->rows->count);
    }

    /** @return list<int> points paid */
    public function points(): array
    {
        return self::column($this->rows->longs, 3, 4, $this->rows->count);
    }

    /** @internal */
    public function rows(): Rows
    {
        return $this->rows;
    }

    /** @return list<int> */
    private static function column(
        #[\SensitiveParameter] \FFI\CData $numbers,
        #[\SensitiveParameter] int $from,
        #[\SensitiveParameter] int $each,
        #[\SensitiveParameter] int $count,
    ): array {
        $column = [];
        for ($at = $from, $end = $each * $count; $at < $end; $at += $each) {
            $column[] = $numbers[$at];
        }

        return $column;
    }
}

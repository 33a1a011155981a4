<?php

declare(strict_types=1);

namespace Kenpo;

use Kenpo\Internal\Rows;

/** What `Programme::membersAccrue` pays, written over by each call. */
final class AccruedMembers implements \Countable
{
    /** What is to be stored, member after member. */
    public readonly CreditColumn $credits;

    /** @internal */
    public ?MemberFault $fault = null;

    private readonly Rows $creditOffsets;
    private readonly Rows $points;
    private readonly Rows $reasons;

    /** @throws LoadException */
    public function __construct()
    {
        $this->credits = new CreditColumn();
        $this->creditOffsets = new Rows('int64_t', 1);
        $this->points = new Rows('int64_t', 1);
        $this->reasons = new Rows('int64_t', 1);
    }

    /** How many members were paid: those of the last call; 0 after one that failed. */
    public function count(): int
    {
        return $this->points->count;
    }

    /** @return list<int> the points that each member is paid */
    public function points(): array
    {
        return self::numbers($this->points->longs, $this->points->count);
    }

    /** @return list<int> how many of `credits` each member has */
    public function creditCounts(): array
    {
        $counts = [];
        for ($member = 0, $members = $this->points->count; $member < $members; ++$member) {
            $counts[] = $this->creditOffsets->longs[$member + 1] - $this->creditOffsets->longs[$member];
        }

        return $counts;
    }

    /** @return list<int> what became of each record of all members, by the number of a `Reason` */
    public function reasons(): array
    {
        return self::numbers($this->reasons->ints, $this->reasons->count);
    }

    /** The first member at fault, after a call that failed for a row or for what is out of reach; otherwise null. */
    public function fault(): ?MemberFault
    {
        return $this->fault;
    }

    /**
     * Credits, their offsets, points and reasons.
     *
     * @internal
     *
     * @return array{Rows, Rows, Rows, Rows}
     */
    public function columns(): array
    {
        return [$this->credits->rows(), $this->creditOffsets, $this->points, $this->reasons];
    }

    /** @return list<int> */
    private static function numbers(
        #[\SensitiveParameter] \FFI\CData $column,
        #[\SensitiveParameter] int $count,
    ): array {
        $numbers = [];
        for ($at = 0; $at < $count; ++$at) {
            $numbers[] = $column[$at];
        }

        return $numbers;
    }
}

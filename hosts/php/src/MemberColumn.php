<?php

declare(strict_types=1);

namespace Kenpo;

use Kenpo\Internal\Rows;

/**
 * Deliveries of many members for `Programme::membersAccrue`, member after member in the library's form: `member()` begins a
 * member, `delivery()` a delivery of theirs, `addAll()` adds records to it. It is filled again after `clear()`.
 */
final class MemberColumn implements \Countable
{
    /** Five numbers of 32 bits for each delivery. */
    private readonly Rows $deliveries;
    private int $delivered = 0;
    private readonly Rows $deliveryOffsets;
    private readonly StepColumn $days;
    private readonly Rows $dayOffsets;
    private readonly CreditColumn $credited;
    private readonly Rows $creditedOffsets;

    /** @throws LoadException */
    public function __construct()
    {
        $this->deliveries = new Rows('int64_t', 1);
        $this->deliveryOffsets = new Rows('int64_t', 1);
        $this->days = new StepColumn();
        $this->dayOffsets = new Rows('int64_t', 1);
        $this->credited = new CreditColumn();
        $this->creditedOffsets = new Rows('int64_t', 1);
    }

    /** Begins the next member. */
    public function member(): self
    {
        $this->deliveryOffsets->push($this->delivered);
        $this->creditedOffsets->push(count($this->credited));

        return $this;
    }

    /**
     * Begins the member's next delivery; deliveries stand in the order in which they arrived.
     *
     * @throws \LogicException before the first member
     */
    public function delivery(#[\SensitiveParameter] StepDelivery $delivery): self
    {
        if ($this->deliveryOffsets->count === 0) {
            throw new \LogicException('begin a member first');
        }
        $at = 5 * $this->delivered;
        $this->deliveries->count = intdiv($at + 1, 2);
        $this->deliveries->reserve(intdiv($at + 6, 2));
        $ints = $this->deliveries->ints;
        $ints[$at] = Native::fits($delivery->syncedYmd);
        $ints[$at + 1] = Native::fits($delivery->bornYmd);
        $ints[$at + 2] = Native::fits($delivery->enrolledYmd);
        $ints[$at + 3] = Native::fits($delivery->openedYmd);
        $ints[$at + 4] = Native::fits($delivery->closedThroughYmd);
        ++$this->delivered;
        $this->dayOffsets->push(count($this->days));

        return $this;
    }

    /**
     * Adds records to the delivery. A day or a number that is out of range fails the call that is given it.
     *
     * @param list<int> $walkedYmd the days walked, YYYYMMDD
     * @param list<int> $steps     steps of each whole day, 0 to 2^53 − 1
     *
     * @throws \LogicException before the member's first delivery
     * @throws \ValueError     if there are not as many steps as days
     * @throws \TypeError      if a day or a number is not an integer
     */
    public function addAll(#[\SensitiveParameter] array $walkedYmd, #[\SensitiveParameter] array $steps): self
    {
        $members = $this->deliveryOffsets->count;
        if ($members === 0 || $this->deliveryOffsets->longs[$members - 1] === $this->delivered) {
            throw new \LogicException('the member has no delivery yet');
        }
        $this->days->addAll($walkedYmd, $steps);

        return $this;
    }

    /**
     * Adds what the member was credited before.
     *
     * @param int $walkedYmd the day walked, YYYYMMDD
     * @param int $syncedYmd the day on which the record arrived, YYYYMMDD
     * @param int $rule      the rule: its place among the programme's `points.rules`, from 0
     * @param int $earned    points earned before caps, 0 to 2^53 − 1
     * @param int $points    points paid, 0 to 2^53 − 1
     *
     * @throws \LogicException before the first member
     */
    public function credited(
        #[\SensitiveParameter] int $walkedYmd,
        #[\SensitiveParameter] int $syncedYmd,
        #[\SensitiveParameter] int $rule,
        #[\SensitiveParameter] int $earned,
        #[\SensitiveParameter] int $points,
    ): self {
        if ($this->creditedOffsets->count === 0) {
            throw new \LogicException('begin a member first');
        }
        $this->credited->add($walkedYmd, $syncedYmd, $rule, $earned, $points);

        return $this;
    }

    /** How many members. */
    public function count(): int
    {
        return $this->deliveryOffsets->count;
    }

    /** Forgets every member and keeps their room. */
    public function clear(): self
    {
        $this->delivered = 0;
        $this->deliveries->count = $this->deliveryOffsets->count = $this->dayOffsets->count = 0;
        $this->creditedOffsets->count = 0;
        $this->days->clear();
        $this->credited->clear();

        return $this;
    }

    /**
     * The columns, each with its number of rows. Behind offsets stands where the last group ends; the next group begins there,
     * and is written over it.
     *
     * @internal
     *
     * @return array{Rows, int, Rows, Rows, Rows, Rows, Rows}
     */
    public function columns(): array
    {
        $this->deliveryOffsets->push($this->delivered);
        $this->dayOffsets->push(count($this->days));
        $this->creditedOffsets->push(count($this->credited));
        --$this->deliveryOffsets->count;
        --$this->dayOffsets->count;
        --$this->creditedOffsets->count;

        return [
            $this->deliveries,
            $this->delivered,
            $this->deliveryOffsets,
            $this->days->rows(),
            $this->dayOffsets,
            $this->credited->rows(),
            $this->creditedOffsets,
        ];
    }
}

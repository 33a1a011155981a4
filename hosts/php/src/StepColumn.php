<?php

declare(strict_types=1);

namespace Kenpo;

use Kenpo\Internal\Fields;
use Kenpo\Internal\Rows;

/** Days' steps from a linked source for `Programme::stepsAccrueColumns`, kept in the library's form and filled again after `clear()`. */
final class StepColumn implements \Countable
{
    private readonly Rows $rows;

    /** @throws LoadException */
    public function __construct()
    {
        $this->rows = new Rows('kenpo_step_day', 2);
    }

    /**
     * Adds records. A day or a number that is out of range fails the call that is given it.
     *
     * @param list<int> $walkedYmd the days walked, YYYYMMDD
     * @param list<int> $steps     steps of each whole day, 0 to 2^53 − 1
     *
     * @throws \ValueError if there are not as many steps as days
     * @throws \TypeError  if a day or a number is not an integer
     */
    public function addAll(#[\SensitiveParameter] array $walkedYmd, #[\SensitiveParameter] array $steps): self
    {
        $count = count($walkedYmd);
        if (count($steps) !== $count) {
            throw new \ValueError('as many steps as days');
        }
        Fields::column('walkedYmd', $walkedYmd);
        Fields::column('steps', $steps);
        $rows = $this->rows;
        $rows->reserve($rows->count + $count);
        $longs = $rows->longs;
        $at = 2 * $rows->count;
        foreach ($walkedYmd as $index => $day) {
            // A day that is longer than 32 bits, or below 0, reaches into `reserved`, which must be 0.
            $longs[$at] = $day;
            $longs[$at + 1] = $steps[$index];
            $at += 2;
        }
        $rows->count += $count;

        return $this;
    }

    public function count(): int
    {
        return $this->rows->count;
    }

    /** Forgets every record and keeps their room. */
    public function clear(): self
    {
        $this->rows->count = 0;

        return $this;
    }

    /** @internal */
    public function rows(): Rows
    {
        return $this->rows;
    }
}

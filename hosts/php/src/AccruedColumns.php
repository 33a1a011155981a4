<?php

declare(strict_types=1);

namespace Kenpo;

/** What `Programme::stepsAccrueColumns` pays, written over by each call. */
final class AccruedColumns
{
    /** What is to be stored: a credit for each record and rule under which it earned. */
    public readonly CreditColumn $credits;

    private readonly Internal\Rows $reasons;

    /** @throws LoadException */
    public function __construct()
    {
        $this->credits = new CreditColumn();
        $this->reasons = new Internal\Rows('int64_t', 1);
    }

    /** @return list<int> what became of each record, by the number of a `Reason` */
    public function reasons(): array
    {
        $ints = $this->reasons->ints;
        $reasons = [];
        for ($at = 0, $count = $this->reasons->count; $at < $count; ++$at) {
            $reasons[] = $ints[$at];
        }

        return $reasons;
    }

    /** @internal */
    public function reasonRows(): Internal\Rows
    {
        return $this->reasons;
    }
}

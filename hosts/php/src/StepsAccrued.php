<?php

declare(strict_types=1);

namespace Kenpo;

use Kenpo\Types\Reason;

/** What `Programme::stepsAccrue` decided. */
final class StepsAccrued
{
    /**
     * @param list<StepCredit> $credits one for each day that earned: rows to write
     * @param list<Reason>     $reasons what became of each day, in the order of the days
     */
    public function __construct(
        #[\SensitiveParameter] public readonly array $credits,
        #[\SensitiveParameter] public readonly array $reasons,
    ) {
    }
}

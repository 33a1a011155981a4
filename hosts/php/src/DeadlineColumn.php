<?php

declare(strict_types=1);

namespace Kenpo;

/** What `Programme::slotDeadlines` gives: a deadline for each of many dates. */
final class DeadlineColumn implements \Countable
{
    /**
     * @param list<int> $at      the instants, Unix seconds; 0 where there is no deadline
     * @param list<int> $lastYmd the last days that a display should name, YYYYMMDD; 0 where the date has no such
     *                           deadline, or none within the calendar, -1 where the calendar does not have the date
     */
    public function __construct(
        #[\SensitiveParameter] public readonly array $at,
        #[\SensitiveParameter] public readonly array $lastYmd,
    ) {
    }

    /** How many dates. */
    public function count(): int
    {
        return count($this->lastYmd);
    }
}

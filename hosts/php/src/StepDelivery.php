<?php

declare(strict_types=1);

namespace Kenpo;

/** A delivery of a member's steps. Dates are written YYYYMMDD, and 0 stands for one that is not given. */
final class StepDelivery
{
    /**
     * @param int $syncedYmd        the day on which the records arrived
     * @param int $bornYmd          the date of birth; needed where a rule asks for an age
     * @param int $enrolledYmd      the day on which the person joined; days before it earn nothing
     * @param int $openedYmd        the day on which the app was last opened; needed where a rule asks for it
     * @param int $closedThroughYmd days up to this one earn nothing more; their credits are given all the same where a
     *                              cap's window still needs them
     */
    public function __construct(
        #[\SensitiveParameter] public readonly int $syncedYmd,
        #[\SensitiveParameter] public readonly int $bornYmd = 0,
        #[\SensitiveParameter] public readonly int $enrolledYmd = 0,
        #[\SensitiveParameter] public readonly int $openedYmd = 0,
        #[\SensitiveParameter] public readonly int $closedThroughYmd = 0,
    ) {
    }
}

<?php

declare(strict_types=1);

namespace Kenpo;

/** What was earned and paid for a day. Stored by the host and given back with the next call. */
final class StepCredit
{
    /**
     * @param int $walkedYmd the day walked, YYYYMMDD
     * @param int $syncedYmd the day on which the record arrived, YYYYMMDD
     * @param int $earned    points earned before caps, 0 to 2^53 − 1
     * @param int $points    points paid, 0 to 2^53 − 1
     */
    public function __construct(
        public readonly int $walkedYmd,
        public readonly int $syncedYmd,
        public readonly int $earned,
        public readonly int $points,
    ) {
    }
}

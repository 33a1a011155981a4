<?php

declare(strict_types=1);

namespace Kenpo;

/** A day's steps from a linked source. */
final class StepDay
{
    /**
     * @param int $walkedYmd the day walked, YYYYMMDD
     * @param int $steps     steps of the whole day, 0 to 2^53 − 1
     */
    public function __construct(
        #[\SensitiveParameter] public readonly int $walkedYmd,
        #[\SensitiveParameter] public readonly int $steps,
    ) {
    }
}

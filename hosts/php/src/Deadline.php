<?php

declare(strict_types=1);

namespace Kenpo;

/** A deadline of a slot's date. */
final class Deadline
{
    /**
     * @param int $at      the instant, Unix seconds
     * @param int $lastYmd the last day that a display should name, YYYYMMDD
     */
    public function __construct(
        #[\SensitiveParameter] public readonly int $at,
        #[\SensitiveParameter] public readonly int $lastYmd,
    ) {
    }
}

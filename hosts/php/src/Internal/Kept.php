<?php

declare(strict_types=1);

namespace Kenpo\Internal;

/**
 * A programme that a process keeps. The document is kept here as well: a process that ended is started again by the next
 * call, and has to read it anew.
 *
 * @internal
 */
final class Kept
{
    /**
     * @param int $process which process it was read by
     * @param int $number  the number under which that process keeps it
     */
    public function __construct(
        #[\SensitiveParameter] public readonly string $document,
        #[\SensitiveParameter] public int $process,
        #[\SensitiveParameter] public int $number,
    ) {
    }
}

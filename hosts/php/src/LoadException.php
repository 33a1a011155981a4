<?php

declare(strict_types=1);

namespace Kenpo;

/** The library could not be loaded, or the command that answers in its place could not be started. `kenpo-doctor` names the setting that is wrong. */
final class LoadException extends \RuntimeException
{
    /** @internal */
    public function __construct(
        #[\SensitiveParameter] public readonly string $fault,
        #[\SensitiveParameter] ?\Throwable $previous = null,
    ) {
        parent::__construct("kenpo cannot be loaded: $fault; kenpo-doctor tells more", 0, $previous);
    }
}

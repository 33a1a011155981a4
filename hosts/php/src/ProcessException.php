<?php

declare(strict_types=1);

namespace Kenpo;

/**
 * The process that answers ended, or did not answer in time and was ended. Nothing was answered; the next call starts
 * another. It holds nothing of the request.
 */
final class ProcessException extends \RuntimeException
{
    /** @internal */
    public function __construct(#[\SensitiveParameter] public readonly string $fault)
    {
        parent::__construct("the process of kenpo $fault");
    }
}

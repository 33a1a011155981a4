<?php

declare(strict_types=1);

namespace Kenpo;

/**
 * What there is to say of a reason or an error, in one language, each on one line. A name in braces is to be filled in
 * with the value of that name, from the check of the same code; `Messages::explain` does so.
 */
final class Message implements \Stringable
{
    /**
     * @param string      $text     what it is; that of a reason may be shown to a member, that of an error is for developers
     * @param string      $cause    why it is so
     * @param string      $remedy   what helps
     * @param string|null $operator what it is, for the society's staff; an error may have neither this nor the following forms
     * @param string|null $short    one line, for a kiosk's screen
     * @param string|null $easy     in plain words; in Japanese やさしい日本語
     */
    public function __construct(
        #[\SensitiveParameter] public readonly string $text,
        #[\SensitiveParameter] public readonly string $cause,
        #[\SensitiveParameter] public readonly string $remedy,
        #[\SensitiveParameter] public readonly ?string $operator = null,
        #[\SensitiveParameter] public readonly ?string $short = null,
        #[\SensitiveParameter] public readonly ?string $easy = null,
    ) {
    }

    public function __toString(): string
    {
        return $this->text;
    }
}

<?php

declare(strict_types=1);

namespace Kenpo;

use Kenpo\Types\{Check, ErrorCode, Reason, ValueRead};

/** What reasons and errors say, in Japanese (`ja`) and English (`en`). A language is read when it is first asked for. */
final class Messages
{
    private const LANGUAGES = ['en', 'ja'];

    /** @var array<string, array{reasons: array<string, array<string, string>>, errors: array<string, array<string, string>>}> */
    private static array $loaded = [];

    /**
     * The message of a reason or of an error's code.
     *
     * @param 'ja'|'en' $language
     *
     * @throws \ValueError if there are no messages in the language
     */
    public static function of(#[\SensitiveParameter] Reason|ErrorCode $code, #[\SensitiveParameter] string $language): Message
    {
        return new Message(...self::texts($code, $language));
    }

    /**
     * The message of a check's code, with the values that the check read in the place of their names. Values stand as they
     * are in the check: dates such as 2024-02-18, instants in RFC 3339.
     *
     * @param 'ja'|'en' $language
     *
     * @throws \ValueError if there are no messages in the language
     */
    public static function explain(#[\SensitiveParameter] Check $check, #[\SensitiveParameter] string $language): Message
    {
        $values = self::placeholders(...$check->values);
        $texts = self::texts($check->code, $language);
        foreach ($texts as $form => $text) {
            $texts[$form] = strtr($text, $values);
        }

        return new Message(...$texts);
    }

    /** @return array<string, string> */
    private static function placeholders(#[\SensitiveParameter] ValueRead ...$values): array
    {
        $placeholders = [];
        foreach ($values as $read) {
            $placeholders['{' . $read->name . '}'] ??= $read->value;
        }

        return $placeholders;
    }

    /** @return array<string, string> */
    private static function texts(
        #[\SensitiveParameter] Reason|ErrorCode $code,
        #[\SensitiveParameter] string $language,
    ): array {
        if (!in_array($language, self::LANGUAGES, true)) {
            throw new \ValueError('messages are there in ' . implode(' and ', self::LANGUAGES));
        }
        self::$loaded[$language] ??= require dirname(__DIR__) . "/messages/$language.php";

        return self::$loaded[$language][$code instanceof Reason ? 'reasons' : 'errors'][$code->value];
    }
}

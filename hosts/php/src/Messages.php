<?php

declare(strict_types=1);

namespace Kenpo;

use Kenpo\Types\{Allowed, Check, ErrorCode, Fault, Reason, ValueRead};

/** What reasons and errors say, in Japanese (`ja`) and English (`en`). A language is read when it is first asked for. */
final class Messages
{
    private const LANGUAGES = ['en', 'ja'];
    /** The most words of a list that are told. */
    private const LISTED = 40;
    /** The bound of all numbers, which tells nothing. */
    private const MAX_SAFE = 9007199254740991;

    /** @var array<string, array<string, array<string, array<string, string>>>> by language, list, and code */
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

    /**
     * What a fault of a document says, as `programme.check` answers it, in one text: what is wrong, what was meant, the other
     * setting, and what is allowed.
     *
     * @param 'ja'|'en' $language
     *
     * @throws \ValueError if there are no messages in the language
     */
    public static function explainFault(#[\SensitiveParameter] Fault $fault, #[\SensitiveParameter] string $language): string
    {
        $text = self::texts($fault->code, $language)['text'];
        $sentences = [];
        if ($fault->meant !== null) {
            $sentences[] = self::word($language, 'meant', ['{meant}' => $fault->meant]);
        }
        if ($fault->other !== null) {
            $sentences[] = self::word($language, 'other', ['{path}' => $fault->other]);
        }
        $allowed = $fault->allowed === null ? null : self::allowed($fault->allowed, $language);
        if ($allowed !== null) {
            $sentences[] = self::word($language, 'allowed', ['{allowed}' => $allowed]);
        }
        foreach ($sentences as $sentence) {
            $text = self::word($language, 'sentences', ['{before}' => $text, '{after}' => $sentence]);
        }

        return $text;
    }

    private static function allowed(#[\SensitiveParameter] Allowed $allowed, #[\SensitiveParameter] string $language): ?string
    {
        $kind = $allowed->kind;
        if ($kind !== null) {
            $kind = self::$loaded[$language]['faults']["kind_$kind"]['text'] ?? $kind;
        }
        [$least, $most] = [self::bound($allowed->atLeast), self::bound($allowed->atMost)];
        if ($least !== null || $most !== null) {
            $range = match (null) {
                $most => self::word($language, 'or_more', ['{least}' => $least]),
                $least => self::word($language, 'or_less', ['{most}' => $most]),
                default => self::word($language, 'from_to', ['{least}' => $least, '{most}' => $most]),
            };
            $kind = $kind === null ? $range : self::word($language, 'range_of_kind', ['{kind}' => $kind, '{range}' => $range]);
        }
        $list = self::some($allowed->choices) ?? self::some($allowed->keys);
        if ($list === null && $allowed->idsOf !== []) {
            $list = self::word($language, 'ids_of', ['{lists}' => self::some($allowed->idsOf)]);
        }
        if ($kind !== null && $list !== null) {
            return self::word($language, 'list_of_kind', ['{kind}' => $kind, '{list}' => $list]);
        }

        return $kind ?? $list;
    }

    private static function bound(#[\SensitiveParameter] ?int $bound): ?string
    {
        return $bound === null || abs($bound) >= self::MAX_SAFE ? null : (string) $bound;
    }

    /** @param list<string> $list */
    private static function some(#[\SensitiveParameter] array $list): ?string
    {
        $some = implode(', ', array_slice($list, 0, self::LISTED));

        return $list === [] ? null : $some . (count($list) > self::LISTED ? ', …' : '');
    }

    /**
     * A word of a language that is loaded, with its values.
     *
     * @param array<string, string|null> $values
     */
    private static function word(
        #[\SensitiveParameter] string $language,
        #[\SensitiveParameter] string $name,
        #[\SensitiveParameter] array $values,
    ): string {
        return strtr(self::$loaded[$language]['faults'][$name]['text'] ?? $name, $values);
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

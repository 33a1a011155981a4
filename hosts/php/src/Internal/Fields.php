<?php

declare(strict_types=1);

namespace Kenpo\Internal;

/**
 * Reads the fields of decoded JSON with the types the schema gives them. A message names the field, never its value.
 * Lists are read in loops: a function of PHP that calls back, such as array_map, would stand in the trace with its list.
 *
 * @internal
 */
final class Fields
{
    /** @param array<mixed> $data */
    public static function text(#[\SensitiveParameter] array $data, #[\SensitiveParameter] string $key): string
    {
        return self::textOrNull($data, $key) ?? throw self::fault($key, 'text');
    }

    /** @param array<mixed> $data */
    public static function textOrNull(#[\SensitiveParameter] array $data, #[\SensitiveParameter] string $key): ?string
    {
        $value = $data[$key] ?? null;

        return $value === null || is_string($value) ? $value : throw self::fault($key, 'text');
    }

    /** @param array<mixed> $data */
    public static function integer(#[\SensitiveParameter] array $data, #[\SensitiveParameter] string $key): int
    {
        return self::integerOrNull($data, $key) ?? throw self::fault($key, 'an integer');
    }

    /** @param array<mixed> $data */
    public static function integerOrNull(#[\SensitiveParameter] array $data, #[\SensitiveParameter] string $key): ?int
    {
        $value = $data[$key] ?? null;

        return $value === null || is_int($value) ? $value : throw self::fault($key, 'an integer');
    }

    /** @param array<mixed> $data */
    public static function flag(
        #[\SensitiveParameter] array $data,
        #[\SensitiveParameter] string $key,
        #[\SensitiveParameter] bool $optional = false,
    ): bool {
        $value = $data[$key] ?? ($optional ? false : null);

        return is_bool($value) ? $value : throw self::fault($key, 'true or false');
    }

    /**
     * @template T of \BackedEnum
     *
     * @param array<mixed>    $data
     * @param class-string<T> $choice
     *
     * @return T
     */
    public static function choice(
        #[\SensitiveParameter] array $data,
        #[\SensitiveParameter] string $key,
        #[\SensitiveParameter] string $choice,
    ): \BackedEnum {
        return self::choiceOrNull($data, $key, $choice) ?? throw self::fault($key, $choice);
    }

    /**
     * @template T of \BackedEnum
     *
     * @param array<mixed>    $data
     * @param class-string<T> $choice
     *
     * @return T|null
     */
    public static function choiceOrNull(
        #[\SensitiveParameter] array $data,
        #[\SensitiveParameter] string $key,
        #[\SensitiveParameter] string $choice,
    ): ?\BackedEnum {
        $value = self::textOrNull($data, $key);

        return $value === null ? null : $choice::tryFrom($value) ?? throw self::fault($key, $choice);
    }

    /**
     * @template T
     *
     * @param array<mixed>              $data
     * @param \Closure(array<mixed>): T $read
     *
     * @return T
     */
    public static function object(
        #[\SensitiveParameter] array $data,
        #[\SensitiveParameter] string $key,
        #[\SensitiveParameter] \Closure $read,
    ): mixed {
        return self::objectOrNull($data, $key, $read) ?? throw self::fault($key, 'an object');
    }

    /**
     * @template T
     *
     * @param array<mixed>              $data
     * @param \Closure(array<mixed>): T $read
     *
     * @return T|null
     */
    public static function objectOrNull(
        #[\SensitiveParameter] array $data,
        #[\SensitiveParameter] string $key,
        #[\SensitiveParameter] \Closure $read,
    ): mixed {
        $value = $data[$key] ?? null;
        if ($value === null) {
            return null;
        }

        return is_array($value) ? $read($value) : throw self::fault($key, 'an object');
    }

    /**
     * @param array<mixed> $data
     *
     * @return list<string>
     */
    public static function texts(
        #[\SensitiveParameter] array $data,
        #[\SensitiveParameter] string $key,
        #[\SensitiveParameter] bool $optional = false,
    ): array {
        $texts = [];
        foreach (self::items($data, $key, $optional) as $item) {
            $texts[] = is_string($item) ? $item : throw self::fault($key, 'text');
        }

        return $texts;
    }

    /**
     * @param array<mixed> $data
     *
     * @return list<int>
     */
    public static function integers(
        #[\SensitiveParameter] array $data,
        #[\SensitiveParameter] string $key,
        #[\SensitiveParameter] bool $optional = false,
    ): array {
        $integers = [];
        foreach (self::items($data, $key, $optional) as $item) {
            $integers[] = is_int($item) ? $item : throw self::fault($key, 'integers');
        }

        return $integers;
    }

    /**
     * @template T of \BackedEnum
     *
     * @param array<mixed>    $data
     * @param class-string<T> $choice
     *
     * @return list<T>
     */
    public static function choices(
        #[\SensitiveParameter] array $data,
        #[\SensitiveParameter] string $key,
        #[\SensitiveParameter] string $choice,
        #[\SensitiveParameter] bool $optional = false,
    ): array {
        $choices = [];
        foreach (self::texts($data, $key, $optional) as $item) {
            $choices[] = $choice::tryFrom($item) ?? throw self::fault($key, $choice);
        }

        return $choices;
    }

    /**
     * @template T
     *
     * @param array<mixed>              $data
     * @param \Closure(array<mixed>): T $read
     *
     * @return list<T>
     */
    public static function objects(
        #[\SensitiveParameter] array $data,
        #[\SensitiveParameter] string $key,
        #[\SensitiveParameter] \Closure $read,
        #[\SensitiveParameter] bool $optional = false,
    ): array {
        $objects = [];
        foreach (self::items($data, $key, $optional) as $item) {
            $objects[] = is_array($item) ? $read($item) : throw self::fault($key, 'objects');
        }

        return $objects;
    }

    /**
     * An object without the fields that are absent.
     *
     * @param array<string, mixed> $fields
     */
    public static function present(#[\SensitiveParameter] array $fields): object
    {
        return (object) array_filter($fields, static fn (#[\SensitiveParameter] mixed $value): bool => $value !== null);
    }

    /**
     * Looks at a list of numbers that a call without JSON was given: `strict_types` looks at no list, and FFI makes a number
     * of whatever it is given. Passed as arguments, they are looked at in half the time of a loop.
     *
     * @param array<mixed> $list
     *
     * @throws \TypeError if something is not an integer
     */
    public static function column(#[\SensitiveParameter] string $key, #[\SensitiveParameter] array $list): void
    {
        try {
            self::take(...array_values($list));

            return;
        } catch (\TypeError) {
            $row = 0;
        }
        foreach ($list as $value) {
            if (!\is_int($value)) {
                throw new \TypeError("{$key}[$row] must be of type int, " . get_debug_type($value) . ' given');
            }
            ++$row;
        }
    }

    private static function take(#[\SensitiveParameter] int ...$numbers): void
    {
    }

    /**
     * @param array<mixed> $data
     *
     * @return list<mixed>
     */
    private static function items(
        #[\SensitiveParameter] array $data,
        #[\SensitiveParameter] string $key,
        #[\SensitiveParameter] bool $optional,
    ): array {
        $value = $data[$key] ?? ($optional ? [] : null);

        return is_array($value) && array_is_list($value) ? $value : throw self::fault($key, 'a list');
    }

    private static function fault(
        #[\SensitiveParameter] string $key,
        #[\SensitiveParameter] string $expected,
    ): \UnexpectedValueException {
        return new \UnexpectedValueException("\"$key\" is not $expected");
    }
}

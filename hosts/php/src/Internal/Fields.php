<?php

declare(strict_types=1);

namespace Kenpo\Internal;

/**
 * Reads the fields of decoded JSON with the types the schema gives them. A message names the field, never its value.
 *
 * @internal
 */
final class Fields
{
    /** @param array<mixed> $data */
    public static function text(array $data, string $key): string
    {
        return self::textOrNull($data, $key) ?? throw self::fault($key, 'text');
    }

    /** @param array<mixed> $data */
    public static function textOrNull(array $data, string $key): ?string
    {
        $value = $data[$key] ?? null;

        return $value === null || is_string($value) ? $value : throw self::fault($key, 'text');
    }

    /** @param array<mixed> $data */
    public static function integer(array $data, string $key): int
    {
        return self::integerOrNull($data, $key) ?? throw self::fault($key, 'an integer');
    }

    /** @param array<mixed> $data */
    public static function integerOrNull(array $data, string $key): ?int
    {
        $value = $data[$key] ?? null;

        return $value === null || is_int($value) ? $value : throw self::fault($key, 'an integer');
    }

    /** @param array<mixed> $data */
    public static function flag(array $data, string $key, bool $optional = false): bool
    {
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
    public static function choice(array $data, string $key, string $choice): \BackedEnum
    {
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
    public static function choiceOrNull(array $data, string $key, string $choice): ?\BackedEnum
    {
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
    public static function object(array $data, string $key, \Closure $read): mixed
    {
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
    public static function objectOrNull(array $data, string $key, \Closure $read): mixed
    {
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
    public static function texts(array $data, string $key, bool $optional = false): array
    {
        $read = static fn (mixed $item): string => is_string($item) ? $item : throw self::fault($key, 'text');

        return array_map($read, self::items($data, $key, $optional));
    }

    /**
     * @param array<mixed> $data
     *
     * @return list<int>
     */
    public static function integers(array $data, string $key, bool $optional = false): array
    {
        $read = static fn (mixed $item): int => is_int($item) ? $item : throw self::fault($key, 'integers');

        return array_map($read, self::items($data, $key, $optional));
    }

    /**
     * @template T of \BackedEnum
     *
     * @param array<mixed>    $data
     * @param class-string<T> $choice
     *
     * @return list<T>
     */
    public static function choices(array $data, string $key, string $choice, bool $optional = false): array
    {
        $read = static fn (string $item): \BackedEnum => $choice::tryFrom($item) ?? throw self::fault($key, $choice);

        return array_map($read, self::texts($data, $key, $optional));
    }

    /**
     * @template T
     *
     * @param array<mixed>              $data
     * @param \Closure(array<mixed>): T $read
     *
     * @return list<T>
     */
    public static function objects(array $data, string $key, \Closure $read, bool $optional = false): array
    {
        $one = static fn (mixed $item): mixed => is_array($item) ? $read($item) : throw self::fault($key, 'objects');

        return array_map($one, self::items($data, $key, $optional));
    }

    /**
     * An object without the fields that are absent.
     *
     * @param array<string, mixed> $fields
     */
    public static function present(array $fields): object
    {
        return (object) array_filter($fields, static fn (mixed $value): bool => $value !== null);
    }

    /**
     * @param array<mixed> $data
     *
     * @return list<mixed>
     */
    private static function items(array $data, string $key, bool $optional): array
    {
        $value = $data[$key] ?? ($optional ? [] : null);

        return is_array($value) && array_is_list($value) ? $value : throw self::fault($key, 'a list');
    }

    private static function fault(string $key, string $expected): \UnexpectedValueException
    {
        return new \UnexpectedValueException("\"$key\" is not $expected");
    }
}

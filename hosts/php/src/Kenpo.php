<?php

declare(strict_types=1);

namespace Kenpo;

use Kenpo\Types\Reason;

/**
 * The library: its version, and what it answers without a programme. It is loaded by the first call.
 *
 * Where FFI is not allowed, the command `kenpo` answers in its place: `over(new Process())`, or the environment variable
 * `KENPO_COMMAND`.
 */
final class Kenpo
{
    use KenpoOperations;

    private static ?Process $process = null;

    private function __construct()
    {
    }

    /**
     * Has all calls from now on answered by a process of the command `kenpo`, and not by the library; null goes back to
     * what the environment says. Programmes that were read before stay with whom they were read by.
     */
    public static function over(#[\SensitiveParameter] ?Process $process): void
    {
        self::$process = $process;
    }

    /**
     * Who answers: the process that was given to `over`, or that of the command which the environment variable
     * `KENPO_COMMAND` names, or else the library. One never takes the place of the other on its own.
     *
     * @internal
     *
     * @throws LoadException
     */
    public static function answering(): Native|Process
    {
        if (self::$process === null && Process::named() !== null) {
            self::$process = new Process();
        }

        return self::$process ?? Native::get();
    }

    private static function library(): Native
    {
        $answering = self::answering();

        return $answering instanceof Native ? $answering : throw Process::withoutJson();
    }

    /**
     * The library's version, such as `0.1.0`.
     *
     * @throws LoadException
     */
    public static function version(): string
    {
        return self::answering()->version();
    }

    /**
     * The library's ABI; over a process, the number of the form in which it is asked.
     *
     * @throws LoadException
     */
    public static function abi(): int
    {
        return self::answering()->abi();
    }

    /**
     * Answers an operation by its name: JSON in, JSON out. A batch is asked as the name and `.batch`.
     *
     * @throws KenpoException
     * @throws LoadException
     */
    public static function answer(
        #[\SensitiveParameter] string $operation,
        #[\SensitiveParameter] string $request,
    ): string {
        return self::answering()->answer(null, $operation, $request);
    }

    /**
     * The first reason against an insurer number typed on a form, or null for a well-formed one; without JSON.
     * For many numbers take `insurerNumberReasons`: most of the time of this call goes into crossing to the library.
     *
     * @param string $text at most 64 bytes
     *
     * @throws KenpoException if it is longer, or not UTF-8
     */
    public static function insurerNumberReason(#[\SensitiveParameter] string $text): ?Reason
    {
        $number = self::library()->insurerNumberReason($text);

        return $number === 0 ? null : Reason::fromNumber($number);
    }

    /**
     * Examines a column of insurer numbers.
     *
     * @param string $records8 eight bytes each: eight digits, or six and two spaces that are layout
     *
     * @return string one byte each: 0 for a well-formed number, otherwise the number of the reason against it
     *
     * @throws \InvalidArgumentException unless the records are whole
     */
    public static function insurerNumberReasons(#[\SensitiveParameter] string $records8): string
    {
        if (strlen($records8) % 8 !== 0) {
            throw new \InvalidArgumentException('records have eight bytes each');
        }

        return self::library()->insurerNumberReasons($records8);
    }

    /**
     * The key under which a name is looked up, version 1, as `nameCheck` gives it; without JSON. Two names with one key
     * are candidates, not the same name.
     *
     * @param string $name at most 256 bytes
     *
     * @throws KenpoException if it is longer, or not UTF-8
     */
    public static function matchKey(#[\SensitiveParameter] string $name): string
    {
        return self::library()->matchKey($name);
    }

    /**
     * The keys under which names are looked up: `matchKey` of many.
     *
     * @param list<string> $names at most 256 bytes each
     *
     * @return list<string>
     *
     * @throws KenpoException if one is longer, or not UTF-8; `errorPath` is its place, such as `/3`, from 0
     * @throws \TypeError     if one is not a text
     */
    public static function matchKeys(#[\SensitiveParameter] array $names): array
    {
        return self::library()->matchKeys($names);
    }
}

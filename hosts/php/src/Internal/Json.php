<?php

declare(strict_types=1);

namespace Kenpo\Internal;

/**
 * JSON as the contract writes it: no spaces, nothing escaped that need not be.
 *
 * @internal
 */
final class Json
{
    /** @throws \JsonException if a text is not UTF-8 */
    public static function encode(#[\SensitiveParameter] \JsonSerializable $value): string
    {
        $json = json_encode($value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_LINE_TERMINATORS);

        return is_string($json) ? $json : throw self::fault();
    }

    /**
     * @return array<mixed>
     *
     * @throws \JsonException            if the text is not JSON
     * @throws \UnexpectedValueException if it is no object
     */
    public static function decode(#[\SensitiveParameter] string $json): array
    {
        $data = json_decode($json, true);
        if ($data === null && json_last_error() !== JSON_ERROR_NONE) {
            throw self::fault();
        }
        if (!is_array($data)) {
            throw new \UnexpectedValueException('a JSON object was expected');
        }

        return $data;
    }

    /** Thrown here and not by PHP's functions, whose arguments would stand in the trace. */
    private static function fault(): \JsonException
    {
        return new \JsonException(json_last_error_msg(), json_last_error());
    }
}

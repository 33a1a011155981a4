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
    public static function encode(\JsonSerializable $value): string
    {
        return json_encode(
            $value,
            JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_LINE_TERMINATORS,
        );
    }

    /**
     * @return array<mixed>
     *
     * @throws \JsonException            if the text is not JSON
     * @throws \UnexpectedValueException if it is no object
     */
    public static function decode(string $json): array
    {
        $data = json_decode($json, true, flags: JSON_THROW_ON_ERROR);
        if (!is_array($data)) {
            throw new \UnexpectedValueException('a JSON object was expected');
        }

        return $data;
    }
}

<?php

// Which of a column of insurer numbers are well-formed: as texts, and as a column of eight bytes each.

declare(strict_types=1);

use Kenpo\Kenpo;

const SCHEMES = [
    1 => true, 2 => true, 3 => true, 4 => true, 6 => true, 7 => true, 31 => true, 32 => true, 33 => true, 34 => true,
    39 => true, 63 => true, 72 => true, 73 => true, 74 => true, 75 => true,
];

/** The check as a portal's programmer writes it: digits, scheme, prefecture, check digit. */
function well_formed(string $text): bool
{
    $length = strlen($text);
    if (($length !== 6 && $length !== 8) || !ctype_digit($text)) {
        return false;
    }
    if ($length === 8 && !isset(SCHEMES[(int) substr($text, 0, 2)])) {
        return false;
    }
    $prefecture = (int) substr($text, $length - 6, 2);
    if ($prefecture < 1 || $prefecture > 47) {
        return false;
    }
    $sum = 0;
    for ($place = 0; $place < $length; $place++) {
        $digit = (int) $text[$length - 1 - $place];
        if ($place % 2 === 1) {
            $digit *= 2;
            if ($digit > 9) {
                $digit -= 9;
            }
        }
        $sum += $digit;
    }

    return $sum % 10 === 0;
}

/**
 * Eight bytes each, filled with spaces. What is longer is no number, and neither is a blank record.
 *
 * @param list<string> $texts
 */
function pack_records(array $texts): string
{
    $records = '';
    foreach ($texts as $text) {
        $records .= strlen($text) > 8 ? '        ' : str_pad($text, 8);
    }

    return $records;
}

return function (string $folder): array {
    $texts = file("$folder/insurer-numbers.txt", FILE_IGNORE_NEW_LINES);
    $records = pack_records($texts);

    return [count($texts), [
        'kenpo column' => fn () => substr_count(Kenpo::insurerNumberReasons($records), "\0"),
        'kenpo column from texts' => fn () => substr_count(Kenpo::insurerNumberReasons(pack_records($texts)), "\0"),
        'kenpo one by one' => function () use ($texts): int {
            $accepted = 0;
            foreach ($texts as $text) {
                if (Kenpo::insurerNumberReason($text) === null) {
                    $accepted++;
                }
            }

            return $accepted;
        },
        'handwritten' => function () use ($texts): int {
            $accepted = 0;
            foreach ($texts as $text) {
                if (well_formed($text)) {
                    $accepted++;
                }
            }

            return $accepted;
        },
        'handwritten, column' => function () use ($records): int {
            $accepted = 0;
            for ($start = 0, $length = strlen($records); $start < $length; $start += 8) {
                if (well_formed(rtrim(substr($records, $start, 8), ' '))) {
                    $accepted++;
                }
            }

            return $accepted;
        },
    ]];
};

<?php

// Which of many people may have a check-up at an instant: as rows of integers, and as requests in JSON.

declare(strict_types=1);

use Kenpo\PersonColumn;
use Kenpo\Programme;
use Kenpo\Types\Relation;

/**
 * The check as a portal's programmer writes it. Dates are integers, YYYYMMDD, which compare as the dates do.
 *
 * @param list<array{int, int, int, int, int}> $people
 * @param callable(int): int $day
 */
function entitled(array $people, callable $day): int
{
    $count = 0;
    foreach ($people as [$at, $born, $from, $lost, $used]) {
        $on = $day($at);
        $year = fiscal_year($on);
        if ($from <= $on && ($lost === 0 || $on < $lost)
            && fiscal_year($born + 40_0000) <= $year && $on < $born + 75_0000
            && ($used === 0 || fiscal_year($used) !== $year)) {
            $count++;
        }
    }

    return $count;
}

function fiscal_year(int $ymd): int
{
    return intdiv($ymd - 401, 1_0000);
}

/** The day in Japan of an instant since 1970. Years begin in March, so that a leap day is their last. */
function day(int $at): int
{
    $days = intdiv($at + 32_400, 86_400) + 719_468;
    $era = intdiv($days, 146_097);
    $of_era = $days - $era * 146_097;
    $year = intdiv($of_era - intdiv($of_era, 1_460) + intdiv($of_era, 36_524) - intdiv($of_era, 146_096), 365);
    $of_year = $of_era - (365 * $year + intdiv($year, 4) - intdiv($year, 100));
    $month = intdiv(5 * $of_year + 2, 153);
    $of_month = $of_year - intdiv(153 * $month + 2, 5) + 1;
    $year += $era * 400;

    return $month < 10
        ? $year * 1_0000 + ($month + 3) * 100 + $of_month
        : ($year + 1) * 1_0000 + ($month - 9) * 100 + $of_month;
}

/** @param list<array{int, int, int, int, int}> $people */
function column(array $people): PersonColumn
{
    $column = new PersonColumn();
    foreach ($people as [$at, $born, $from, $lost, $used]) {
        $column->add($at, $born, $from, Relation::Insured, $lost, $used);
    }

    return $column;
}

return function (string $folder): array {
    $numbers = fn (string $line): array => array_map(intval(...), explode("\t", $line));
    $people = array_map($numbers, file("$folder/eligibility.txt", FILE_IGNORE_NEW_LINES));
    $request = file_get_contents("$folder/eligibility.json");
    $programme = Programme::parse(file_get_contents("$folder/kenren.json"));

    $column = column($people);
    $entitled = fn (PersonColumn $column): int => substr_count($programme->eligibilityReasons('group_checkup', $column), "\0");

    return [count($people), [
        'kenpo column' => fn () => $entitled($column),
        'kenpo column, filled' => fn () => $entitled(column($people)),
        // The answer is searched and not read.
        'kenpo JSON batch' => fn () => substr_count(
            $programme->answer('eligibility.check.batch', $request),
            '"verdict":{"reason":"accepted"',
        ),
        'handwritten' => fn () => entitled($people, day(...)),
        "handwritten, host's dates" => fn () => entitled($people, fn (int $at): int => (int) gmdate('Ymd', $at + 32_400)),
    ]];
};

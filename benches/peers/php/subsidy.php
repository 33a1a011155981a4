<?php

// What is paid back of many costs, in yen: as integers, and as requests in JSON.

declare(strict_types=1);

use Kenpo\Programme;

/** The bands as a portal's programmer writes them. */
function subsidy(int $cost): int
{
    return match (true) {
        $cost < 1 => 0,
        $cost <= 13_000 => $cost,
        $cost <= 18_572 => 13_000,
        $cost <= 42_858 => intdiv($cost * 7, 10),
        default => 30_000,
    };
}

/** The answer is searched and not read. */
function yen(string $answer): int
{
    preg_match_all('/"subsidy_yen":(\d+)/', $answer, $amounts);

    return array_sum($amounts[1]);
}

return function (string $folder): array {
    $costs = array_map(intval(...), file("$folder/subsidy.txt", FILE_IGNORE_NEW_LINES));
    $request = file_get_contents("$folder/subsidy.json");
    $programme = Programme::parse(file_get_contents("$folder/kenren.json"));

    return [count($costs), [
        'kenpo column' => fn () => array_sum($programme->subsidiesYen('dock', 20240614, $costs)),
        'kenpo one by one' => function () use ($programme, $costs): int {
            $sum = 0;
            foreach ($costs as $cost) {
                $sum += $programme->subsidyYen('dock', 20240614, $cost);
            }

            return $sum;
        },
        'kenpo JSON batch' => fn () => yen($programme->answer('subsidy.claim.batch', $request)),
        'handwritten' => function () use ($costs): int {
            $sum = 0;
            foreach ($costs as $cost) {
                $sum += subsidy($cost);
            }

            return $sum;
        },
    ]];
};

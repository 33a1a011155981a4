<?php

// What years of steps come to, in points: as integers, and as requests in JSON, a member's year in each.

declare(strict_types=1);

use Kenpo\Programme;
use Kenpo\StepDay;
use Kenpo\StepDelivery;

/**
 * The points of a year as a portal's programmer reckons them, in one pass.
 *
 * @param list<array{int, int}> $deliveries the day walked as YYYYMMDD, and the steps
 */
function points_of_year(array $deliveries): int
{
    $earned = [];
    $left = array_fill(1, 12, 500);
    $points = 0;
    foreach ($deliveries as [$walked, $steps]) {
        $more = tier($steps) - ($earned[$walked] ?? 0);
        if ($more > 0) {
            $month = intdiv($walked, 100) % 100;
            $paid = min($more, $left[$month]);
            $earned[$walked] = ($earned[$walked] ?? 0) + $more;
            $left[$month] -= $paid;
            $points += $paid;
        }
    }

    return $points;
}

function tier(int $steps): int
{
    return match (true) {
        $steps < 3_000 => 0,
        $steps < 5_000 => 5,
        $steps < 8_000 => 10,
        $steps < 10_000 => 20,
        default => 40,
    };
}

return function (string $folder): array {
    $years = [];
    foreach (file("$folder/accrual.txt", FILE_IGNORE_NEW_LINES) as $line) {
        [$member, $walked, $steps] = array_map(intval(...), explode("\t", $line));
        $years[$member][] = [$walked, $steps];
    }
    $days = [];
    foreach ($years as $deliveries) {
        $days[] = array_map(fn (array $delivery): StepDay => new StepDay(...$delivery), $deliveries);
    }
    $requests = file("$folder/accrual.jsonl", FILE_IGNORE_NEW_LINES);
    $programme = Programme::parse(file_get_contents("$folder/kkr.json"));

    return [array_sum(array_map(count(...), $years)), [
        'kenpo typed' => function () use ($programme, $days): int {
            $points = 0;
            foreach ($days as $year) {
                foreach ($programme->stepsAccrue(new StepDelivery(20230401), $year, [])->credits as $credit) {
                    $points += $credit->points;
                }
            }

            return $points;
        },
        // The answers are searched and not read.
        'kenpo JSON' => function () use ($programme, $requests): int {
            $points = 0;
            foreach ($requests as $request) {
                preg_match('/"verdict":\{"points":(\d+)/', $programme->answer('points.accrue', $request), $found);
                $points += (int) $found[1];
            }

            return $points;
        },
        'handwritten' => fn () => array_sum(array_map(points_of_year(...), $years)),
    ]];
};

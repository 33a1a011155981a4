<?php

// What years of steps come to, in points: as integers, and as requests in JSON, a member's year in each.

declare(strict_types=1);

use Kenpo\AccruedColumns;
use Kenpo\CreditColumn;
use Kenpo\Programme;
use Kenpo\StepColumn;
use Kenpo\StepDay;
use Kenpo\StepDelivery;

/**
 * The points of a year as a portal's programmer reckons them, in one pass.
 *
 * @param list<int> $walked the days as YYYYMMDD
 * @param list<int> $steps
 */
function points_of_year(array $walked, array $steps): int
{
    $earned = [];
    $left = array_fill(1, 12, 500);
    $points = 0;
    foreach ($walked as $at => $day) {
        $more = tier($steps[$at]) - ($earned[$day] ?? 0);
        if ($more > 0) {
            $month = intdiv($day, 100) % 100;
            $paid = min($more, $left[$month]);
            $earned[$day] = ($earned[$day] ?? 0) + $more;
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
        $years[$member][0][] = $walked;
        $years[$member][1][] = $steps;
    }
    $days = $columns = [];
    foreach ($years as [$walked, $steps]) {
        $days[] = array_map(fn (int $walked, int $steps): StepDay => new StepDay($walked, $steps), $walked, $steps);
        $columns[] = (new StepColumn())->addAll($walked, $steps);
    }
    $filled = new StepColumn();
    $nothing = new CreditColumn();
    $accrued = new AccruedColumns();
    $requests = file("$folder/accrual.jsonl", FILE_IGNORE_NEW_LINES);
    $programme = Programme::parse(file_get_contents("$folder/kkr.json"));

    $paid = function (StepColumn $year) use ($programme, $nothing, $accrued): int {
        $programme->stepsAccrueColumns(new StepDelivery(20230401), $year, $nothing, $accrued);

        return array_sum($accrued->credits->points());
    };

    return [array_sum(array_map(count(...), $columns)), [
        'kenpo columns' => function () use ($columns, $paid): int {
            $points = 0;
            foreach ($columns as $year) {
                $points += $paid($year);
            }

            return $points;
        },
        'kenpo columns, filled' => function () use ($years, $filled, $paid): int {
            $points = 0;
            foreach ($years as [$walked, $steps]) {
                $points += $paid($filled->clear()->addAll($walked, $steps));
            }

            return $points;
        },
        'kenpo lists' => function () use ($programme, $days): int {
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
        'handwritten' => function () use ($years): int {
            $points = 0;
            foreach ($years as [$walked, $steps]) {
                $points += points_of_year($walked, $steps);
            }

            return $points;
        },
    ]];
};

<?php

// Without strict_types: here PHP converts arguments itself.

namespace Kenpo\Tests;

use Kenpo\DeadlineKind;
use Kenpo\Programme;
use Kenpo\StepColumn;
use Kenpo\Types\Arrival;

/** Calls as a file makes them that does not declare strict types. */
final class WithoutStrictTypes
{
    /** What a request then holds. */
    public static function steps(mixed $wrong): int
    {
        return (new Arrival(date: '2022-02-01', steps: $wrong))->steps;
    }

    /** What is paid of a cost. */
    public static function subsidy(Programme $programme, mixed $wrong): int
    {
        return $programme->subsidyYen('dock', 20220401, $wrong);
    }

    /** @return array<string, \Closure> calls with lists, in which PHP converts nothing */
    public static function lists(Programme $programme, mixed $wrong): array
    {
        return [
            'walkedYmd[1]' => static fn () => (new StepColumn())->addAll([20220201, $wrong], [1, 2]),
            'steps[1]' => static fn () => (new StepColumn())->addAll([20220201, 20220202], [1, $wrong]),
            'datesYmd[1]' => static fn () => $programme->slotDeadlines('dock', DeadlineKind::Closes, [20220401, $wrong]),
            'costsYen[1]' => static fn () => $programme->subsidiesYen('dock', 20220401, [1, $wrong]),
        ];
    }
}

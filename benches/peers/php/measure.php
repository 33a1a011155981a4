<?php

declare(strict_types=1);

/** How many rounds are measured; the median counts. */
const ROUNDS = 7;

/** A round goes over the data as often as this takes, in nanoseconds. */
const ROUND = 40_000_000;

/**
 * Processor time of the process for each item: every contestant in turn, round after round, so that a slow spell of the
 * machine meets all. Prints the runtime's version, then `name, what it counted, ns per item: median, least, most`, with tabs between.
 *
 * @param array<string, callable(): int> $contestants what goes over all of the data once and counts, by name
 */
function measure(int $items, array $contestants): void
{
    $counted = $times = $rounds = [];
    foreach ($contestants as $name => $contestant) {
        $counted[$name] = $contestant();
        for ($times[$name] = 1; timed($contestant, $times[$name]) < ROUND; $times[$name] *= 2);
    }
    for ($round = 0; $round < ROUNDS; $round++) {
        foreach ($contestants as $name => $contestant) {
            $rounds[$name][] = timed($contestant, $times[$name]) / ($times[$name] * $items);
        }
    }
    echo 'PHP ', PHP_VERSION, "\n";
    foreach ($rounds as $name => $ns) {
        sort($ns);
        printf("%s\t%d\t%.3F\t%.3F\t%.3F\n", $name, $counted[$name], $ns[intdiv(ROUNDS, 2)], $ns[0], $ns[ROUNDS - 1]);
    }
}

/** @param callable(): int $contestant */
function timed(callable $contestant, int $times): int
{
    $start = processor_time();
    for ($time = 0; $time < $times; $time++) {
        $contestant();
    }

    return processor_time() - $start;
}

/** What this process has had of the processor, in nanoseconds. */
function processor_time(): int
{
    $usage = getrusage();
    $seconds = $usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec'];

    return $seconds * 1_000_000_000 + ($usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec']) * 1_000;
}

<?php

/*
 * A host without its pages: php portal.php DSN PROGRAMME NOW [--careless | --hold-in-commit | --hold-after-commit]
 *
 * Each line is a request, `key member sync|exchange|reverse|adjust|balance …`; each is answered by a line
 * `key reason points balance replayed races-lost`.
 */

declare(strict_types=1);

require __DIR__ . '/../../../hosts/php/vendor/autoload.php';
require __DIR__ . '/PointsDesk.php';

use Kenpo\Programme;
use Kenpo\Types\{Arrival, LedgerEntry};

/** Only for the race's proof that it can be lost: it forgets what the answer expects. */
class CarelessDesk extends PointsDesk
{
    protected function takeTurn(string $member, int $expected, int $last): bool
    {
        return $this->changes('UPDATE members SET last_sequence = ? WHERE id = ?', $last, $member);
    }
}

/** Stops where the referee kills it: between two rows of a commit. */
class DeskHeldInCommit extends PointsDesk
{
    protected function store(string $member, LedgerEntry $row): void
    {
        parent::store($member, $row);
        hold();
    }
}

/** Stops where the referee kills it: when everything is written and nobody has been told. */
class DeskHeldAfterCommit extends PointsDesk
{
    protected function commit(string $member, int $expected, array $rows): bool
    {
        $stored = parent::commit($member, $expected, $rows);
        hold();

        return $stored;
    }
}

function hold(): never
{
    echo "held\n";
    while (true) {
        sleep(60);
    }
}

/**
 * @param list<string> $fields days and steps in turn
 *
 * @return list<Arrival>
 */
function walked(array $fields): array
{
    return array_map(fn (array $day) => new Arrival(date: $day[0], steps: (int) $day[1]), array_chunk($fields, 2));
}

[, $dsn, $document, $now] = $argv;
$db = new PDO($dsn, options: str_starts_with($dsn, 'sqlite:') ? [PDO::ATTR_TIMEOUT => 30] : []);
if (str_starts_with($dsn, 'sqlite:')) {
    $db->exec('PRAGMA foreign_keys = ON');
}
$desk = match ($argv[4] ?? '') {
    '--careless' => CarelessDesk::class,
    '--hold-in-commit' => DeskHeldInCommit::class,
    '--hold-after-commit' => DeskHeldAfterCommit::class,
    '' => PointsDesk::class,
};
$desk = new $desk($db, Programme::parse(file_get_contents($document)));
while (($line = fgets(STDIN)) !== false) {
    [$key, $member, $what] = $fields = explode(' ', trim($line));
    $desk->racesLost = 0;
    if ($what === 'balance') {
        $verdict = $desk->balance($member, $now);
        printf("%s balance %d %d 0 0\n", $key, $verdict->balance, $verdict->available);
        continue;
    }
    $answer = match ($what) {
        'sync' => $desk->sync($member, walked(array_slice($fields, 3)), $now),
        'exchange' => $desk->exchange($key, $member, 'gift-500', (int) $fields[3], $now),
        'reverse' => $desk->reverse($key, $member, (int) $fields[3], $now),
        'adjust' => $desk->adjust($key, $member, (int) $fields[3], 'campaign', $now),
    };
    $verdict = $answer->verdict;
    $reason = ($what === 'sync' ? $verdict->items[0]->answer : $verdict)->reason->value;
    printf("%s %s %d %d %d %d\n", $key, $reason, $verdict->points, $verdict->balance, $answer->replayed, $desk->racesLost);
}

<?php

/*
 * A portal without its pages: php portal.php DATABASE PROGRAMME NOW [--careless]
 *
 * Each line is a form that a member sent, `booking person slot`; each is answered by a line
 * `booking reason replayed races-lost`.
 */

declare(strict_types=1);

require __DIR__ . '/../../../hosts/php/vendor/autoload.php';
require __DIR__ . '/BookingDesk.php';

use Kenpo\Programme;
use Kenpo\Types\BookingExpect;

[, $database, $document, $now] = $argv;
$db = new PDO("sqlite:$database", options: [PDO::ATTR_TIMEOUT => 30]);
$db->exec('PRAGMA foreign_keys = ON');
$programme = Programme::parse(file_get_contents($document));

/** Only for the race's proof that it can be lost: it forgets what the answer expects. */
class CarelessDesk extends BookingDesk
{
    protected function takePlace(BookingExpect $expect): bool
    {
        return $this->changes('UPDATE slots SET taken = taken + 1, version = version + 1 WHERE id = ?', $expect->slot);
    }
}

$desk = in_array('--careless', $argv, true) ? new CarelessDesk($db, $programme) : new BookingDesk($db, $programme);
while (($line = fgets(STDIN)) !== false) {
    [$id, $person, $slot] = explode(' ', trim($line));
    $desk->racesLost = 0;
    $answer = $desk->book($id, $person, $slot, '03-1234-5678', $now);
    printf("%s %s %d %d\n", $id, $answer->verdict->reason->value, $answer->replayed, $desk->racesLost);
}

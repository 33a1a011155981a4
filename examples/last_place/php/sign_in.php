<?php

/*
 * Signing in, without its page: php sign_in.php DATABASE PROGRAMME [--careless]
 *
 * Each line is a form that someone sent, `now login-id name password`; each is answered by a line with what they are told: `reason next until`.
 */

declare(strict_types=1);

require __DIR__ . '/../../../hosts/php/vendor/autoload.php';
require __DIR__ . '/SignInDesk.php';

use Kenpo\Programme;
use Kenpo\Types\{Attempts, AttemptsExpect};

[, $database, $document] = $argv;
$db = new PDO("sqlite:$database", options: [PDO::ATTR_TIMEOUT => 30]);
$programme = Programme::parse(file_get_contents($document));

/** Only for the proof that a lock can be passed: it forgets what the answer expects. */
class CarelessDesk extends SignInDesk
{
    protected function write(AttemptsExpect $expect, Attempts $row): bool
    {
        return $this->changes(
            'UPDATE attempts SET failures = ?, locked_until = ? WHERE "key" = ?',
            $row->failures,
            $row->lockedUntil,
            $row->key,
        );
    }
}

$desk = in_array('--careless', $argv, true) ? new CarelessDesk($db, $programme) : new SignInDesk($db, $programme);
while (($line = fgets(STDIN)) !== false) {
    [$now, $loginId, $name, $password] = explode(' ', trim($line));
    $shown = $desk->signIn($loginId, $name, $password, $now)->verdict->shown;
    printf("%s %s %s\n", $shown->reason->value, $shown->next->value, $shown->until->at ?? '-');
}

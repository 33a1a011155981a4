<?php

/** `php tests/soak.php CALLS` prints the KiB that the process holds after a tenth of so many calls, and after all. */

declare(strict_types=1);

use Kenpo\Internal\Json;
use Kenpo\Kenpo;
use Kenpo\KenpoException;
use Kenpo\Programme;
use Kenpo\Tests\Project;

require __DIR__ . '/bootstrap.php';

const PARSED_EVERY = 1000;

$resident = static function (): int {
    gc_collect_cycles();
    preg_match('/^VmRSS:\s+(\d+)/m', (string) file_get_contents('/proc/self/status'), $match);

    return (int) $match[1];
};
$root = Project::root();
$soak = json_decode((string) file_get_contents("$root/tests/soak.json"), flags: JSON_THROW_ON_ERROR);
$document = (string) file_get_contents("$root/$soak->programme");
$programme = Programme::parse($document);
$calls = [];
foreach ($soak->calls as $call) {
    $text = json_encode($call->request, JSON_THROW_ON_ERROR);
    $method = lcfirst(str_replace(' ', '', ucwords(strtr($call->operation, '._', '  '))));
    $target = method_exists($programme, $method) ? $programme : Kenpo::class;
    $type = (string) (new ReflectionMethod($target, $method))->getParameters()[0]->getType();
    try {
        $request = $type::fromArray(Json::decode($text));
        $calls[] = static fn (): object => $target === $programme ? $programme->$method($request) : Kenpo::$method($request);
    } catch (UnexpectedValueException) {
        $calls[] = static fn (): string => Kenpo::answer($call->operation, $text);
    }
}
$count = (int) $argv[1];
$refused = 0;
for ($number = 1; $number <= $count; ++$number) {
    try {
        $calls[$number % count($calls)]();
    } catch (KenpoException) {
        ++$refused;
    }
    if ($number % PARSED_EVERY === 0) {
        Programme::parse($document)->close();
    }
    if ($number === intdiv($count, 10)) {
        echo $resident(), ' ';
    }
}
echo $resident(), "\n";
exit($refused === intdiv($count, count($calls)) ? 0 : 1);

<?php

/**
 * Reads each input that the fuzz target sends, and says what it met, a line for each thing. An input's first line is what it is read as,
 * the rest its JSON. A reader gives a value or what it documents, in memory that its input bounds; a value that is written and read again
 * is the same.
 */

declare(strict_types=1);

use Kenpo\Answered;
use Kenpo\Internal\Json;
use Kenpo\KenpoException;
use Kenpo\Time;

require __DIR__ . '/../vendor/autoload.php';

/** An array of one number takes some 200 bytes, and four of its text; each is there as read, as typed, and as written. */
const MOST_FOR_A_BYTE = 1024;
const MOST_FOR_ANY = 1 << 20;

// A notice is a fault like any other.
set_error_handler(static fn (int $level, string $message) => throw new ErrorException($message, severity: $level));

/** @var array<string, Closure(array<mixed>): JsonSerializable> $types */
$types = [];
foreach (glob(__DIR__ . '/../src/Types/*.php') as $file) {
    $name = basename($file, '.php');
    $class = "Kenpo\\Types\\$name";
    if (method_exists($class, 'fromArray')) {
        $types[$name] = $class::fromArray(...);
    }
}
$names = array_keys($types);
/** What an input is read as: its first line, or where that names nothing, a type that it happens to fall on. */
$known = static fn (string $head): string => match (true) {
    $head === 'time', $head === 'error', isset($types[preg_replace('/^answer /', '', $head)]) => $head,
    default => $names[crc32($head) % count($names)],
};

/**
 * What a value has: its keys, and about how long its texts, numbers and lists are.
 *
 * @param array<mixed>        $value
 * @param array<string, true> $met
 */
function meet(array $value, string $place, array &$met): void
{
    foreach ($value as $key => $part) {
        $at = is_int($key) ? "{$place}[]" : "$place.$key";
        if (is_array($part)) {
            $met[$at . ' list ' . min(4, count($part))] = true;
            meet($part, $at, $met);
        } else {
            $met[$at . ' ' . gettype($part) . ' ' . strlen(decbin(strlen((string) $part)))] = true;
        }
    }
}

/** @return JsonSerializable|DateTimeImmutable */
$read = static function (string $head, string $json) use ($types): object {
    if ($head === 'time') {
        return Time::of($json);
    }
    if ($head === 'error') {
        return KenpoException::of(4, 'KENPO_ERR_INVALID_REQUEST', $json);
    }
    if (str_starts_with($head, 'answer ')) {
        return Answered::decode($json, $types[substr($head, 7)]);
    }

    return $types[$head](Json::decode($json));
};

/** @return list<string> */
$met = static function (string $input) use ($known, $read): array {
    [$head, $json] = explode("\n", $input, 2) + [1 => ''];
    $head = $known($head);
    try {
        $value = $read($head, $json);
    } catch (JsonException | UnexpectedValueException | ValueError $refused) {
        // ValueError is what Time::of documents; PHP's own functions throw it as well.
        $isDocumented = match ($refused::class) {
            ValueError::class => $head === 'time' && $refused->getMessage() === 'neither a date nor an instant of an answer',
            default => $head !== 'time',
        };
        if (!$isDocumented) {
            throw $refused;
        }

        return [$refused::class, "$head {$refused->getMessage()}"];
    }
    if ($value instanceof DateTimeImmutable) {
        if (Time::of(Time::instant($value)) != $value) {
            throw new LogicException('an instant is read as another');
        }

        return ['time ' . $value->format('H:i')];
    }
    $written = Json::encode($value);
    if ($head === 'error' && $json === '') {
        return ['error without a text'];
    }
    $again = Json::encode($read($head, $written));
    if ($again !== $written) {
        throw new LogicException('what was written is read as another');
    }
    $found = [$value::class => true];
    meet(Json::decode($written), $head, $found);

    return array_keys($found);
};

while (strlen($length = (string) fread(STDIN, 4)) === 4) {
    $left = unpack('V', $length)[1];
    $input = '';
    while ($left > strlen($input) && ($part = fread(STDIN, $left - strlen($input))) !== false) {
        $input .= $part;
    }
    $before = memory_get_usage();
    memory_reset_peak_usage();
    try {
        $lines = $met($input);
        $took = memory_get_peak_usage() - $before;
        if ($took > MOST_FOR_ANY + MOST_FOR_A_BYTE * $left) {
            $lines = ["FAULT $left bytes took $took"];
        }
    } catch (Throwable $fault) {
        $lines = ['FAULT ' . $fault::class . ": {$fault->getMessage()} in {$fault->getFile()}:{$fault->getLine()}"];
    }
    $said = implode("\n", $lines);
    fwrite(STDOUT, pack('V', strlen($said)) . $said);
}

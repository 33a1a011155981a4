<?php

declare(strict_types=1);

namespace Kenpo\Tests;

use Kenpo\CreditColumn;
use Kenpo\DeadlineKind;
use Kenpo\Internal\Json;
use Kenpo\Kenpo;
use Kenpo\KenpoException;
use Kenpo\MemberColumn;
use Kenpo\PersonColumn;
use Kenpo\Programme;
use Kenpo\SlotColumn;
use Kenpo\StepColumn;
use Kenpo\StepCredit;
use Kenpo\StepDay;
use Kenpo\StepDelivery;
use Kenpo\Types\Arrival;
use Kenpo\Types\Reason;
use Kenpo\Types\Relation;
use PHPUnit\Framework\TestCase;

/** A text, a truth or a list in place of a number is an error at its place, and never a comparison or a conversion. */
final class WrongTypesTest extends TestCase
{
    private const WRONG = ['65', 'unknown', true, [65]];

    /** Three cases of an operation have its fields; all of them would take minutes. */
    private const CASES_OF_EACH = 3;

    public function testRequestsWithAnotherTypeInPlaceOfEachNumber(): void
    {
        $done = [];
        $places = 0;
        foreach (Vectors::files(Project::root()) as $file) {
            $vectors = json_decode((string) file_get_contents(Project::root() . "/$file"));
            $operation = $vectors->operation;
            if (str_ends_with($operation, '.batch')) {
                continue;
            }
            $programme = isset($vectors->programme)
                ? Programme::parse((string) file_get_contents(Project::root() . "/$vectors->programme"))
                : null;
            $method = lcfirst(str_replace(' ', '', ucwords(strtr($operation, '._', '  '))));
            $class = method_exists(Programme::class, $method) ? Programme::class : Kenpo::class;
            $type = method_exists($class, $method)
                ? (string) (new \ReflectionMethod($class, $method))->getParameters()[0]->getType()
                : null;
            foreach ($vectors->cases as $case) {
                // Cases that are answered.
                $isError = property_exists($case->expect, '/code');
                if (!isset($case->request) || $isError || ($done[$operation] ?? 0) >= self::CASES_OF_EACH) {
                    continue;
                }
                $done[$operation] = ($done[$operation] ?? 0) + 1;
                foreach (self::numbers($case->request) as $path) {
                    ++$places;
                    foreach (self::WRONG as $wrong) {
                        $json = (string) json_encode(self::put($case->request, $path, $wrong), JSON_UNESCAPED_UNICODE);
                        self::refusedAt('/' . implode('/', $path), $operation, $programme, $json);
                        if ($type !== null && class_exists($type)) {
                            $this->notRead($type, $json, (string) end($path));
                        }
                    }
                }
            }
        }
        self::assertGreaterThan(60, count($done));
        self::assertGreaterThan(200, $places);
    }

    public function testArgumentsWithStrictTypes(): void
    {
        $kkr = Programme::parse(Project::kkr());
        foreach (self::WRONG as $wrong) {
            $calls = [
                'steps' => static fn () => new Arrival(date: '2022-02-01', steps: $wrong),
                'revision' => static fn () => new Arrival(date: '2022-02-01', steps: 1, revision: $wrong),
                'issuedYmd' => static fn () => $kkr->couponLastDay($wrong),
                'onYmd' => static fn () => $kkr->subsidyYen('dock', $wrong, 1),
                'costYen' => static fn () => $kkr->subsidyYen('dock', 20220401, $wrong),
                'now' => static fn () => $kkr->slotStates('dock', $wrong, new SlotColumn()),
                'dateYmd' => static fn () => $kkr->bookingDeadline('dock', DeadlineKind::cases()[0], $wrong),
                'syncedYmd' => static fn () => new StepDelivery($wrong),
                'walkedYmd' => static fn () => new StepDay($wrong, 1),
                'rule' => static fn () => new StepCredit(20220201, 20220202, $wrong, 1, 1),
                'earned' => static fn () => (new CreditColumn())->add(20220201, 20220202, 0, $wrong, 1),
                'points' => static fn () => (new CreditColumn())->add(20220201, 20220202, 0, 1, $wrong),
                'bornYmd' => static fn () => (new PersonColumn())->add(0, $wrong, 20220201, Relation::Insured),
                'capacity' => static fn () => (new SlotColumn())->add(20220201, $wrong, 0),
                'number' => static fn () => Reason::fromNumber($wrong),
            ];
            foreach ($calls as $parameter => $call) {
                self::refusedAsType("(\$$parameter) must be of type", $call);
            }
        }
    }

    public function testArgumentsWithoutStrictTypes(): void
    {
        $kenren = Programme::parse((string) file_get_contents(Project::root() . '/programmes/kenren.json'));
        // The language's: what the package is given is a number already.
        self::assertSame([65, 1], [WithoutStrictTypes::steps('65'), WithoutStrictTypes::steps(true)]);
        self::assertSame(
            [$kenren->subsidyYen('dock', 20220401, 65), $kenren->subsidyYen('dock', 20220401, 1)],
            [WithoutStrictTypes::subsidy($kenren, '65'), WithoutStrictTypes::subsidy($kenren, true)],
        );
        foreach (['unknown', [65]] as $wrong) {
            self::refusedAsType('($steps) must be of type int', static fn () => WithoutStrictTypes::steps($wrong));
            self::refusedAsType('($costYen) must be of type int', static fn () => WithoutStrictTypes::subsidy($kenren, $wrong));
        }
    }

    public function testListsWithStrictTypesAndWithout(): void
    {
        $kenren = Programme::parse((string) file_get_contents(Project::root() . '/programmes/kenren.json'));
        foreach ([...self::WRONG, 65.0, null] as $wrong) {
            $type = get_debug_type($wrong);
            $members = (new MemberColumn())->member()->delivery(new StepDelivery(20220203));
            $calls = [
                'walkedYmd[0]' => static fn () => $members->addAll([$wrong], [1]),
                'steps[2]' => static fn () => (new StepColumn())->addAll([20220201, 20220202, 20220203], [1, 2, $wrong]),
                'costsYen[0]' => static fn () => $kenren->subsidiesYen('dock', 20220401, [$wrong]),
                ...WithoutStrictTypes::lists($kenren, $wrong),
            ];
            foreach ($calls as $place => $call) {
                self::refusedAsType("$place must be of type int, $type given", $call);
            }
            self::assertSame([0, 1], [count((new StepColumn())), count($members)]);
        }
    }

    /** Also where a record's error stands in the answer, beside the verdicts on other records. */
    private static function refusedAt(string $path, string $operation, ?Programme $programme, string $json): void
    {
        try {
            $answer = $programme?->answer($operation, $json) ?? Kenpo::answer($operation, $json);
            $items = json_decode($answer)->answer->verdict->items ?? [];
            $errors = array_filter($items, static fn (object $item): bool => isset($item->error));
            $found = array_values(array_map(static fn (object $item): string => $item->error->path, $errors));
        } catch (KenpoException $exception) {
            $found = [$exception->errorPath];
        }
        self::assertSame([$path], $found, $operation);
    }

    private function notRead(string $type, string $json, string $key): void
    {
        try {
            $type::fromArray(Json::decode($json));
            self::fail("$type: read");
        } catch (\UnexpectedValueException $exception) {
            self::assertStringContainsString('is not an integer', $exception->getMessage(), "$type, $key");
        }
    }

    private static function refusedAsType(string $message, \Closure $call): void
    {
        try {
            $call();
        } catch (\TypeError $error) {
            self::assertStringContainsString($message, $error->getMessage());

            return;
        }
        self::fail("taken: $message");
    }

    /** @return iterable<list<string|int>> where numbers stand, in the first two items of each list */
    private static function numbers(mixed $value): iterable
    {
        if (is_int($value)) {
            yield [];
        }
        $parts = is_array($value) ? array_slice($value, 0, 2) : (is_object($value) ? get_object_vars($value) : []);
        foreach ($parts as $key => $part) {
            foreach (self::numbers($part) as $path) {
                yield [$key, ...$path];
            }
        }
    }

    /** @param list<string|int> $path */
    private static function put(mixed $value, array $path, mixed $wrong): mixed
    {
        if ($path === []) {
            return $wrong;
        }
        $key = array_shift($path);
        if (is_array($value)) {
            $value[$key] = self::put($value[$key], $path, $wrong);

            return $value;
        }
        $changed = clone $value;
        $changed->$key = self::put($value->$key, $path, $wrong);

        return $changed;
    }
}

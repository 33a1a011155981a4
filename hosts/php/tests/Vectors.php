<?php

declare(strict_types=1);

namespace Kenpo\Tests;

use Kenpo\Answered;
use Kenpo\Internal\Json;
use Kenpo\Kenpo;
use Kenpo\KenpoException;
use Kenpo\Process;
use Kenpo\Programme;
use Kenpo\StepCredit;
use Kenpo\StepDay;
use Kenpo\StepDelivery;
use Kenpo\Types\AccruePosting;
use Kenpo\Types\AccrueRequest;
use Kenpo\Types\CouponPosting;
use Kenpo\Types\CouponRequest;
use Kenpo\Types\DeadlinesDecision;
use Kenpo\Types\EligibilityDecision;
use Kenpo\Types\EntryKind;
use Kenpo\Types\InsurerNumberDecision;
use Kenpo\Types\InsurerNumberRequest;
use Kenpo\Types\NameDecision;
use Kenpo\Types\NameRequest;
use Kenpo\Types\Reason;
use Kenpo\Types\SlotsDecision;
use Kenpo\Types\SubsidyDecision;

/** Runs the cases of one vector file through the package's public API. */
final class Vectors
{
    private const FILE_KEYS = ['operation', 'programme', 'cases'];
    private const CASE_KEYS = ['id', 'rules', 'note', 'request', 'request_text', 'expect'];

    private string $operation;
    private ?Programme $programme = null;

    /** @var list<string> the ids of the programme's rules */
    private array $rules = [];

    /** @var list<array{string, string}> the ids of failed cases, and what happened */
    private array $failures = [];

    private function __construct()
    {
    }

    /**
     * The vector files below the project's root, by relative path sorted bytewise.
     *
     * @return list<string>
     */
    public static function files(string $root): array
    {
        $files = [];
        $folder = new \RecursiveDirectoryIterator("$root/tests/vectors", \FilesystemIterator::SKIP_DOTS);
        foreach (new \RecursiveIteratorIterator($folder) as $file) {
            if ($file->getExtension() === 'json') {
                $files[] = substr($file->getPathname(), strlen($root) + 1);
            }
        }
        sort($files, SORT_STRING);

        return $files;
    }

    /**
     * @param string $file from the project's root
     *
     * @return array{lines: array<string, string>, failures: list<array{string, string}>} the lines by id, sorted bytewise
     */
    public static function run(string $root, string $file): array
    {
        // Objects and arrays are kept apart, so that a request can be written again as it stands.
        $vectors = self::read("$root/$file");
        self::refuseUnknown(get_object_vars($vectors), self::FILE_KEYS, $file);
        $run = new self();
        $run->operation = $vectors->operation;
        if (isset($vectors->programme)) {
            $run->programme = Programme::parse((string) file_get_contents("$root/$vectors->programme"));
            $run->rules = array_column(self::read("$root/$vectors->programme")->points->rules ?? [], 'id');
        }
        $lines = [];
        foreach ($vectors->cases as $case) {
            self::refuseUnknown(get_object_vars($case), self::CASE_KEYS, "$file: $case->id");
            if (isset($lines[$case->id])) {
                $run->failures[] = [$case->id, 'the id stands twice'];
            }
            $lines[$case->id] = $run->case($case);
        }
        ksort($lines, SORT_STRING);
        $run->compare($lines, (string) file_get_contents("$root/" . preg_replace('/json$/', 'tsv', $file)));

        return ['lines' => $lines, 'failures' => $run->failures];
    }

    private static function read(string $path): \stdClass
    {
        return json_decode((string) file_get_contents($path), flags: JSON_THROW_ON_ERROR);
    }

    /**
     * @param array<string, mixed> $data
     * @param list<string>         $known
     */
    private static function refuseUnknown(array $data, array $known, string $where): void
    {
        $unknown = array_diff(array_keys($data), $known);
        if ($unknown !== []) {
            throw new \UnexpectedValueException("$where has unknown keys: " . implode(', ', $unknown));
        }
    }

    private function case(\stdClass $case): string
    {
        if (isset($case->request) === isset($case->request_text)) {
            throw new \UnexpectedValueException("$case->id: either request or request_text");
        }
        try {
            $body = isset($case->request) ? $this->typed($case->id, $case->request) : $this->raw($case->request_text);
            $status = 0;
        } catch (KenpoException $exception) {
            $body = $exception->toJson();
            $status = $exception->status;
        } catch (\UnexpectedValueException $exception) {
            $body = $exception->getMessage();
            $status = 'not decoded';
        }

        return "$case->id\t$status\t$body";
    }

    private function raw(string $request): string
    {
        return $this->programme?->answer($this->operation, $request) ?? Kenpo::answer($this->operation, $request);
    }

    private function typed(string $id, \stdClass $request): string
    {
        $text = json_encode($request, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
        if (str_ends_with($this->operation, '.batch')) {
            return $this->raw($text);
        }
        // points.accrue is pointsAccrue, whose parameter has the request's type.
        $method = lcfirst(str_replace(' ', '', ucwords(strtr($this->operation, '._', '  '))));
        $class = method_exists(Programme::class, $method) ? Programme::class : Kenpo::class;
        $type = (string) (new \ReflectionMethod($class, $method))->getParameters()[0]->getType();
        $typed = $type::fromArray(Json::decode($text));
        if (Json::encode($typed) !== $text) {
            $this->failures[] = [$id, "the request is encoded as\n  " . Json::encode($typed) . "\n  and was\n  $text"];
        }
        $envelope = $class === Programme::class ? $this->programme->$method($typed) : Kenpo::$method($typed);
        foreach ($this->twin($typed, $envelope) as $fault) {
            $this->failures[] = [$id, $fault];
        }

        return $envelope->toJson();
    }

    /**
     * The same question through the call without JSON.
     *
     * @return list<string> where it differs
     */
    private function twin(object $request, Answered $envelope): array
    {
        $answer = $envelope->answer;

        return match (true) {
            // There they need the library.
            Process::named() !== null => [],
            // What an interface sends has no typed call.
            $this->operation === 'insurer_number.interchange' => [],
            $answer instanceof InsurerNumberDecision => self::insurerNumber($request, $answer),
            $answer instanceof NameDecision => self::name($request, $answer),
            $answer instanceof CouponPosting => $this->lastDay($request, $answer),
            $answer instanceof AccruePosting => $this->steps($request, $answer),
            $answer instanceof EligibilityDecision => $this->columns()->eligibility($request, $answer->verdict),
            $answer instanceof SlotsDecision => $this->columns()->slots($request, $answer->verdict),
            $answer instanceof DeadlinesDecision => $this->columns()->deadlines($request, $answer->verdict),
            $answer instanceof SubsidyDecision => $this->columns()->subsidy($request, $answer->verdict),
            default => [],
        };
    }

    private function columns(): ColumnTwins
    {
        return new ColumnTwins($this->programme ?? throw new \LogicException('no programme'));
    }

    /** @return list<string> */
    private static function insurerNumber(InsurerNumberRequest $request, InsurerNumberDecision $answer): array
    {
        $verdict = $answer->verdict;
        $expected = $verdict->reason === Reason::Accepted ? null : $verdict->reason;
        $faults = [];
        $found = Kenpo::insurerNumberReason($request->insurerNumber);
        if ($found !== $expected) {
            $faults[] = 'the typed check says ' . ($found->value ?? 'nothing');
        }
        if ($verdict->digits !== null) {
            $column = Kenpo::insurerNumberReasons(str_pad($verdict->digits, 8));
            if ($column !== chr($expected?->number() ?? 0)) {
                $faults[] = 'the column says ' . bin2hex($column);
            }
        }

        return $faults;
    }

    /** @return list<string> */
    private static function name(NameRequest $request, NameDecision $answer): array
    {
        if ($answer->verdict->matchKeyVersion !== 1) {
            return []; // the typed key is of version 1
        }
        $key = Kenpo::matchKey($request->name);

        $keys = Kenpo::matchKeys([$request->name, '', $request->name]);
        if ($keys !== [$key, '', $key]) {
            return ['the keys of the column are ' . implode(', ', $keys)];
        }

        return $key === $answer->verdict->matchKey ? [] : ["the typed key is $key"];
    }

    /** @return list<string> */
    private function lastDay(CouponRequest $request, CouponPosting $answer): array
    {
        $lastDay = $answer->verdict->lastDay;
        // Without a last day the coupon may be one that the typed call, which knows one coupon only, was not asked for.
        if ($request->drawnOn !== null || $lastDay === null) {
            return [];
        }
        try {
            $found = $this->programme->couponLastDay(self::ymd($request->issuedOn));
        } catch (KenpoException $exception) {
            return $exception->statusName === 'KENPO_ERR_UNSUPPORTED' ? [] : ["typed: {$exception->getMessage()}"];
        }

        return $found === self::ymd($lastDay) ? [] : ["the typed last day is $found"];
    }

    /** @return list<string> */
    private function steps(AccrueRequest $request, AccruePosting $answer): array
    {
        $reasons = [];
        foreach ($answer->verdict->items as $item) {
            $of = [$item->answer?->reason];
            foreach ($item->answer?->rules ?? [] as $payment) {
                $of[] = $payment->reason;
            }
            if ($item->answer === null || in_array(Reason::SourceNotLinked, $of, true)) {
                return [];
            }
            $reasons[] = $item->answer->reason;
        }
        if ($request->ledger?->opening !== null) {
            return [];
        }
        $days = [];
        foreach ($request->arrivals as $arrival) {
            $days[] = new StepDay(self::ymd($arrival->date), $arrival->steps);
        }
        // Vectors write `now` in Japan's time, so that its date is the day of arrival.
        $delivery = new StepDelivery(
            self::ymd(substr($request->now, 0, 10)),
            self::ymd($request->born ?? '0'),
            self::ymd($request->enrolledOn ?? '0'),
            self::ymd($request->openedOn ?? '0'),
        );
        $credited = $this->credits($request->ledger->entries ?? []);
        try {
            $found = $this->programme->stepsAccrue($delivery, $days, $credited);
            $columns = $this->columns()->steps($delivery, $days, $credited);
        } catch (KenpoException $exception) {
            return $exception->statusName === 'KENPO_ERR_UNSUPPORTED' ? [] : ["typed: {$exception->getMessage()}"];
        }
        if ($columns != $found) {
            return ['the columns say ' . var_export($columns, true)];
        }

        return $found->reasons === $reasons && $found->credits == $this->credits($answer->store)
            ? []
            : ['the typed call says ' . var_export($found, true)];
    }

    /**
     * @param list<\Kenpo\Types\LedgerEntry> $entries
     *
     * @return list<StepCredit>
     */
    private function credits(array $entries): array
    {
        $credits = [];
        foreach ($entries as $entry) {
            if ($entry->kind === EntryKind::Credit) {
                $credits[] = new StepCredit(
                    self::ymd((string) $entry->date),
                    self::ymd((string) $entry->syncedOn),
                    (int) array_search($entry->rule, $this->rules, true),
                    (int) $entry->earned,
                    $entry->points,
                );
            }
        }

        return $credits;
    }

    private static function ymd(string $date): int
    {
        return (int) str_replace('-', '', $date);
    }

    /** @param array<string, string> $lines */
    private function compare(array $lines, string $record): void
    {
        $recorded = [];
        foreach (explode("\n", rtrim($record, "\n")) as $line) {
            $recorded[explode("\t", $line)[0]] = $line;
        }
        foreach ($lines + $recorded as $id => $_) {
            $expected = $recorded[$id] ?? 'nothing';
            $found = $lines[$id] ?? 'nothing';
            if ($expected !== $found) {
                $this->failures[] = [(string) $id, "\n  recorded $expected\n  found    $found"];
            }
        }
    }
}

<?php

declare(strict_types=1);

namespace Kenpo\Tests;

use Kenpo\Answered;
use Kenpo\Kenpo;
use Kenpo\KenpoException;
use Kenpo\Programme;
use Kenpo\StepCredit;
use Kenpo\StepDay;
use Kenpo\StepDelivery;
use Kenpo\Types\AccruePosting;
use Kenpo\Types\AccrueRequest;
use Kenpo\Types\Arrival;
use Kenpo\Types\Check;
use Kenpo\Types\CouponRequest;
use Kenpo\Types\DrawEntry;
use Kenpo\Types\ErrorCode;
use Kenpo\Types\Explain;
use Kenpo\Types\FoldListRequest;
use Kenpo\Types\InsurerNumberRequest;
use Kenpo\Types\Ledger;
use Kenpo\Types\Reason;
use PHPUnit\Framework\TestCase;

final class ProgrammeTest extends TestCase
{
    private function walked(int $steps): AccrueRequest
    {
        return new AccrueRequest('2022-02-02T09:00:00+09:00', [new Arrival('2022-02-01', $steps, 'healthkit')]);
    }

    private function failure(\Closure $act): KenpoException
    {
        try {
            $act();
        } catch (KenpoException $exception) {
            return $exception;
        }
        self::fail('nothing was thrown');
    }

    public function testAnswersAreTyped(): void
    {
        $programme = Programme::parse(Project::kkr());
        $answer = $programme->pointsAccrue($this->walked(8000));

        self::assertInstanceOf(AccruePosting::class, $answer->answer);
        self::assertSame(Kenpo::version(), $answer->kenpo);
        self::assertSame(hash('sha256', Project::kkr()), $answer->programme?->digest);
        self::assertSame(20, $answer->answer->verdict->points);
        self::assertSame(Reason::Paid, $answer->answer->verdict->items[0]->answer?->reason);
        self::assertSame([], $answer->answer->checks);
        self::assertFalse($answer->answer->replayed);
    }

    /** @return list<DrawEntry> */
    private function entries(int $first, int $end): array
    {
        return array_map(fn (int $holder): DrawEntry => new DrawEntry(sprintf('%064x', $holder), 1 + $holder % 3), range($first, $end - 1));
    }

    public function testALongListIsFoldedInChunks(): void
    {
        $once = Kenpo::lotteryFoldList(new FoldListRequest(entries: $this->entries(0, 1000)))->answer->verdict;
        $state = null;
        foreach (range(0, 936, 72) as $place) {
            $chunk = $this->entries($place, min($place + 72, 1000));
            $state = Kenpo::lotteryFoldList(new FoldListRequest($state, $place, $chunk))->answer->verdict->state;
        }
        self::assertSame($once->state, $state);
        $last = Kenpo::lotteryFoldList(new FoldListRequest(place: 450, entries: $this->entries(450, 1000)))->answer->verdict;
        self::assertNull($last->root);
        $joined = Kenpo::lotteryFoldList(new FoldListRequest(entries: $this->entries(0, 450), next: $last->state))->answer->verdict;
        self::assertEquals($once, $joined);
        self::assertSame(1000, $joined->holders);

        $again = new FoldListRequest($state, 936, $this->entries(936, 1000));
        self::assertSame('entries_unordered', $this->failure(fn () => Kenpo::lotteryFoldList($again))->errorCode);
        $repeated = $this->failure(fn () => Kenpo::lotteryFoldList(new FoldListRequest($state, entries: $this->entries(999, 1000))));
        self::assertSame(['entry_repeated', '/entries/0/tag'], [$repeated->errorCode, $repeated->errorPath]);
        $cut = new FoldListRequest(substr($joined->state, 2));
        self::assertSame('fold_state_invalid', $this->failure(fn () => Kenpo::lotteryFoldList($cut))->errorCode);
    }

    public function testAnAnswerEncodesToTheBytesItWasDecodedFrom(): void
    {
        $programme = Programme::parse(Project::kkr());
        $request = new CouponRequest('kkr_coupon', '2022-06-23', explain: Explain::All);
        $json = $programme->answer('coupon.issue', json_encode($request, JSON_THROW_ON_ERROR));

        self::assertNotSame([], $programme->couponIssue($request)->answer->checks);
        self::assertSame($json, $programme->couponIssue($request)->toJson());
    }

    public function testAnEmptyObjectStaysAnObjectAndAnEmptyListAList(): void
    {
        self::assertSame('{}', json_encode(new Ledger()));
        self::assertSame('{"now":"n","arrivals":[]}', json_encode(new AccrueRequest('n', [])));
        self::assertSame('{"now":"n","ledger":{},"arrivals":[]}', json_encode(new AccrueRequest('n', [], new Ledger())));
    }

    public function testWhatIsOfAnotherTypeIsNotDecoded(): void
    {
        $this->expectException(\UnexpectedValueException::class);
        $this->expectExceptionMessage('"steps" is not an integer');
        Arrival::fromArray(['date' => '2022-02-01', 'steps' => '8000']);
    }

    public function testWhatIsMissingIsNotDecoded(): void
    {
        $this->expectException(\UnexpectedValueException::class);
        Check::fromArray(['rule' => 'KKR-01', 'code' => 'empty']);
    }

    public function testADocumentThatCannotBeUsedSaysWhereAndNotWhat(): void
    {
        $document = str_replace('"kenpo-programme/1"', '"secret"', Project::kkr());
        $failure = $this->failure(static fn () => Programme::parse($document));

        self::assertSame('KENPO_ERR_INVALID_PROGRAMME', $failure->statusName);
        self::assertSame($failure->getCode(), $failure->status);
        self::assertSame('format_unknown', $failure->errorCode);
        self::assertSame(ErrorCode::FormatUnknown, $failure->knownCode());
        self::assertSame('/format', $failure->errorPath);
        self::assertIsInt($failure->errorLine);
        self::assertIsInt($failure->errorColumn);
        self::assertStringNotContainsString('secret', $failure->getMessage() . $failure->toJson());
    }

    public function testARequestThatCannotBeUsedSaysWhere(): void
    {
        $programme = Programme::parse(Project::kkr());
        $request = new CouponRequest('kkr_coupon', '2022/06/23');
        $failure = $this->failure(static fn () => $programme->couponIssue($request));

        self::assertSame('KENPO_ERR_INVALID_REQUEST', $failure->statusName);
        self::assertSame('{"code":"date_invalid","path":"/issued_on","line":1,"column":36}', $failure->toJson());
    }

    public function testOtherFailures(): void
    {
        $status = fn (\Closure $act): string => $this->failure($act)->statusName;
        $programme = Programme::parse(Project::kkr());

        self::assertSame('KENPO_ERR_UNKNOWN_OPERATION', $status(static fn () => Kenpo::answer('coupon.print', '{}')));
        self::assertSame('KENPO_ERR_PROGRAMME_REQUIRED', $status(static fn () => Kenpo::answer('coupon.issue', '{}')));
        self::assertSame('KENPO_ERR_INVALID_REQUEST', $status(static fn () => Kenpo::answer('insurer_number.check', '')));
        self::assertSame('KENPO_ERR_TOO_LARGE', $status(static fn () => Kenpo::insurerNumberReason(str_repeat('0', 65))));
        self::assertSame('KENPO_ERR_INVALID_REQUEST', $status(static fn () => Kenpo::insurerNumberReason("\xff")));
        self::assertSame('KENPO_ERR_NOT_IN_EFFECT', $status(static fn () => $programme->couponLastDay(99990401)));
        self::assertSame('KENPO_ERR_INVALID_REQUEST', $status(static fn () => $programme->couponLastDay(20220230)));
        $day = [new StepDay(20220201, -1)];
        self::assertSame('KENPO_ERR_INVALID_REQUEST', $status(static fn () => $programme->stepsAccrue(new StepDelivery(20220202), $day, [])));
    }

    public function testADateIsNotCutDownToADay(): void
    {
        $programme = Programme::parse(Project::kkr());
        $failure = $this->failure(static fn () => $programme->couponLastDay(20220623 + (1 << 32)));

        self::assertSame('KENPO_ERR_INVALID_REQUEST', $failure->statusName);
    }

    public function testCallsWithoutJson(): void
    {
        self::assertNull(Kenpo::insurerNumberReason('06137020'));
        self::assertSame(Reason::WrongCheckDigit, Kenpo::insurerNumberReason('06137021'));
        self::assertSame("\0" . chr(Reason::WrongCheckDigit->number()), Kenpo::insurerNumberReasons('0613702006137021'));
        self::assertSame('', Kenpo::insurerNumberReasons(''));

        $programme = Programme::parse(Project::kkr());
        self::assertSame(20230331, $programme->couponLastDay(20220301));
        $first = $programme->stepsAccrue(new StepDelivery(20220202), [new StepDay(20220201, 8000)], []);
        self::assertEquals([new StepCredit(20220201, 20220202, 0, 20, 20)], $first->credits);
        self::assertSame([Reason::Paid], $first->reasons);
        $again = $programme->stepsAccrue(new StepDelivery(20220203), [new StepDay(20220201, 8000)], $first->credits);
        self::assertSame([], $again->credits);
        self::assertSame([Reason::NothingNew], $again->reasons);
        $none = $programme->stepsAccrue(new StepDelivery(20220203), [], []);
        self::assertSame([[], []], [$none->credits, $none->reasons]);
    }

    public function testMatchKeys(): void
    {
        self::assertSame('ケンコムジヨウ', Kenpo::matchKey('ｹﾝｺﾑ　じょー・う'));
        self::assertSame('𠮷', Kenpo::matchKey('𠮷'));
        self::assertSame(['', ''], [Kenpo::matchKey(''), Kenpo::matchKey('　ー')]);
        self::assertSame(str_repeat('A', 256), Kenpo::matchKey(str_repeat('A', 256)));
        $status = fn (string $name): string => $this->failure(static fn () => Kenpo::matchKey($name))->statusName;
        self::assertSame('KENPO_ERR_TOO_LARGE', $status(str_repeat('A', 257)));
        self::assertSame('KENPO_ERR_INVALID_REQUEST', $status("\xe3\x82"));
    }

    public function testMatchKeysOfAColumn(): void
    {
        $names = ['ｹﾝｺﾑ　じょー・う', '', '𠮷', 'カ', "\u{3099}", '　ー', str_repeat('A', 256)];
        self::assertSame(array_map(Kenpo::matchKey(...), $names), Kenpo::matchKeys($names));
        self::assertSame([[], [''], ['', '']], [Kenpo::matchKeys([]), Kenpo::matchKeys(['']), Kenpo::matchKeys(['', ''])]);

        $long = $this->failure(static fn () => Kenpo::matchKeys(['A', str_repeat('A', 257), "\xff"]));
        self::assertSame(['KENPO_ERR_TOO_LARGE', 'too_large', '/1'], [$long->statusName, $long->errorCode, $long->errorPath]);
        // The halves of a letter are not put together.
        $half = $this->failure(static fn () => Kenpo::matchKeys(['A', '', "\xe3\x82", "\xab"]));
        self::assertSame(['KENPO_ERR_INVALID_REQUEST', 'utf8_invalid', '/2'], [$half->statusName, $half->errorCode, $half->errorPath]);
    }

    public function testRecordsAreWhole(): void
    {
        $this->expectException(\InvalidArgumentException::class);
        Kenpo::insurerNumberReasons('123456');
    }

    public function testReasonsHaveNumbersOfTheirOwn(): void
    {
        foreach (Reason::cases() as $reason) {
            self::assertSame($reason, Reason::fromNumber($reason->number()));
        }
        $this->expectException(\UnexpectedValueException::class);
        Reason::fromNumber(0);
    }

    public function testAClosedProgrammeIsRefused(): void
    {
        $programme = Programme::parse(Project::kkr());
        $programme->close();
        $programme->close();
        $uses = [
            fn () => $programme->pointsAccrue($this->walked(8000)),
            fn () => $programme->answer('points.accrue', '{}'),
            fn () => $programme->couponLastDay(20220301),
            fn () => $programme->stepsAccrue(new StepDelivery(20220202), [], []),
        ];
        foreach ($uses as $use) {
            try {
                $use();
                self::fail('a closed programme answered');
            } catch (\LogicException $exception) {
                self::assertSame('the programme is closed', $exception->getMessage());
            }
        }
    }

    public function testAProgrammeIsNotCopied(): void
    {
        $programme = Programme::parse(Project::kkr());
        $this->expectException(\Error::class);
        clone $programme;
    }

    public function testAProgrammeIsNotStored(): void
    {
        $programme = Programme::parse(Project::kkr());
        $this->expectException(\Exception::class);
        serialize($programme);
    }

    public function testNothingIsLeftBehind(): void
    {
        $resident = static function (): int {
            preg_match('/VmRSS:\s+(\d+)/', (string) file_get_contents('/proc/self/status'), $found);

            return (int) ($found[1] ?? 0);
        };
        $round = function (): void {
            for ($turn = 0; $turn < 500; ++$turn) {
                $programme = Programme::parse(Project::kkr());
                $programme->pointsAccrue($this->walked(8000));
                $this->failure(static fn () => Programme::parse('{}'));
            }
        };
        $round();
        $before = $resident();
        $round();
        self::assertLessThan(1024, $resident() - $before, 'kilobytes');
    }

    /** What PHP itself allocates: types of its FFI that are made anew for each call would add up. */
    public function testPhpsOwnMemoryDoesNotGrow(): void
    {
        $programme = Programme::parse(Project::kkr());
        $delivery = new StepDelivery(20220202);
        $length = 0;
        $calls = [
            'parse' => static fn () => Programme::parse(Project::kkr()),
            'a document that is refused' => fn () => $this->failure(static fn () => Programme::parse('{}')),
            'answer' => static fn () => Kenpo::answer('insurer_number.check', '{"insurer_number":"06130488"}'),
            'insurerNumberReason' => static fn () => Kenpo::insurerNumberReason('06130488'),
            'insurerNumberReasons' => static function () use (&$length) {
                Kenpo::insurerNumberReasons(str_repeat('06130488', 1 + $length++ % 50));
            },
            'matchKey' => static function () use (&$length) {
                Kenpo::matchKey(str_repeat('A', 1 + $length++ % 50));
            },
            'matchKeys' => static function () use (&$length) {
                Kenpo::matchKeys(array_fill(0, $length++ % 20, 'ｹﾝｺﾑ'));
            },
            'couponLastDay' => static fn () => $programme->couponLastDay(20220301),
            'stepsAccrue' => static fn () => $programme->stepsAccrue($delivery, [new StepDay(20220201, 8000)], []),
        ];
        foreach ($calls as $name => $call) {
            $grown = 0;
            foreach ([60, 500] as $turns) {
                $before = memory_get_usage();
                for ($turn = 0; $turn < $turns; ++$turn) {
                    $call();
                }
                gc_collect_cycles();
                $grown = memory_get_usage() - $before;
            }
            self::assertLessThan(500, $grown, "bytes after 500 calls of $name");
        }
    }

    public function testTheCheckOfADocumentTakesItsText(): void
    {
        $answer = Kenpo::programmeCheck(Project::kkr());

        self::assertInstanceOf(Answered::class, $answer);
        self::assertSame('kkr', $answer->answer->verdict->programme->id);
        self::assertNull($answer->programme);
        self::assertSame('/version', Kenpo::programmeCheck('{"id":"x"}')->answer->verdict->faults[1]->path);
    }

    public function testABatchIsAskedByName(): void
    {
        $item = json_encode(new InsurerNumberRequest('06137020'), JSON_THROW_ON_ERROR);
        $answer = json_decode(Kenpo::answer('insurer_number.check.batch', "{\"items\":[$item,{}]}"), true);

        self::assertSame('accepted', $answer['items'][0]['answer']['verdict']['reason']);
        self::assertSame('missing_value', $answer['items'][1]['error']['code']);
    }
}

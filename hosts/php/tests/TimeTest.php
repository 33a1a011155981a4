<?php

declare(strict_types=1);

namespace Kenpo\Tests;

use Kenpo\Programme;
use Kenpo\Time;
use Kenpo\Types\AccrueRequest;
use Kenpo\Types\Arrival;
use Kenpo\Types\Attempts;
use PHPUnit\Framework\TestCase;

final class TimeTest extends TestCase
{
    public function testAnInstantIsThatOfJapanWhateverItsZone(): void
    {
        foreach (['2024-02-18T05:00:00.9+09:00', '2024-02-17T20:00:00Z', '2024-02-17T12:00:00-08:00'] as $text) {
            $at = new \DateTime($text);
            self::assertSame('2024-02-18T05:00:00+09:00', Time::instant($at));
            self::assertSame('2024-02-18', Time::dayInJapan($at));
            self::assertSame((new \DateTime($text))->format(DATE_RFC3339), $at->format(DATE_RFC3339), 'the value was changed');
        }
        self::assertSame('2024-02-18', Time::dayInJapan(new \DateTimeImmutable('2024-02-18T14:59:59Z')));
        self::assertSame('2024-02-19', Time::dayInJapan(new \DateTimeImmutable('2024-02-18T15:00:00Z')));
    }

    public function testADayIsTheOneThatIsWritten(): void
    {
        foreach (['UTC', 'Asia/Tokyo', 'America/Los_Angeles', 'Pacific/Auckland'] as $zone) {
            foreach (['1980-04-01', '2024-02-29 23:59:59'] as $text) {
                $day = new \DateTimeImmutable($text, new \DateTimeZone($zone));
                self::assertSame(substr($text, 0, 10), Time::dayAsWritten($day), $zone);
            }
        }
    }

    public function testAnswersAreReadBack(): void
    {
        $default = date_default_timezone_get();
        date_default_timezone_set('America/Los_Angeles');
        try {
            self::assertSame('2024-02-29T00:00:00+09:00', Time::of('2024-02-29')->format(DATE_RFC3339));
            self::assertSame('0001-01-01', Time::dayAsWritten(Time::of('0001-01-01')));
            self::assertSame('9999-12-31', Time::dayInJapan(Time::of('9999-12-31')));
            self::assertSame('2024-02-18T05:00:00+09:00', Time::of('2024-02-17T20:00:00Z')->format(DATE_RFC3339));
            self::assertSame(1708200000, Time::of(Time::instant(new \DateTimeImmutable('@1708200000')))->getTimestamp());
        } finally {
            date_default_timezone_set($default);
        }
    }

    public function testWhatIsNoDateIsRefusedAndNotShown(): void
    {
        foreach (['', '2024-2-1', '2024-02-30', '2023-02-29', '20240218', '2024-02-18T', '2024-02-18 05:00:00+09:00', "2024-02-18\n",
            '2024-02-18T24:00:01+09:00', '2024-02-18T05:00:00', 'tomorrow!!', '２０２４', "2024-02-1\0", '2024-02-18T05:00:00+99:99',
            '2024-02-18T05:00:00+24:00', '2024-02-18T05:00:00+09:60', '0000-01-01', '9999-12-31T23:00:00Z',
            '0001-01-01T00:00:00+23:59'] as $text) {
            try {
                Time::of($text);
                self::fail("$text was read");
            } catch (\ValueError $error) {
                self::assertSame('neither a date nor an instant of an answer', $error->getMessage());
            }
        }
        $this->expectException(\ValueError::class);
        Time::instant(new \DateTimeImmutable('9999-12-31T23:00:00Z'));
    }

    public function testAnInstantOfARequestIsTakenAsItIs(): void
    {
        $now = new \DateTime('2022-02-02T00:00:00Z');
        $request = new AccrueRequest(now: $now, arrivals: []);
        self::assertSame('2022-02-02T09:00:00+09:00', $request->now);
        self::assertEquals($request, new AccrueRequest(now: Time::instant($now), arrivals: []));
        self::assertSame($now->format(DATE_RFC3339), '2022-02-02T00:00:00+00:00', 'the value was changed');
        // A text is passed on as it stands: what is wrong with it is the library's to say.
        self::assertSame('soon', (new AccrueRequest(now: 'soon', arrivals: []))->now);
        // One that may be left out.
        self::assertNull((new Attempts(key: 'k', failures: 0))->lockedUntil);
        self::assertSame('2022-02-02T09:00:00+09:00', (new Attempts(key: 'k', failures: 3, lockedUntil: $now))->lockedUntil);
        $this->expectException(\ValueError::class);
        new AccrueRequest(now: new \DateTimeImmutable('9999-12-31T23:00:00Z'), arrivals: []);
    }

    public function testTheLibraryTakesThem(): void
    {
        $at = new \DateTimeImmutable('2022-02-02T00:00:00Z');
        $walked = [new Arrival(date: Time::dayAsWritten(new \DateTimeImmutable('2022-02-01')), steps: 8000, source: 'healthkit')];
        $accrued = Programme::parse(Project::kkr())->pointsAccrue(new AccrueRequest(now: $at, arrivals: $walked));
        self::assertSame(20, $accrued->answer->verdict->points);
        self::assertSame('2022-02-01', Time::dayAsWritten(Time::of($accrued->answer->store[0]->date)));
    }
}

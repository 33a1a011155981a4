<?php

declare(strict_types=1);

namespace Kenpo\Tests;

use Kenpo\Deadline;
use Kenpo\DeadlineKind;
use Kenpo\KenpoException;
use Kenpo\PersonColumn;
use Kenpo\Programme;
use Kenpo\SlotColumn;
use Kenpo\Types\Reason;
use Kenpo\Types\Relation;
use PHPUnit\Framework\TestCase;

final class ColumnsTest extends TestCase
{
    private const CHECKUP = 'group_checkup';

    private static function document(): string
    {
        return (string) file_get_contents(Project::root() . '/programmes/kenren.json');
    }

    private static function seconds(string $instant): int
    {
        return (new \DateTimeImmutable($instant))->getTimestamp();
    }

    private function status(\Closure $act): string
    {
        try {
            $act();
        } catch (KenpoException $exception) {
            return $exception->statusName;
        }
        self::fail('nothing was thrown');
    }

    public function testPeopleAreJudgedRowByRow(): void
    {
        $noon = self::seconds('2024-06-01T12:00:00+09:00');
        $people = (new PersonColumn())
            ->add($noon, 19850331, 20100401, Relation::Insured)
            ->add($noon, 19850401, 20100401, Relation::Dependant)
            ->add($noon, 19490531, 20100401, Relation::Insured)
            ->add($noon, 19700101, 20240602, Relation::Insured)
            ->add($noon, 19700101, 20100401, Relation::Insured, lostOnYmd: 20240601)
            ->add($noon, 19700101, 20100401, Relation::Voluntary, usedOnYmd: 20240401)
            ->add($noon, 19700230, 20100401, Relation::Insured)
            ->add($noon, 19700101, 20100401, Relation::Insured, lostOnYmd: 1 << 32);
        $expected = [
            0,
            Reason::TooYoung->number(),
            Reason::TooOld->number(),
            Reason::BeforeInsuredPeriod->number(),
            Reason::EntitlementLost->number(),
            Reason::UsedThisYear->number(),
            Reason::NotADate->number(),
            Reason::NotADate->number(),
        ];
        $programme = Programme::parse(self::document());

        self::assertCount(8, $people);
        self::assertSame($expected, array_map('ord', str_split($programme->eligibilityReasons(self::CHECKUP, $people))));
        self::assertSame('', $programme->eligibilityReasons(self::CHECKUP, new PersonColumn()));
    }

    public function testSlotsHaveTheirStates(): void
    {
        $slots = (new SlotColumn())
            ->add(20240218, 30, 0, booked: true)
            ->add(20240217, 30, 0)
            ->add(20240218, 30, 30)
            ->add(20240218, 30, 29)
            ->add(20240218, 30, 0, cancelled: true)
            ->add(20240230, 30, 0);
        $now = self::seconds('2024-02-04T23:59:59+09:00');
        $programme = Programme::parse(self::document());

        self::assertSame("\1\2\3\4\2\0", $programme->slotStates(self::CHECKUP, $now, $slots));
        self::assertSame("\1\2\2\2\2\0", $programme->slotStates(self::CHECKUP, $now + 1, $slots));
        self::assertSame('', $programme->slotStates(self::CHECKUP, $now, new SlotColumn()));
        $never = static fn () => $programme->slotStates(self::CHECKUP, PHP_INT_MAX, $slots);
        self::assertSame('KENPO_ERR_INVALID_REQUEST', $this->status($never));
        $this->expectException(\InvalidArgumentException::class);
        $slots->add(20240218, -1, 0);
    }

    public function testDeadlinesAndSubsidies(): void
    {
        $programme = Programme::parse(self::document());
        $closes = $programme->bookingDeadline(self::CHECKUP, DeadlineKind::Closes, 20240218);
        $cancel = $programme->bookingDeadline(self::CHECKUP, DeadlineKind::Cancel, 20240218);

        self::assertEquals(new Deadline(self::seconds('2024-02-05T00:00:00+09:00'), 20240204), $closes);
        self::assertEquals(new Deadline(self::seconds('2024-02-16T00:00:00+09:00'), 20240215), $cancel);
        self::assertSame(13_000, $programme->subsidyYen('dock', 20240601, 18_572));
        self::assertSame(13_001, $programme->subsidyYen('dock', 20240601, 18_573));

        $status = $this->status(...);
        $other = static fn () => $programme->bookingDeadline('dock', DeadlineKind::Change, 20240218);
        self::assertSame('KENPO_ERR_NOT_IN_EFFECT', $status($other));
        self::assertSame('KENPO_ERR_NOT_IN_EFFECT', $status(static fn () => $programme->subsidyYen('x', 20240601, 1)));
        $slip = static fn () => $programme->subsidyYen('dock', 20240601, 10_000_001);
        self::assertSame('KENPO_ERR_INVALID_REQUEST', $status($slip));
    }

    public function testDeadlinesOfAColumn(): void
    {
        $programme = Programme::parse(self::document());
        $dates = [20240218, 0, -1, 20240229, 20230229, 20240230, 1 << 31, (1 << 32) + 20240218, -(1 << 32)];
        $closes = $programme->slotDeadlines(self::CHECKUP, DeadlineKind::Closes, $dates);
        $leap = $programme->bookingDeadline(self::CHECKUP, DeadlineKind::Closes, 20240229);

        self::assertCount(count($dates), $closes);
        self::assertSame([self::seconds('2024-02-05T00:00:00+09:00'), 0, 0, $leap->at, 0, 0, 0, 0, 0], $closes->at);
        self::assertSame([20240204, -1, -1, $leap->lastYmd, -1, -1, -1, -1, -1], $closes->lastYmd);
        $none = $programme->slotDeadlines('dock', DeadlineKind::Closes, [20240218]);
        self::assertSame([[0], [0]], [$none->at, $none->lastYmd]);
        self::assertCount(0, $programme->slotDeadlines(self::CHECKUP, DeadlineKind::Cancel, []));

        $document = json_decode(self::document(), flags: JSON_THROW_ON_ERROR);
        $document->bookings[0]->cancel->deadline = ['hours_before' => 24];
        $hours = Programme::parse(json_encode($document, JSON_THROW_ON_ERROR));
        $cancel = static fn () => $hours->slotDeadlines(self::CHECKUP, DeadlineKind::Cancel, $dates);
        self::assertSame('KENPO_ERR_UNSUPPORTED', $this->status($cancel));
        self::assertEquals($closes, $hours->slotDeadlines(self::CHECKUP, DeadlineKind::Closes, $dates));
    }

    public function testSubsidiesOfAColumn(): void
    {
        $paid = [-1 => -1, 0 => 0, 1 => 1, 13_001 => 13_000, 18_573 => 13_001, 42_858 => 30_000, 10_000_000 => 30_000,
            10_000_001 => -1, 1 << 31 => -1, (1 << 32) + 1 => -1, -(1 << 32) => -1];
        $programme = Programme::parse(self::document());

        self::assertSame(array_values($paid), $programme->subsidiesYen('dock', 20240601, array_keys($paid)));
        self::assertSame([13_000], $programme->subsidiesYen('dock', 20240601, [18_572]));
        self::assertSame([], $programme->subsidiesYen('dock', 20240601, []));
        $status = $this->status(...);
        self::assertSame('KENPO_ERR_NOT_IN_EFFECT', $status(static fn () => $programme->subsidiesYen('x', 20240601, [1])));
        $never = static fn () => $programme->subsidiesYen('dock', 20240631, [1]);
        self::assertSame('KENPO_ERR_INVALID_REQUEST', $status($never));
    }

    public function testWhatARowDoesNotHoldIsNotAnswered(): void
    {
        $document = json_decode(self::document(), flags: JSON_THROW_ON_ERROR);
        $document->eligibility[0]->device = ['rule' => 'X'];
        $programme = Programme::parse(json_encode($document, JSON_THROW_ON_ERROR));
        $ask = static fn () => $programme->eligibilityReasons(self::CHECKUP, new PersonColumn());

        self::assertSame('KENPO_ERR_UNSUPPORTED', $this->status($ask));
    }
}

<?php

declare(strict_types=1);

namespace Kenpo\Tests;

use Kenpo\AccruedMembers;
use Kenpo\KenpoException;
use Kenpo\MemberColumn;
use Kenpo\MemberFault;
use Kenpo\Programme;
use Kenpo\StepCredit;
use Kenpo\StepDay;
use Kenpo\StepDelivery;
use PHPUnit\Framework\TestCase;

final class MemberColumnTest extends TestCase
{
    /**
     * Days of January, some of them again and revised, in three deliveries of each member.
     *
     * @return list<list<list<StepDay>>>
     */
    private static function roster(): array
    {
        $seed = 7;
        $next = static function (int $below) use (&$seed): int {
            $seed = ($seed * 1_103_515_245 + 12_345) % (1 << 31);

            return intdiv($seed, 1 << 8) % $below;
        };
        $roster = [];
        for ($member = 0; $member < 20; ++$member) {
            $deliveries = [];
            for ($delivery = 0; $delivery < 3; ++$delivery) {
                $days = [];
                for ($day = $next(40); $day > 0; --$day) {
                    $days[] = new StepDay(20220101 + $next(31), $next(16_000));
                }
                $deliveries[] = $days;
            }
            $roster[] = $deliveries;
        }

        return $roster;
    }

    public function testMembersArePaidAsByACallForEachDelivery(): void
    {
        $programme = Programme::parse(Project::kkr());
        $on = new StepDelivery(20220202);
        $members = new MemberColumn();
        [$credits, $counts, $points, $reasons] = [[], [], [], []];
        foreach (self::roster() as [$earlier, $first, $second]) {
            $members->member();
            $known = $programme->stepsAccrue($on, $earlier, [])->credits;
            foreach ($known as $credit) {
                $members->credited($credit->walkedYmd, $credit->syncedYmd, $credit->rule, $credit->earned, $credit->points);
            }
            $before = count($known);
            foreach ([$first, $second] as $days) {
                $walked = array_map(static fn (StepDay $day): int => $day->walkedYmd, $days);
                $members->delivery($on)->addAll($walked, array_map(static fn (StepDay $day): int => $day->steps, $days));
                $paid = $programme->stepsAccrue($on, $days, $known);
                $known = [...$known, ...$paid->credits];
                foreach ($paid->reasons as $reason) {
                    $reasons[] = $reason->number();
                }
            }
            $own = array_slice($known, $before);
            $credits = [...$credits, ...$own];
            $counts[] = count($own);
            $points[] = array_sum(array_map(static fn (StepCredit $credit): int => $credit->points, $own));
        }
        $into = new AccruedMembers();
        foreach ([1, 2] as $ignored) {
            $programme->membersAccrue($members, $into);
            self::assertCount(20, $into);
            self::assertSame([$counts, $points, $reasons], [$into->creditCounts(), $into->points(), $into->reasons()]);
            self::assertSame(
                array_map(static fn (StepCredit $c): array => [$c->walkedYmd, $c->syncedYmd, $c->rule, $c->earned, $c->points], $credits),
                array_map(
                    null,
                    $into->credits->walkedYmd(),
                    $into->credits->syncedYmd(),
                    $into->credits->rule(),
                    $into->credits->earned(),
                    $into->credits->points(),
                ),
            );
        }
        $programme->membersAccrue($members->clear(), $into);
        self::assertSame([0, [], [], []], [count($into), $into->points(), $into->reasons(), $into->credits->points()]);
    }

    public function testAFaultNamesTheMemberAndItsRow(): void
    {
        $programme = Programme::parse(Project::kkr());
        $on = new StepDelivery(20220202);
        $into = new AccruedMembers();
        $fault = function (string $status, MemberColumn $members) use ($programme, $into): ?MemberFault {
            try {
                $programme->membersAccrue($members, $into);
                self::fail('nothing was thrown');
            } catch (KenpoException $exception) {
                self::assertSame($status, $exception->statusName);
                self::assertSame([0, [], []], [count($into), $into->reasons(), $into->credits->points()]);
            }

            return $into->fault();
        };
        $members = (new MemberColumn())->member()->delivery($on)->addAll([20220101], [8_000])->member()->delivery($on);
        $programme->membersAccrue($members, $into);
        self::assertSame([[20, 0], null], [$into->points(), $into->fault()]);
        $invalid = 'KENPO_ERR_INVALID_REQUEST';
        self::assertEquals(new MemberFault(1, -1, 2, -1), $fault($invalid, $members->addAll([20220101, 20220230], [1, 1])));
        $members->clear()->member()->delivery($on)->member()->credited(20220101, 20220102, 1, 5, 5)->delivery($on);
        self::assertEquals(new MemberFault(1, -1, -1, 0), $fault($invalid, $members));
        $members->clear()->member()->member()->delivery(new StepDelivery(0));
        self::assertEquals(new MemberFault(1, 0, -1, -1), $fault($invalid, $members));
        $members->clear()->member()->delivery($on)->addAll([20160101], [8_000]);
        self::assertEquals(new MemberFault(0, -1, -1, -1), $fault('KENPO_ERR_UNSUPPORTED', $members));

        $members->clear()->member();
        $this->expectException(\LogicException::class);
        $members->addAll([20220101], [8_000]);
    }
}

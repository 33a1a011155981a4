<?php

declare(strict_types=1);

namespace Kenpo\Tests;

use Kenpo\AccruedColumns;
use Kenpo\CreditColumn;
use Kenpo\KenpoException;
use Kenpo\Programme;
use Kenpo\StepColumn;
use Kenpo\StepCredit;
use Kenpo\StepDay;
use Kenpo\StepDelivery;
use Kenpo\Types\Reason;
use PHPUnit\Framework\TestCase;

final class StepColumnsTest extends TestCase
{
    private const FIRST_RULE = "\"points\": {\n    \"rules\": [";
    private const RULE_BEFORE = '{ "id": "walks", "rule": "X-01", "sources": ["healthkit"], "step_tiers": [{ "at_least": 8000, "points": 3 }] },';

    private static function ofTwoRules(): Programme
    {
        $document = str_replace(self::FIRST_RULE, self::FIRST_RULE . self::RULE_BEFORE, Project::kkr(), $replaced);
        self::assertSame(1, $replaced);

        return Programme::parse($document);
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

    public function testRowsArePaidAsListsAre(): void
    {
        $programme = Programme::parse(Project::kkr());
        $delivery = new StepDelivery(20220202);
        $days = [new StepDay(20220131, 10_000), new StepDay(20220201, 10), new StepDay(20220201, 8_000)];
        $credited = [new StepCredit(20220120, 20220121, 0, 480, 480)];
        $accrued = (new ColumnTwins($programme))->steps($delivery, $days, $credited);

        self::assertEquals(
            [new StepCredit(20220131, 20220202, 0, 40, 20), new StepCredit(20220201, 20220202, 0, 20, 20)],
            $accrued->credits,
        );
        self::assertSame([Reason::PaidInPart, Reason::BelowLowestTier, Reason::Paid], $accrued->reasons);
        self::assertEquals($accrued, $programme->stepsAccrue($delivery, $days, $credited));
    }

    public function testEveryRuleHasItsCredits(): void
    {
        $programme = self::ofTwoRules();
        $delivery = new StepDelivery(20220202);
        $days = [new StepDay(20220131, 8_000), new StepDay(20220201, 5_000)];
        $accrued = (new ColumnTwins($programme))->steps($delivery, $days, []);

        self::assertEquals(
            [
                new StepCredit(20220131, 20220202, 0, 3, 3),
                new StepCredit(20220131, 20220202, 1, 20, 20),
                new StepCredit(20220201, 20220202, 1, 10, 10),
            ],
            $accrued->credits,
        );
        self::assertEquals($accrued, $programme->stepsAccrue($delivery, $days, []));
    }

    public function testColumnsAreFilledAgainAndCreditsGivenBack(): void
    {
        $programme = Programme::parse(Project::kkr());
        $delivery = new StepDelivery(20220202);
        $days = (new StepColumn())->addAll([20220131], [10_000])->addAll([20220201], [8_000]);
        $first = new AccruedColumns();
        $programme->stepsAccrueColumns($delivery, $days, new CreditColumn(), $first);
        self::assertCount(2, $days);
        self::assertCount(2, $first->credits);
        self::assertSame([40, 20], $first->credits->points());

        $again = new AccruedColumns();
        $programme->stepsAccrueColumns($delivery, $days, $first->credits, $again);
        self::assertSame([], $again->credits->points());
        self::assertSame(array_fill(0, 2, Reason::NothingNew->number()), $again->reasons());

        $programme->stepsAccrueColumns($delivery, $days->clear(), new CreditColumn(), $first);
        self::assertSame([[], []], [$first->credits->walkedYmd(), $first->reasons()]);
        $programme->stepsAccrueColumns($delivery, $days->addAll([20220131], [3_000]), $first->credits->clear(), $again);
        self::assertSame([5], $again->credits->earned());

        $this->expectException(\ValueError::class);
        $programme->stepsAccrueColumns($delivery, $days, $first->credits, $first);
    }

    public function testWhatCannotBeUsedPaysNothing(): void
    {
        $programme = Programme::parse(Project::kkr());
        $delivery = new StepDelivery(20220202);
        $nothing = new CreditColumn();
        $fine = (new StepColumn())->addAll([20220201], [8_000]);
        $into = new AccruedColumns();
        $wrong = [
            [20220230, 1],
            [0, 1],
            [-20220201, 1],
            [20220201 + (1 << 32), 1],
            [20220201, -1],
            [20220201, 1 << 53],
        ];
        foreach ($wrong as [$day, $steps]) {
            $programme->stepsAccrueColumns($delivery, $fine, $nothing, $into);
            self::assertCount(1, $into->credits);
            $days = (new StepColumn())->addAll([$day], [$steps]);
            $status = $this->status(fn () => $programme->stepsAccrueColumns($delivery, $days, $nothing, $into));
            self::assertSame('KENPO_ERR_INVALID_REQUEST', $status);
            self::assertSame([[], []], [$into->credits->points(), $into->reasons()]);
        }
        foreach ([[20220120, 1, 40], [20220120 + (1 << 32), 0, 40], [20220120, 0, -1], [20220120, 1 << 32, 40]] as [$day, $rule, $points]) {
            $credited = (new CreditColumn())->add($day, 20220121, $rule, 40, $points);
            $status = $this->status(fn () => $programme->stepsAccrueColumns($delivery, $fine, $credited, $into));
            self::assertSame('KENPO_ERR_INVALID_REQUEST', $status);
        }
        $far = (new StepColumn())->addAll([20160101, 20220201], [1, 1]);
        $status = $this->status(fn () => $programme->stepsAccrueColumns($delivery, $far, $nothing, $into));
        self::assertSame('KENPO_ERR_UNSUPPORTED', $status);

        $programme->close();
        try {
            $programme->stepsAccrueColumns($delivery, $fine, $nothing, $into);
            self::fail('a closed programme answered');
        } catch (\LogicException $exception) {
            self::assertSame('the programme is closed', $exception->getMessage());
        }
        $this->expectException(\ValueError::class);
        $fine->addAll([20220201], []);
    }
}

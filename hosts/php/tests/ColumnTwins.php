<?php

declare(strict_types=1);

namespace Kenpo\Tests;

use Kenpo\AccruedColumns;
use Kenpo\CreditColumn;
use Kenpo\Deadline;
use Kenpo\DeadlineColumn;
use Kenpo\DeadlineKind;
use Kenpo\KenpoException;
use Kenpo\PersonColumn;
use Kenpo\Programme;
use Kenpo\SlotColumn;
use Kenpo\StepColumn;
use Kenpo\StepCredit;
use Kenpo\StepDay;
use Kenpo\StepDelivery;
use Kenpo\StepsAccrued;
use Kenpo\Types\Booking;
use Kenpo\Types\BookingState;
use Kenpo\Types\DeadlinesRequest;
use Kenpo\Types\DeadlinesVerdict;
use Kenpo\Types\EligibilityRequest;
use Kenpo\Types\EligibilityVerdict;
use Kenpo\Types\Reason;
use Kenpo\Types\Slot;
use Kenpo\Types\SlotsRequest;
use Kenpo\Types\SlotsVerdict;
use Kenpo\Types\SlotState;
use Kenpo\Types\SubsidyRequest;
use Kenpo\Types\SubsidyVerdict;

/** Columns beside what an operation answered. Each comparison gives what differs. */
final class ColumnTwins
{
    /** A state's number, by its place. */
    private const STATES = [null, SlotState::Booked, SlotState::Outside, SlotState::Full, SlotState::Free];

    public function __construct(private readonly Programme $programme)
    {
    }

    /** @return list<string> */
    public function eligibility(EligibilityRequest $request, EligibilityVerdict $verdict): array
    {
        $uses = $request->uses;
        // Which uses count together only the programme says, so that at most one of the very service is compared.
        if (count($uses) > 1 || ($uses !== [] && $uses[0]->service !== $request->service)) {
            return [];
        }
        $person = $request->person;
        $people = (new PersonColumn())->add(
            self::seconds("{$request->on}T00:00:00+09:00"),
            self::ymd($person->born),
            self::ymd($person->insuredFrom),
            $person->relation,
            $person->lostOn === null ? 0 : self::ymd($person->lostOn),
            $uses === [] ? 0 : self::ymd($uses[0]->date),
        );
        $expected = $verdict->reason === Reason::Accepted ? 0 : $verdict->reason->number();
        $found = self::outcome(fn () => ord($this->programme->eligibilityReasons($request->service, $people)));

        return $found === 'KENPO_ERR_UNSUPPORTED' || $found === $expected ? [] : ["the column says $found"];
    }

    /** @return list<string> */
    public function slots(SlotsRequest $request, SlotsVerdict $verdict): array
    {
        $slots = new SlotColumn();
        foreach ($request->slots as $slot) {
            if (max($slot->capacity, $slot->taken) > 0xFFFF_FFFF) {
                return [];
            }
            $holds = static fn (Booking $booking): bool => self::holds($booking, $request, $slot);
            $booked = array_filter($request->bookings, $holds) !== [];
            $slots->add(self::ymd($slot->date), $slot->capacity, $slot->taken, $booked, $slot->cancelled);
        }
        $now = self::seconds($request->now);
        $found = self::outcome(fn () => $this->programme->slotStates($request->service, $now, $slots));
        if ($found === 'KENPO_ERR_UNSUPPORTED') {
            return [];
        }
        $faults = [];
        foreach ($verdict->slots as $index => $shown) {
            if (self::STATES[ord($found[$index])] !== $shown->state) {
                $faults[] = "the column gives $shown->id the state " . ord($found[$index]);
            }
        }

        return $faults;
    }

    private static function holds(Booking $booking, SlotsRequest $request, Slot $slot): bool
    {
        return in_array($booking->state, [BookingState::Confirmed, BookingState::Attended], true)
            && $booking->person === $request->person
            && $booking->service === $request->service
            && $booking->slot === $slot->id;
    }

    /** @return list<string> */
    public function deadlines(DeadlinesRequest $request, DeadlinesVerdict $verdict): array
    {
        $shown = $verdict->deadlines;
        $found = [];
        foreach (DeadlineKind::cases() as $kind) {
            $ask = fn () => $this->programme->bookingDeadline($request->service, $kind, self::ymd($request->date));
            $found[] = $one = self::outcome($ask);
            $date = self::ymd($request->date);
            $column = self::outcome(fn () => $this->programme->slotDeadlines($request->service, $kind, [$date, 0]));
            $same = match (true) {
                $one === 'KENPO_ERR_NOT_IN_EFFECT' => new DeadlineColumn([0, 0], [0, -1]),
                $one instanceof Deadline => new DeadlineColumn([$one->at, 0], [$one->lastYmd, -1]),
                default => $one,
            };
            if ($column != $same) {
                return ['the column of deadlines is ' . var_export($column, true)];
            }
        }
        if ($shown === null) {
            return in_array('KENPO_ERR_NOT_IN_EFFECT', $found, true) ? [] : ['the typed call knows every deadline'];
        }
        $expected = [];
        foreach ([$shown->closes, $shown->change, $shown->cancel] as $place => $deadline) {
            $expected[] = match (true) {
                $found[$place] === 'KENPO_ERR_UNSUPPORTED' => $found[$place],
                $deadline === null => 'KENPO_ERR_NOT_IN_EFFECT',
                default => new Deadline(self::seconds($deadline->at), self::ymd($deadline->lastDay)),
            };
        }

        return $found == $expected ? [] : ['the typed deadlines are ' . var_export($found, true)];
    }

    /** @return list<string> */
    public function subsidy(SubsidyRequest $request, SubsidyVerdict $verdict): array
    {
        if (!in_array($verdict->reason, [Reason::Accepted, Reason::NothingToClaim], true)) {
            return [];
        }
        $on = self::ymd($request->on);
        $found = self::outcome(fn () => $this->programme->subsidyYen($request->service, $on, $request->costYen));
        if ($found === 'KENPO_ERR_UNSUPPORTED') {
            return []; // what the person or earlier uses decide is not typed
        }
        if ($found !== $verdict->subsidyYen) {
            return ["the typed subsidy is $found"];
        }
        if ($request->costYen >= 1 << 31) {
            return [];
        }
        $column = self::outcome(fn () => $this->programme->subsidiesYen($request->service, $on, [$request->costYen])[0]);

        return $column === $verdict->subsidyYen ? [] : ["the column says $column"];
    }

    /**
     * What the columns of a member's steps come to, as the lists say it.
     *
     * @param list<StepDay>    $days
     * @param list<StepCredit> $credited
     *
     * @throws KenpoException
     */
    public function steps(StepDelivery $delivery, array $days, array $credited): StepsAccrued
    {
        $column = (new StepColumn())->addAll(
            array_map(static fn (StepDay $day) => $day->walkedYmd, $days),
            array_map(static fn (StepDay $day) => $day->steps, $days),
        );
        $before = new CreditColumn();
        foreach ($credited as $credit) {
            $before->add($credit->walkedYmd, $credit->syncedYmd, $credit->rule, $credit->earned, $credit->points);
        }
        $into = new AccruedColumns();
        $this->programme->stepsAccrueColumns($delivery, $column, $before, $into);
        $paid = $into->credits;
        $credits = array_map(
            static fn (int ...$numbers) => new StepCredit(...$numbers),
            $paid->walkedYmd(),
            $paid->syncedYmd(),
            $paid->rule(),
            $paid->earned(),
            $paid->points(),
        );

        return new StepsAccrued($credits, array_map(Reason::fromNumber(...), $into->reasons()));
    }

    /** What a call gives, or the name of the status with which it fails. */
    private static function outcome(\Closure $ask): mixed
    {
        try {
            return $ask();
        } catch (KenpoException $exception) {
            return $exception->statusName;
        }
    }

    private static function seconds(string $instant): int
    {
        return (new \DateTimeImmutable($instant))->getTimestamp();
    }

    private static function ymd(string $date): int
    {
        return (int) str_replace('-', '', $date);
    }
}

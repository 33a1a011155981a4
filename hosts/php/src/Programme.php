<?php

declare(strict_types=1);

namespace Kenpo;

use Kenpo\Types\Reason;

/**
 * A programme document that was read and found consistent. It never changes. It is released with its last reference,
 * or by `close()`; a method called afterwards throws a LogicException.
 */
final class Programme
{
    use ProgrammeOperations;

    private function __construct(
        #[\SensitiveParameter] private readonly Native|Process $answering,
        #[\SensitiveParameter] private null|\FFI\CData|Internal\Kept $handle,
    ) {
    }

    /**
     * Reads a programme document.
     *
     * @param string $document its JSON text; its digest in answers is that of these very bytes
     *
     * @throws KenpoException if it cannot be used
     * @throws LoadException
     */
    public static function parse(#[\SensitiveParameter] string $document): self
    {
        $answering = Kenpo::answering();

        return new self($answering, $answering->parse($document));
    }

    /**
     * Answers an operation by its name: JSON in, JSON out. A batch is asked as the name and `.batch`.
     *
     * @throws KenpoException
     */
    public function answer(#[\SensitiveParameter] string $operation, #[\SensitiveParameter] string $request): string
    {
        return $this->answering->answer($this->handle(), $operation, $request);
    }

    /**
     * The last day of the programme's coupon, without JSON.
     *
     * @param int $issuedYmd the day of issue, YYYYMMDD
     *
     * @return int YYYYMMDD
     *
     * @throws KenpoException with `KENPO_ERR_NOT_IN_EFFECT` where the programme issues none on that day, and with
     *                        `KENPO_ERR_UNSUPPORTED` where it has several or counts from the draw: `couponIssue`
     *                        answers for those
     */
    public function couponLastDay(#[\SensitiveParameter] int $issuedYmd): int
    {
        return $this->library()->couponLastDay($this->handle(), $issuedYmd);
    }

    /**
     * Pays for a member's steps under every rule that earns by them, without JSON.
     *
     * @param StepDelivery     $delivery when the records arrived, and what rules may ask of the person
     * @param list<StepDay>    $days     the records, in the order in which they arrived
     * @param list<StepCredit> $credited what was credited before, under any rule, for those days and for the cap windows
     *                                   they fall in
     *
     * @throws KenpoException if any record cannot be used, and with `KENPO_ERR_UNSUPPORTED` where the programme asks for
     *                        more: `pointsAccrue` answers for those, record by record
     */
    public function stepsAccrue(
        #[\SensitiveParameter] StepDelivery $delivery,
        #[\SensitiveParameter] array $days,
        #[\SensitiveParameter] array $credited,
    ): StepsAccrued {
        [$credits, $numbers] = $this->library()->stepsAccrue($this->handle(), $delivery, $days, $credited);

        $reasons = [];
        foreach ($numbers as $number) {
            $reasons[] = Reason::fromNumber($number);
        }

        return new StepsAccrued($credits, $reasons);
    }

    /**
     * Pays for a member's steps as `stepsAccrue` does, and makes no object for a row. Columns are kept and filled again for
     * the next member.
     *
     * @param StepDelivery   $delivery when the records arrived, and what rules may ask of the person
     * @param StepColumn     $days     the records, in the order in which they arrived
     * @param CreditColumn   $credited what was credited before, under any rule, for those days and for the cap windows they
     *                                 fall in
     * @param AccruedColumns $into     where to write what to store, and what became of each record; empty after a call
     *                                 that failed
     *
     * @throws KenpoException as `stepsAccrue` does
     * @throws \ValueError    if what was credited is the column that would be written over
     */
    public function stepsAccrueColumns(
        #[\SensitiveParameter] StepDelivery $delivery,
        #[\SensitiveParameter] StepColumn $days,
        #[\SensitiveParameter] CreditColumn $credited,
        #[\SensitiveParameter] AccruedColumns $into,
    ): void {
        if ($credited === $into->credits) {
            throw new \ValueError('credits given are not written over');
        }
        $this->library()->stepsAccrueColumns($this->handle(), $delivery, $days, $credited, $into);
    }

    /**
     * Pays for the steps of many members in one call, as `stepsAccrue` does for each of their deliveries, one after the other,
     * each given what the member was credited before. Members share nothing: any division of them over calls gives the same.
     *
     * @param MemberColumn   $members the members, their deliveries and what they were credited before
     * @param AccruedMembers $into    where to write what to store, what each member is paid and what became of each record;
     *                                empty after a call that failed, for which `fault()` names the first member at fault
     *
     * @throws KenpoException as `stepsAccrue` does, and with `KENPO_ERR_UNSUPPORTED` where days of one member lie more than
     *                        40 months apart
     */
    public function membersAccrue(
        #[\SensitiveParameter] MemberColumn $members,
        #[\SensitiveParameter] AccruedMembers $into,
    ): void {
        $this->library()->membersAccrue($this->handle(), $members, $into);
    }

    /**
     * Whether each person may use a service at an instant, without JSON.
     *
     * @return string one byte each: 0 for who may, otherwise the number of the first reason against it
     *
     * @throws KenpoException with `KENPO_ERR_UNSUPPORTED` where the programme asks for what a row does not
     *                        hold, such as a device or a fact: `eligibilityCheck` answers for those
     */
    public function eligibilityReasons(
        #[\SensitiveParameter] string $service,
        #[\SensitiveParameter] PersonColumn $people,
    ): string {
        return $this->library()->eligibilityReasons($this->handle(), $service, $people);
    }

    /**
     * How a person sees slots at an instant, without JSON.
     *
     * @param int $now Unix seconds
     *
     * @return string one byte each: 1 booked, 2 outside the booking period, 3 full, 4 free; 0 where its date is none
     *
     * @throws KenpoException if the instant is out of range
     */
    public function slotStates(
        #[\SensitiveParameter] string $service,
        #[\SensitiveParameter] int $now,
        #[\SensitiveParameter] SlotColumn $slots,
    ): string {
        return $this->library()->slotStates($this->handle(), $service, $now, $slots);
    }

    /**
     * A deadline of a slot's date, without JSON.
     *
     * @param int $dateYmd YYYYMMDD
     *
     * @throws KenpoException with `KENPO_ERR_NOT_IN_EFFECT` where the date has no such deadline, or none within the calendar
     */
    public function bookingDeadline(
        #[\SensitiveParameter] string $service,
        #[\SensitiveParameter] DeadlineKind $kind,
        #[\SensitiveParameter] int $dateYmd,
    ): Deadline {
        return $this->library()->bookingDeadline($this->handle(), $service, $kind, $dateYmd);
    }

    /**
     * A deadline of each slot's date: `bookingDeadline` of many.
     *
     * @param list<int> $datesYmd YYYYMMDD
     *
     * @throws KenpoException with `KENPO_ERR_UNSUPPORTED` where the deadline of one of the dates is counted in hours:
     *                        `bookingDeadlines` answers for those
     * @throws \TypeError     if a date is not an integer
     */
    public function slotDeadlines(
        #[\SensitiveParameter] string $service,
        #[\SensitiveParameter] DeadlineKind $kind,
        #[\SensitiveParameter] array $datesYmd,
    ): DeadlineColumn {
        return $this->library()->slotDeadlines($this->handle(), $service, $kind, $datesYmd);
    }

    /**
     * What is paid back of a cost, whoever claims, in yen; without JSON. For many costs take `subsidiesYen`: most of the
     * time of this call goes into crossing to the library.
     *
     * @param int $onYmd   the day of the service, YYYYMMDD
     * @param int $costYen what the member paid, in yen
     *
     * @throws KenpoException with `KENPO_ERR_NOT_IN_EFFECT` where there is no subsidy on that day, and with
     *                        `KENPO_ERR_INVALID_REQUEST` for a cost out of range; `KENPO_ERR_UNSUPPORTED` where the
     *                        amount depends on the person
     */
    public function subsidyYen(
        #[\SensitiveParameter] string $service,
        #[\SensitiveParameter] int $onYmd,
        #[\SensitiveParameter] int $costYen,
    ): int {
        return $this->library()->subsidyYen($this->handle(), $service, $onYmd, $costYen);
    }

    /**
     * What is paid back of each cost, whoever claims, in yen; without JSON.
     *
     * @param int       $onYmd    the day of the service, YYYYMMDD
     * @param list<int> $costsYen what the members paid, in yen
     *
     * @return list<int> what is paid of each; -1 where the cost is out of range
     *
     * @throws KenpoException with `KENPO_ERR_NOT_IN_EFFECT` where there is no subsidy on that day, and with
     *                        `KENPO_ERR_UNSUPPORTED` where the amount depends on the person
     * @throws \TypeError     if a cost is not an integer
     */
    public function subsidiesYen(
        #[\SensitiveParameter] string $service,
        #[\SensitiveParameter] int $onYmd,
        #[\SensitiveParameter] array $costsYen,
    ): array {
        return $this->library()->subsidiesYen($this->handle(), $service, $onYmd, $costsYen);
    }

    /** Releases the programme now. May be called twice. */
    public function close(): void
    {
        $handle = $this->handle;
        $this->handle = null;
        if ($handle !== null) {
            $this->answering->free($handle);
        }
    }

    public function __destruct()
    {
        $this->close();
    }

    private function __clone()
    {
    }

    /** For the calls without JSON. */
    private function library(): Native
    {
        return $this->answering instanceof Native ? $this->answering : throw Process::withoutJson();
    }

    private function handle(): \FFI\CData|Internal\Kept
    {
        return $this->handle ?? throw new \LogicException('the programme is closed');
    }
}

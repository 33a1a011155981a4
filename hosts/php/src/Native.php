<?php

declare(strict_types=1);

namespace Kenpo;

/**
 * The library. The only class that calls FFI: under `ffi.enable=preload` it is the one to be preloaded.
 *
 * @internal
 */
final class Native
{
    /** The ABI that this package is written for. */
    public const ABI = 1;

    /** The name under which `ffi.preload` keeps the header. */
    public const SCOPE = 'KENPO';

    /** The header of this package. */
    public const HEADER = __DIR__ . '/../include/kenpo_php.h';

    /** Where the library is looked for when nothing else is said: by its name, as the system's loader does. */
    public const LIBRARY = 'libkenpo.so.' . self::ABI;

    /** The status of a text that is too long. */
    private const TOO_LARGE = 6;

    private static ?self $loaded = null;

    /** Types that are kept: PHP leaks the type of a pointer that is read out of an array made for one call. */
    private \FFI\CType $buffer;
    private \FFI\CType $handles;

    private function __construct(#[\SensitiveParameter] private \FFI $ffi)
    {
        $this->buffer = $ffi->type('kenpo_buf');
        $this->handles = $ffi->type('const kenpo_programme *[1]');
    }

    /**
     * The library, loaded at first use: what `ffi.preload` keeps, or else this package's header over the library that
     * the environment variable `KENPO_LIBRARY` names, or over the one that is installed in the package, or over the
     * system's.
     *
     * @throws LoadException
     */
    public static function get(): self
    {
        return self::$loaded ??= self::load(self::preloaded() ?? self::define(self::HEADER, self::library()));
    }

    /** The library's path, or its name where the system's loader is to find it. */
    public static function library(): string
    {
        $named = getenv('KENPO_LIBRARY');
        if ($named !== false && $named !== '') {
            return $named;
        }

        return is_file(self::installed()) ? self::installed() : self::LIBRARY;
    }

    /** Where `kenpo-doctor --install-library` puts the library: in the package. */
    public static function installed(): string
    {
        return dirname(__DIR__) . '/lib/' . match (PHP_OS_FAMILY) {
            'Windows' => 'kenpo.dll',
            'Darwin' => 'libkenpo.dylib',
            default => self::LIBRARY,
        };
    }

    /**
     * A header over a library, loaded on trial.
     *
     * @throws LoadException
     */
    public static function probe(#[\SensitiveParameter] string $header, #[\SensitiveParameter] string $library): void
    {
        self::load(self::define($header, $library));
    }

    public function abi(): int
    {
        return $this->ffi->kenpo_abi_version();
    }

    public function version(): string
    {
        return self::staticText($this->ffi->kenpo_version());
    }

    /** @throws KenpoException */
    public function parse(#[\SensitiveParameter] string $document): \FFI\CData
    {
        $programme = $this->ffi->new($this->handles);
        $error = $this->ffi->new($this->buffer);
        $status = $this->ffi->kenpo_programme_parse($document, strlen($document), $programme, \FFI::addr($error));
        if ($status !== 0) {
            throw $this->failure($status, $this->take($error));
        }

        return $programme[0];
    }

    public function free(#[\SensitiveParameter] \FFI\CData $programme): void
    {
        $this->ffi->kenpo_programme_free($programme);
    }

    /** @throws KenpoException */
    public function answer(
        #[\SensitiveParameter] ?\FFI\CData $programme,
        #[\SensitiveParameter] string $operation,
        #[\SensitiveParameter] string $request,
    ): string {
        $answer = $this->ffi->new($this->buffer);
        $error = $this->ffi->new($this->buffer);
        $status = $this->ffi->kenpo_answer(
            $programme,
            $operation,
            strlen($operation),
            $request,
            strlen($request),
            \FFI::addr($answer),
            \FFI::addr($error),
        );
        if ($status !== 0) {
            throw $this->failure($status, $this->take($error));
        }

        return $this->take($answer);
    }

    /** @throws KenpoException */
    public function insurerNumberReason(#[\SensitiveParameter] string $text): int
    {
        $reason = $this->ffi->new('int32_t');
        $this->expect($this->ffi->kenpo_insurer_number_reason($text, strlen($text), \FFI::addr($reason)));

        return $reason->cdata;
    }

    /**
     * @param string $records8 whole records of eight bytes
     *
     * @throws KenpoException
     */
    public function insurerNumberReasons(#[\SensitiveParameter] string $records8): string
    {
        $count = intdiv(strlen($records8), 8);
        if ($count === 0) {
            return '';
        }
        $reasons = $this->ffi->new("uint8_t[$count]");
        $this->expect($this->ffi->kenpo_insurer_number_reasons($records8, $count, $reasons));

        return \FFI::string($reasons, $count);
    }

    /** @throws KenpoException */
    public function matchKey(#[\SensitiveParameter] string $name): string
    {
        // A key is never longer than its name. PHP has no arrays of no elements.
        $room = max(1, strlen($name));
        $key = $this->ffi->new("char[$room]");
        $length = $this->ffi->new('size_t');
        $this->expect($this->ffi->kenpo_match_key($name, strlen($name), $key, $room, \FFI::addr($length)));

        return \FFI::string($key, $length->cdata);
    }

    /**
     * @param list<string> $names
     *
     * @return list<string>
     *
     * @throws KenpoException
     * @throws \TypeError
     */
    public function matchKeys(#[\SensitiveParameter] array $names): array
    {
        $count = count($names);
        $offsets = [$end = 0];
        $row = 0;
        foreach ($names as $name) {
            // A type that is wrong is PHP's own error, whose trace would show the value.
            if (!\is_string($name)) {
                throw new \TypeError("names[$row] must be of type string, " . get_debug_type($name) . ' given');
            }
            $offsets[] = $end += strlen($name);
            ++$row;
        }
        $texts = implode('', $names);
        // A key is never longer than its name. PHP has no arrays of no elements.
        $room = max(1, strlen($texts));
        $keys = $this->ffi->new("char[$room]");
        $ends = $this->ffi->new('int64_t[' . ($count + 1) . ']');
        $fault = $this->ffi->new('int64_t');
        $fault->cdata = -1;
        $status = $this->ffi->kenpo_match_keys(
            $texts,
            strlen($texts),
            $this->rows('int64_t', pack('q*', ...$offsets), $count + 1),
            $count,
            $keys,
            $room,
            $ends,
            \FFI::addr($fault),
        );
        if ($fault->cdata >= 0) {
            // The offsets are right, so that it is the text.
            $code = $status === self::TOO_LARGE ? 'too_large' : 'utf8_invalid';
            throw $this->failure($status, "{\"code\":\"$code\",\"path\":\"/$fault->cdata\"}");
        }
        $this->expect($status);
        $found = \FFI::string($keys, $ends[$count]);
        $parts = [];
        for ($row = 0; $row < $count; ++$row) {
            $parts[] = substr($found, $ends[$row], $ends[$row + 1] - $ends[$row]);
        }

        return $parts;
    }

    /** @throws KenpoException */
    public function couponLastDay(
        #[\SensitiveParameter] \FFI\CData $programme,
        #[\SensitiveParameter] int $issuedYmd,
    ): int {
        $last = $this->ffi->new('int32_t');
        $this->expect($this->ffi->kenpo_coupon_last_day($programme, self::ymd($issuedYmd), \FFI::addr($last)));

        return $last->cdata;
    }

    /**
     * @return string a byte for each person
     *
     * @throws KenpoException
     */
    public function eligibilityReasons(
        #[\SensitiveParameter] \FFI\CData $programme,
        #[\SensitiveParameter] string $service,
        #[\SensitiveParameter] PersonColumn $people,
    ): string {
        $count = count($people);
        $rows = $this->rows('kenpo_person', $people->packed(), $count);
        // PHP has no arrays of no elements.
        $reasons = $this->ffi->new('uint8_t[' . max(1, $count) . ']');
        $status = $this->ffi->kenpo_eligibility_reasons($programme, $service, strlen($service), $rows, $count, $reasons);
        $this->expect($status);

        return \FFI::string($reasons, $count);
    }

    /**
     * @return string a byte for each slot
     *
     * @throws KenpoException
     */
    public function slotStates(
        #[\SensitiveParameter] \FFI\CData $programme,
        #[\SensitiveParameter] string $service,
        #[\SensitiveParameter] int $now,
        #[\SensitiveParameter] SlotColumn $slots,
    ): string {
        $count = count($slots);
        $rows = $this->rows('kenpo_slot', $slots->packed(), $count);
        $states = $this->ffi->new('uint8_t[' . max(1, $count) . ']');
        $status = $this->ffi->kenpo_slot_states($programme, $service, strlen($service), $now, $rows, $count, $states);
        $this->expect($status);

        return \FFI::string($states, $count);
    }

    /** @throws KenpoException */
    public function bookingDeadline(
        #[\SensitiveParameter] \FFI\CData $programme,
        #[\SensitiveParameter] string $service,
        #[\SensitiveParameter] DeadlineKind $kind,
        #[\SensitiveParameter] int $dateYmd,
    ): Deadline {
        $at = $this->ffi->new('int64_t');
        $last = $this->ffi->new('int32_t');
        $this->expect($this->ffi->kenpo_booking_deadline(
            $programme,
            $service,
            strlen($service),
            $kind->value,
            self::ymd($dateYmd),
            \FFI::addr($at),
            \FFI::addr($last),
        ));

        return new Deadline($at->cdata, $last->cdata);
    }

    /**
     * @param list<int> $datesYmd
     *
     * @throws KenpoException
     * @throws \TypeError
     */
    public function slotDeadlines(
        #[\SensitiveParameter] \FFI\CData $programme,
        #[\SensitiveParameter] string $service,
        #[\SensitiveParameter] DeadlineKind $kind,
        #[\SensitiveParameter] array $datesYmd,
    ): DeadlineColumn {
        $count = count($datesYmd);
        $dates = $this->rows('int32_t', self::packed('datesYmd', $datesYmd), $count);
        // PHP has no arrays of no elements.
        $at = $this->ffi->new('int64_t[' . max(1, $count) . ']');
        $last = $this->ffi->new('int32_t[' . max(1, $count) . ']');
        $this->expect($this->ffi->kenpo_slot_deadlines(
            $programme,
            $service,
            strlen($service),
            $kind->value,
            $dates,
            $count,
            $at,
            $last,
        ));
        [$instants, $days] = [[], []];
        for ($row = 0; $row < $count; ++$row) {
            $instants[] = $at[$row];
            $days[] = $last[$row];
        }

        return new DeadlineColumn($instants, $days);
    }

    /** @throws KenpoException */
    public function subsidyYen(
        #[\SensitiveParameter] \FFI\CData $programme,
        #[\SensitiveParameter] string $service,
        #[\SensitiveParameter] int $onYmd,
        #[\SensitiveParameter] int $costYen,
    ): int {
        $yen = $this->ffi->new('int64_t');
        $on = self::ymd($onYmd);
        $this->expect(
            $this->ffi->kenpo_subsidy_yen($programme, $service, strlen($service), $on, $costYen, \FFI::addr($yen)),
        );

        return $yen->cdata;
    }

    /**
     * @param list<int> $costsYen
     *
     * @return list<int>
     *
     * @throws KenpoException
     */
    public function subsidiesYen(
        #[\SensitiveParameter] \FFI\CData $programme,
        #[\SensitiveParameter] string $service,
        #[\SensitiveParameter] int $onYmd,
        #[\SensitiveParameter] array $costsYen,
    ): array {
        $count = count($costsYen);
        $costs = $this->rows('int32_t', self::packed('costsYen', $costsYen), $count);
        // PHP has no arrays of no elements.
        $yen = $this->ffi->new('int32_t[' . max(1, $count) . ']');
        $on = self::ymd($onYmd);
        $this->expect(
            $this->ffi->kenpo_subsidies_yen($programme, $service, strlen($service), $on, $costs, $count, $yen),
        );
        $paid = [];
        for ($index = 0; $index < $count; ++$index) {
            $paid[] = $yen[$index];
        }

        return $paid;
    }

    /**
     * @param list<StepDay>    $days
     * @param list<StepCredit> $credited
     *
     * @return array{list<StepCredit>, list<int>} what is paid, and the number of the reason for each day
     *
     * @throws KenpoException
     */
    public function stepsAccrue(
        #[\SensitiveParameter] \FFI\CData $programme,
        #[\SensitiveParameter] StepDelivery $delivery,
        #[\SensitiveParameter] array $days,
        #[\SensitiveParameter] array $credited,
    ): array {
        $count = count($days);
        $cDelivery = $this->delivery($delivery);
        // PHP has no arrays of no elements.
        $places = max(1, $count);
        $cDays = $this->ffi->new("kenpo_step_day[$places]");
        // The fields as plain numbers: a struct's are an object each time they are looked at.
        $walked = $this->ffi->cast('int32_t[' . 4 * $places . ']', $cDays);
        $steps = $this->ffi->cast('int64_t[' . 2 * $places . ']', $cDays);
        $index = 0;
        foreach ($days as $day) {
            if (!$day instanceof StepDay) {
                throw new \TypeError('days are a list of StepDay');
            }
            $walked[4 * $index] = self::ymd($day->walkedYmd);
            $steps[2 * $index + 1] = $day->steps;
            ++$index;
        }
        $cCredited = $this->ffi->new('kenpo_credit[' . max(1, count($credited)) . ']');
        foreach ($credited as $index => $credit) {
            if (!$credit instanceof StepCredit) {
                throw new \TypeError('credited is a list of StepCredit');
            }
            $cCredited[$index]->walked_ymd = self::ymd($credit->walkedYmd);
            $cCredited[$index]->synced_ymd = self::ymd($credit->syncedYmd);
            $cCredited[$index]->rule = self::ymd($credit->rule);
            $cCredited[$index]->earned = $credit->earned;
            $cCredited[$index]->points = $credit->points;
        }
        $paid = $this->ffi->new('size_t');
        $this->expect($this->ffi->kenpo_credits_per_record($programme, \FFI::addr($paid)));
        $room = max(1, $count * $paid->cdata);
        $credits = $this->ffi->new("kenpo_credit[$room]");
        $reasons = $this->ffi->new("int32_t[$places]");
        $this->expect($this->ffi->kenpo_steps_accrue(
            $programme,
            \FFI::addr($cDelivery),
            $cDays,
            $count,
            $cCredited,
            count($credited),
            $credits,
            $room,
            \FFI::addr($paid),
            $reasons,
        ));

        $dates = $this->ffi->cast('int32_t[' . 8 * $room . ']', $credits);
        $points = $this->ffi->cast('int64_t[' . 4 * $room . ']', $credits);
        $paidOut = [];
        for ($index = 0, $most = $paid->cdata; $index < $most; ++$index) {
            $paidOut[] = new StepCredit(
                $dates[8 * $index],
                $dates[8 * $index + 1],
                $dates[8 * $index + 2],
                $points[4 * $index + 2],
                $points[4 * $index + 3],
            );
        }
        $numbers = [];
        for ($index = 0; $index < $count; ++$index) {
            $numbers[] = $reasons[$index];
        }

        return [$paidOut, $numbers];
    }

    /** @throws KenpoException */
    public function stepsAccrueColumns(
        #[\SensitiveParameter] \FFI\CData $programme,
        #[\SensitiveParameter] StepDelivery $delivery,
        #[\SensitiveParameter] StepColumn $days,
        #[\SensitiveParameter] CreditColumn $credited,
        #[\SensitiveParameter] AccruedColumns $into,
    ): void {
        $records = $days->rows();
        $before = $credited->rows();
        $credits = $into->credits->rows();
        $reasons = $into->reasonRows();
        $credits->count = $reasons->count = 0;
        $length = $this->ffi->new('size_t');
        $this->expect($this->ffi->kenpo_credits_per_record($programme, \FFI::addr($length)));
        $room = $records->count * $length->cdata;
        $credits->reserve($room);
        $reasons->reserve($records->count);
        $this->expect($this->ffi->kenpo_steps_accrue(
            $programme,
            \FFI::addr($this->delivery($delivery)),
            $records->structs,
            $records->count,
            $before->structs,
            $before->count,
            $credits->structs,
            $room,
            \FFI::addr($length),
            $reasons->ints,
        ));
        $credits->count = $length->cdata;
        $reasons->count = $records->count;
    }

    /** @throws KenpoException */
    public function membersAccrue(
        #[\SensitiveParameter] \FFI\CData $programme,
        #[\SensitiveParameter] MemberColumn $members,
        #[\SensitiveParameter] AccruedMembers $into,
    ): void {
        [$deliveries, $delivered, $deliveryOffsets, $days, $dayOffsets, $credited, $creditedOffsets] = $members->columns();
        $each = $this->ffi->new('size_t');
        $this->expect($this->ffi->kenpo_credits_per_record($programme, \FFI::addr($each)));
        $room = $days->count * $each->cdata;
        [$credits, $offsets, $points, $reasons] = $into->columns();
        $credits->count = $points->count = $reasons->count = 0;
        $into->fault = null;
        $credits->reserve($room);
        $offsets->reserve(count($members) + 1);
        $points->reserve(count($members));
        $reasons->reserve($days->count);
        $fault = $this->ffi->new('kenpo_member_fault');
        $fault->member = -1;
        $status = $this->ffi->kenpo_members_accrue(
            $programme,
            count($members),
            $this->ffi->cast('kenpo_step_delivery *', \FFI::addr($deliveries->ints)),
            $delivered,
            $deliveryOffsets->longs,
            $days->structs,
            $days->count,
            $dayOffsets->longs,
            $credited->structs,
            $credited->count,
            $creditedOffsets->longs,
            $credits->structs,
            $room,
            $offsets->longs,
            $points->longs,
            $reasons->ints,
            \FFI::addr($fault),
        );
        if ($status !== 0 && $fault->member >= 0) {
            $into->fault = new MemberFault($fault->member, $fault->delivery, $fault->day, $fault->credited);
        }
        $this->expect($status);
        $credits->count = $offsets->longs[count($members)];
        $points->count = count($members);
        $reasons->count = $days->count;
    }

    /**
     * Memory for rows of a type, and the same as numbers of 64 and of 32 bits, which lasts as long as the first.
     *
     * @return array{\FFI\CData, \FFI\CData, \FFI\CData}
     */
    public function memory(
        #[\SensitiveParameter] string $type,
        #[\SensitiveParameter] int $rows,
        #[\SensitiveParameter] int $longs,
    ): array {
        $structs = $this->ffi->new("{$type}[$rows]");

        return [
            $structs,
            $this->ffi->cast("int64_t[$longs]", $structs),
            $this->ffi->cast('int32_t[' . 2 * $longs . ']', $structs),
        ];
    }

    public static function copy(
        #[\SensitiveParameter] \FFI\CData $to,
        #[\SensitiveParameter] \FFI\CData $from,
        #[\SensitiveParameter] int $bytes,
    ): void {
        \FFI::memcpy($to, $from, $bytes);
    }

    private function delivery(#[\SensitiveParameter] StepDelivery $delivery): \FFI\CData
    {
        $cDelivery = $this->ffi->new('kenpo_step_delivery');
        $cDelivery->synced_ymd = self::ymd($delivery->syncedYmd);
        $cDelivery->born_ymd = self::ymd($delivery->bornYmd);
        $cDelivery->enrolled_ymd = self::ymd($delivery->enrolledYmd);
        $cDelivery->opened_ymd = self::ymd($delivery->openedYmd);
        $cDelivery->closed_through_ymd = self::ymd($delivery->closedThroughYmd);

        return $cDelivery;
    }

    private static function preloaded(): ?\FFI
    {
        if (!extension_loaded('ffi')) {
            throw new LoadException('the PHP extension ffi is not loaded');
        }
        try {
            return \FFI::scope(self::SCOPE);
        } catch (\FFI\Exception) {
            return null;
        }
    }

    private static function define(#[\SensitiveParameter] string $header, #[\SensitiveParameter] string $library): \FFI
    {
        $declarations = is_readable($header) ? file_get_contents($header) : false;
        if ($declarations === false) {
            throw new LoadException("the header $header cannot be read");
        }
        self::refuseCut($library);
        try {
            // Asked first: a library of another ABI may lack a function, and PHP would only name that one.
            $abi = \FFI::cdef('uint32_t kenpo_abi_version(void);', $library)->kenpo_abi_version();
            if ($abi !== self::ABI) {
                throw new LoadException('this package is for ABI ' . self::ABI . ", $library is of ABI $abi");
            }

            return \FFI::cdef($declarations, $library);
        } catch (\FFI\Exception $exception) {
            throw new LoadException($exception->getMessage(), $exception);
        }
    }

    /** A library of Linux of which an end is missing would be loaded, and end the process at the first page that is not there. */
    private static function refuseCut(#[\SensitiveParameter] string $library): void
    {
        $head = is_file($library) ? (string) file_get_contents($library, length: 64) : '';
        if (!str_starts_with($head, "\x7fELF")) {
            return;
        }
        if (strlen($head) === 64) {
            // What lies last in the file: the table of its sections, for 32 bits or for 64.
            $table = $head[4] === "\x02" ? unpack('Pat/x10/vsize/vcount', $head, 40) : unpack('Vat/x10/vsize/vcount', $head, 32);
            if (filesize($library) >= $table['at'] + $table['size'] * $table['count']) {
                return;
            }
        }
        throw new LoadException("$library is damaged: its end is missing");
    }

    private static function load(#[\SensitiveParameter] \FFI $ffi): self
    {
        $abi = $ffi->kenpo_abi_version();
        $declared = $ffi->KENPO_ABI_VERSION;
        if ($abi !== self::ABI || $declared !== self::ABI) {
            throw new LoadException('this package is for ABI ' . self::ABI . ", the header for $declared, the library for $abi");
        }

        return new self($ffi);
    }

    /** Packed rows as the array that the library reads. */
    private function rows(
        #[\SensitiveParameter] string $type,
        #[\SensitiveParameter] string $packed,
        #[\SensitiveParameter] int $count,
    ): \FFI\CData {
        $rows = $this->ffi->new("{$type}[" . max(1, $count) . ']');
        \FFI::memcpy($rows, $packed, strlen($packed));

        return $rows;
    }

    /**
     * Numbers of 32 bits; one that is longer could not be claimed, and neither could -1.
     *
     * @param list<int> $numbers
     *
     * @throws \TypeError
     */
    private static function packed(#[\SensitiveParameter] string $key, #[\SensitiveParameter] array $numbers): string
    {
        Internal\Fields::column($key, $numbers);
        foreach ($numbers as $index => $number) {
            $numbers[$index] = self::thirtyTwoBits($number);
        }

        return pack('l*', ...$numbers);
    }

    private static function thirtyTwoBits(#[\SensitiveParameter] int $number): int
    {
        return $number < 0 || $number > 0x7FFF_FFFF ? -1 : $number;
    }

    /** Packing would cut a number down to 32 bits; one that long is no date, and neither is -1. 0 may stand for none. */
    public static function fits(#[\SensitiveParameter] int $ymd): int
    {
        return abs($ymd) > 99_991_231 ? -1 : $ymd;
    }

    /** FFI would cut a number down to 32 bits; one that long is no date, and neither is 0. */
    private static function ymd(#[\SensitiveParameter] int $ymd): int
    {
        return abs($ymd) > 99_991_231 ? 0 : $ymd;
    }

    /** @throws KenpoException */
    private function expect(#[\SensitiveParameter] int $status): void
    {
        if ($status !== 0) {
            throw $this->failure($status);
        }
    }

    private function failure(
        #[\SensitiveParameter] int $status,
        #[\SensitiveParameter] string $error = '',
    ): KenpoException {
        return KenpoException::of($status, self::staticText($this->ffi->kenpo_status_name($status)), $error);
    }

    /** The text in a buffer, which is released. */
    private function take(#[\SensitiveParameter] \FFI\CData $buffer): string
    {
        try {
            return $buffer->ptr === null ? '' : \FFI::string($buffer->ptr, $buffer->len);
        } finally {
            $this->ffi->kenpo_buf_free(\FFI::addr($buffer));
        }
    }

    /** PHP hands a `const char *` over as a string. */
    private static function staticText(#[\SensitiveParameter] mixed $text): string
    {
        return is_string($text) ? $text : \FFI::string($text);
    }
}

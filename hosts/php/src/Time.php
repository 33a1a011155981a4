<?php

declare(strict_types=1);

namespace Kenpo;

/**
 * PHP's dates and times as the texts of requests, and back. Japan keeps UTC+9 all year. Constructors of requests and rows
 * write instants by `instant` themselves; which day a value means, only its owner knows.
 *
 *     new AccrueRequest(now: new DateTimeImmutable(), arrivals: $arrivals, born: Time::dayAsWritten($born));
 */
final class Time
{
    private const JAPAN = '+09:00';

    private function __construct()
    {
    }

    /**
     * An instant for a request, at +09:00 and in whole seconds, such as `2024-02-18T09:00:00+09:00`. The same instant of
     * whatever zone gives the same text.
     *
     * @throws \ValueError outside the years 1 to 9999
     */
    public static function instant(#[\SensitiveParameter] \DateTimeInterface $at): string
    {
        return self::format($at, true, 'Y-m-d\TH:i:sP');
    }

    /**
     * The day on which an instant falls in Japan, such as that of a delivery: `2024-02-17T20:00:00Z` is `2024-02-18`.
     *
     * @throws \ValueError outside the years 1 to 9999
     */
    public static function dayInJapan(#[\SensitiveParameter] \DateTimeInterface $at): string
    {
        return self::format($at, true, 'Y-m-d');
    }

    /**
     * The day that a value shows in its own zone, for values that mean a day and not an instant, such as a date of birth
     * read from a column of dates: midnight of 18 February is that day, whatever zone PHP was set to when it was read.
     *
     * @throws \ValueError outside the years 1 to 9999
     */
    public static function dayAsWritten(#[\SensitiveParameter] \DateTimeInterface $day): string
    {
        return self::format($day, false, 'Y-m-d');
    }

    /**
     * A date or an instant of an answer, of the years 1 to 9999 in Japan. A date is its first moment there; an instant is at +09:00.
     *
     * @throws \ValueError for any other text, which is not shown
     */
    public static function of(#[\SensitiveParameter] string $text): \DateTimeImmutable
    {
        // PHP is given no other text: it takes digits that are missing, and its own errors have the text in their trace.
        $isForm = preg_match('/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]([01]\d|2[0-3]):[0-5]\d))?$/D', $text) === 1;
        $japan = new \DateTimeZone(self::JAPAN);
        $form = strlen($text) === 10 ? '!Y-m-d' : '!Y-m-d\TH:i:sP';
        $read = $isForm ? \DateTimeImmutable::createFromFormat($form, $text, $japan) : false;
        // PHP carries 30 February over into March, which its warnings tell.
        $faults = $isForm ? \DateTimeImmutable::getLastErrors() : false;
        if ($read === false || ($faults !== false && $faults['warning_count'] > 0)) {
            throw new \ValueError('neither a date nor an instant of an answer');
        }
        $read = $read->setTimezone($japan);
        $year = (int) $read->format('Y');
        if ($year < 1 || $year > 9999) {
            throw new \ValueError('neither a date nor an instant of an answer');
        }

        return $read;
    }

    private static function format(
        #[\SensitiveParameter] \DateTimeInterface $time,
        #[\SensitiveParameter] bool $inJapan,
        #[\SensitiveParameter] string $form,
    ): string {
        // A copy in any case: `DateTime` would be changed for the caller.
        $time = \DateTimeImmutable::createFromInterface($time);
        $time = $inJapan ? $time->setTimezone(new \DateTimeZone(self::JAPAN)) : $time;
        $year = (int) $time->format('Y');
        if ($year < 1 || $year > 9999) {
            throw new \ValueError('years are 1 to 9999');
        }

        return $time->format($form);
    }
}

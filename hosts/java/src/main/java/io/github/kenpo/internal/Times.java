package io.github.kenpo.internal;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Dates and instants as the contract writes them: {@code 2024-02-18}, RFC 3339 in whole seconds. */
final class Times {
    static final int DATE = 10;
    /** How long an instant is before its offset, with an offset such as {@code +09:00}, and with {@code Z}. */
    private static final int SECONDS = 19;
    private static final int WITH_OFFSET = 25;
    private static final int WITH_Z = 20;

    private static final int MINUTE = 60;
    private static final int HOUR = 3600;
    private static final int JAPAN_SECONDS = 9 * HOUR;
    private static final ZoneOffset JAPAN = ZoneOffset.ofTotalSeconds(JAPAN_SECONDS);

    private Times() {}

    static LocalDate date(byte[] text, int at) {
        mark(text, at + 4, '-');
        mark(text, at + 7, '-');
        int year = 100 * two(text, at) + two(text, at + 2);
        if (year == 0) {
            throw new JsonFault();
        }
        try {
            return LocalDate.of(year, two(text, at + 5), two(text, at + 8));
        } catch (DateTimeException e) {
            throw new JsonFault();
        }
    }

    /** How long the instant from there is, by what follows its seconds; 0 where that is neither, as with escapes. */
    static int length(byte[] text, int at) {
        return switch (at + SECONDS < text.length ? text[at + SECONDS] : 0) {
            case 'Z' -> WITH_Z;
            case '+', '-' -> WITH_OFFSET;
            default -> 0;
        };
    }

    static OffsetDateTime instant(byte[] text, int at, int length) {
        if (length != WITH_OFFSET && length != WITH_Z) {
            throw new JsonFault();
        }
        mark(text, at + 10, 'T');
        mark(text, at + 13, ':');
        mark(text, at + 16, ':');
        LocalDate date = date(text, at);
        try {
            LocalTime time = LocalTime.of(two(text, at + 11), two(text, at + 14), two(text, at + 17));
            return OffsetDateTime.of(date, time, offset(text, at + SECONDS, length - SECONDS));
        } catch (DateTimeException e) {
            throw new JsonFault();
        }
    }

    private static ZoneOffset offset(byte[] text, int at, int length) {
        if (length == 1) {
            mark(text, at, 'Z');
            return ZoneOffset.UTC;
        }
        mark(text, at + 3, ':');
        int minutes = two(text, at + 4);
        if (minutes >= 60 || text[at] != '+' && text[at] != '-') {
            throw new JsonFault();
        }
        int seconds = HOUR * two(text, at + 1) + MINUTE * minutes;
        return text[at] == '+' && seconds == JAPAN_SECONDS
                ? JAPAN
                : ZoneOffset.ofTotalSeconds(text[at] == '-' ? -seconds : seconds);
    }

    private static void mark(byte[] text, int at, char mark) {
        if (text[at] != mark) {
            throw new JsonFault();
        }
    }

    private static int two(byte[] text, int at) {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        if (tens < 0 || tens > 9 || ones < 0 || ones > 9) {
            throw new JsonFault();
        }
        return 10 * tens + ones;
    }
}

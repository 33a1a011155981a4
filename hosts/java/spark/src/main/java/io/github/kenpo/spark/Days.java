package io.github.kenpo.spark;

import java.sql.Date;
import java.time.LocalDate;

/** Days as Spark and as the library have them. */
final class Days {
    private Days() {}

    static int ymd(LocalDate day) {
        return day.getYear() * 10_000 + day.getMonthValue() * 100 + day.getDayOfMonth();
    }

    static int ymd(int sinceEpoch) {
        return ymd(LocalDate.ofEpochDay(sinceEpoch));
    }

    /** A date as the session gives dates to functions. */
    static int ymd(Object day) {
        if (day instanceof LocalDate local) {
            return ymd(local);
        }
        if (day instanceof Date date) {
            return ymd(date.toLocalDate());
        }
        throw new IllegalArgumentException(day == null ? "a date is null" : "a date is of type " + day.getClass().getSimpleName());
    }

    static LocalDate day(int ymd) {
        return LocalDate.of(ymd / 10_000, ymd / 100 % 100, ymd % 100);
    }

    static Object like(Object date, int ymd) {
        return date instanceof Date ? Date.valueOf(day(ymd)) : day(ymd);
    }
}

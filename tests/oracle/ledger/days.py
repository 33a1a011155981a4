"""Days of Japan's calendar as texts, `2024-02-18`: they compare as they stand. Windows, terms, ages and times of each year."""

from datetime import date, datetime, timedelta, timezone
from functools import cache

EVER = ("0001-01-01", "9999-12-31")
JAPAN = timezone(timedelta(hours=9))


def instant(text):
    """An instant as answers print it: at +09:00, in whole seconds."""
    if text.endswith("+09:00"):
        return text
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(JAPAN).isoformat()


@cache
def parts(day):
    return int(day[:4]), int(day[5:7]), int(day[8:])


@cache
def plus(day, days):
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


@cache
def days_between(first, last):
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def of(year, month, day):
    return f"{year:04}-{month:02}-{day:02}"


@cache
def month_end(year, month):
    last = 31 if month == 12 else (date(year, month + 1, 1) - timedelta(1)).day
    return of(year, month, last)


@cache
def in_month(day, months, wanted):
    """The day `wanted` of the month that is `months` later; its last day where it has fewer."""
    year, month, _ = parts(day)
    year, month = divmod(year * 12 + month - 1 + months, 12)
    return min(of(year, month + 1, wanted), month_end(year, month + 1))


def months_later(day, months):
    return in_month(day, months, parts(day)[2])


@cache
def term_end(first, months):
    """The last day of a term whose first day counts (民法 143)."""
    year, month, day = parts(first)
    year, month = divmod(year * 12 + month - 1 + months, 12)
    corresponding = of(year, month + 1, day)
    last = month_end(year, month + 1)
    return last if corresponding > last else plus(corresponding, -1)


def fiscal_year(day):
    year, month, _ = parts(day)
    return year - (month < 4)


@cache
def span(window, day):
    """The first and the last day of the calendar's window that holds a day."""
    year, month, _ = parts(day)
    if window == "day":
        return day, day
    if window == "week":
        monday = plus(day, -date.fromisoformat(day).weekday())
        return monday, plus(monday, 6)
    if window == "month":
        return of(year, month, 1), month_end(year, month)
    if window == "quarter":
        first = (month - 1) // 3 * 3 + 1
        return of(year, first, 1), month_end(year, first + 2)
    if window == "fiscal_year":
        year -= month < 4
        return of(year, 4, 1), of(year + 1, 3, 31)
    if window == "calendar_year":
        return of(year, 1, 1), of(year, 12, 31)
    if window == "ever":
        return EVER
    raise ValueError(window)


@cache
def of_year(year, text):
    """A day of each year, `10-01` or `02-end`, in one year."""
    month, day = int(text[:2]), text[3:]
    if day == "end" or (month == 2 and day == "29"):
        return month_end(year, month)
    return of(year, month, int(day))


@cache
def time_of_year(first, last, day):
    """The time that comes back each year and holds a day, if one does."""
    year = parts(day)[0]
    over = of_year(2023, last) < of_year(2023, first)
    for begins in (year - 1, year):
        time = of_year(begins, first), of_year(begins + over, last)
        if time[0] <= day <= time[1]:
            return time
    return None


@cache
def birthday(born, year, leap="march"):
    _, month, day = parts(born)
    if (month, day) == (2, 29) and month_end(year, 2)[8:] == "28":
        return of(year, 3, 1) if leap == "march" else of(year, 2, 28)
    return of(year, month, day)


@cache
def age(born, day, leap="march"):
    year = parts(day)[0]
    return year - parts(born)[0] - (day < birthday(born, year, leap))

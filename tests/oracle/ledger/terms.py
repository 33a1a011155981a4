"""What settings of a document say of a day: whether they hold, in which window it lies, from when and until when points can be spent."""

from days import EVER, age, days_between, in_month, months_later, of_year, parts, plus, span, term_end, time_of_year


def in_period(setting, day):
    period = setting.get("period", {})
    return period.get("from", day) <= day <= period.get("until", day)


def own_time(setting, day):
    """The time of the setting that holds a day: its period, or within it one of those that come back each year."""
    if not in_period(setting, day):
        return None
    period = setting.get("period", {})
    first, last = period.get("from", EVER[0]), period.get("until", EVER[1])
    if "every" in setting:
        time = time_of_year(setting["every"]["from"], setting["every"]["until"], day)
        return time and (max(first, time[0]), min(last, time[1]))
    return first, last


def holds(setting, day):
    return own_time(setting, day) is not None


def window(name, day, setting):
    """The window that holds a day; none where the setting's own period does not."""
    return own_time(setting, day) if name == "period" else span(name, day)


def of_age(rule, born, day):
    ages = rule.get("ages")
    return ages is None or ages.get("at_least", 0) <= age(born, day) < ages.get("below", 999)


def final_day(by, day):
    """The first day on which points for a day can be spent, as `final_after` names it."""
    terms = by.get("final_after")
    if terms is None:
        return None
    if "fiscal_years" in terms:
        year = parts(span("fiscal_year", day)[0])[0]
        return f"{year + terms['fiscal_years']:04}-04-01"
    return in_month(day, terms["months"], terms["day"])


def arrived_after_last_day(rule, day, now):
    if "arrives_by" in rule:
        last = own_time(rule, day)[1]
        year = parts(last)[0]
        by = min(end for end in (of_year(year, rule["arrives_by"]), of_year(year + 1, rule["arrives_by"])) if end >= last)
        return now > by
    if "arrives_within" in rule:
        return now > in_month(day, rule["arrives_within"]["months"], rule["arrives_within"]["day"])
    return False


def expiry_terms(points, purse, granted):
    for terms in points.get("expiry", []):
        if terms.get("purse") == purse and in_period(terms, granted):
            return terms
    return None


def last_day(terms, day):
    """The last day of points that count from a day."""
    policy = terms["policy"]
    if policy == "fiscal_year_end":
        return span("fiscal_year", day)[1]
    if policy == "fixed_term":
        return term_end(plus(day, 1), terms["months"])
    if policy == "month_end":
        return in_month(day, terms["months"], 31)
    if policy == "window_end":
        end = span(terms["window"], day)[1]
        for _ in range(terms.get("later", 0)):
            end = span(terms["window"], plus(end, 1))[1]
        return end
    if policy == "day":
        last, times = terms["day"], 0
        while last < day and "every_months" in terms:
            times += 1
            last = months_later(terms["day"], times * terms["every_months"])
        return last
    return None


class Grant:
    """When points granted on a day can be spent, and why they are not granted."""

    def __init__(self, points, purse, day, now, final):
        self.final = final if final is not None and final > now else None
        granted = self.final or now
        terms = expiry_terms(points, purse, granted)
        self.expires = self.against = None
        if terms is None or terms["policy"] == "never":
            return
        counted = granted
        if terms.get("counted_from") == "activity" and day is not None:
            counted = day if final is None else final
        self.expires = last_day(terms, counted)
        if self.expires < granted:
            self.against = "already_expired"
        elif "last_grant_months_before" in terms and day is not None:
            if term_end(plus(granted, 1), terms["last_grant_months_before"]) > self.expires:
                self.against = "grants_closed"


def renewal(points, purse, by, now):
    """The last day to which a row of a day puts off that of all points in its purse."""
    terms = expiry_terms(points, purse, now)
    if terms is None or by not in terms.get("renewed_by", []):
        return None
    return last_day(terms, now)


def too_late(rule, day, now):
    return "grace_days" in rule and days_between(day, now) > rule["grace_days"]


def app_not_opened(rule, day, opened):
    if "opened_within_days" not in rule:
        return False
    return not day <= opened <= plus(day, rule["opened_within_days"])

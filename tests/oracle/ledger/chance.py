"""Settings that many things have, at random."""

EACH_YEAR = (("10-01", "02-end"), ("10-01", "03-31"), ("04-01", "09-30"), ("01-01", "03-31"), ("02-end", "02-end"), ("05-01", "02-end"), ("03-15", "03-31"))


def maybe(random, chance, key, make):
    return {key: make()} if random.random() < chance else {}


def period(random):
    first, last = random.choice((None, "2023-10-01", "2024-01-01", "2024-03-15")), random.choice((None, "2024-03-31", "2024-06-30", "2025-03-31"))
    return {key: day for key, day in (("from", first), ("until", last)) if day}


def each_year(random):
    first, last = random.choice(EACH_YEAR)
    return {"from": first, "until": last}

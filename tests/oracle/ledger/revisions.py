"""The latest numbered records of days, of each source or of the day (docs/rules/points/corrections, Numbered records)."""


from account import Refused


def key_of(by_source, record):
    return record.get("source") if by_source else None


class Revisions:
    def __init__(self, points, account, known):
        self.take_back = any(rule.get("downward") == "take_back" for rule in points.get("rules", []))
        self.by_source = points.get("revisions_of", "source") == "source"
        self.latest = {}  # of each day, by source: the number and the steps
        for record in [*account.earnings, *account.opening.get("known", []), *known]:
            if "revision" in record:
                self.keep(record)

    def check_steps(self, request):
        """Steps of a source's record are needed where a rule takes back."""
        if not (self.by_source and self.take_back):
            return
        ledger = request.get("ledger", {})
        opening = ledger.get("opening", {})
        for path, records in (("/ledger/opening/known", opening.get("known", [])), ("/ledger/entries", ledger.get("entries", [])), ("/known", request.get("known", []))):
            for place, record in enumerate(records):
                if "revision" in record and "source" in record and "steps" not in record:
                    raise Refused("missing_value", f"{path}/{place}/steps")

    def keep(self, record):
        of_day = self.latest.setdefault(record["date"], {})
        source = key_of(self.by_source, record)
        if record["revision"] > of_day.get(source, (-1, 0))[0]:
            of_day[source] = record["revision"], record.get("steps")

    def before(self, record):
        """The number that a record must be above; below zero where there is none."""
        of_day = self.latest.get(record["date"], {})
        source = key_of(self.by_source, record)
        if source is None:
            return max((number for number, _ in of_day.values()), default=-1)
        return max(of_day.get(one, (-1, 0))[0] for one in (source, None))

    def others(self, rule, record):
        """Steps of the latest records of other sources that count under a rule."""
        if not self.by_source or "source" not in record:
            return []
        of_day = self.latest.get(record["date"], {})
        of_the_day = of_day.get(None, (-1, 0))[0]
        return [
            steps for source, (number, steps) in of_day.items()
            if source not in (None, record["source"]) and number > of_the_day
            and (not rule.get("sources") or source in rule["sources"]) and steps <= rule.get("plausible_steps", steps)
        ]

    def fields(self, record):
        """What a row keeps of a numbered record."""
        if "revision" not in record:
            return {}
        if self.by_source and "source" in record:
            return {"revision": record["revision"], "source": record["source"], "steps": record["steps"]}
        return {"revision": record["revision"]}

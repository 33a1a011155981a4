"""Whether library and model agree on a case, and the smallest one on which they do not."""

import json

import activities
import eligible
import goods
import owed
import steps
from account import Refused, known_purse
from invariants import faults

OPERATIONS = {
    "points.accrue": steps.accrue, "points.compare": steps.compare, "points.earn": activities.earn, "points.settle": activities.settle,
    "points.exchange": goods.exchange, "points.reverse": goods.reverse, "points.adjust": goods.adjust, "points.balance": owed.balance,
    "points.summary": owed.summary, "points.purse": owed.purse, "eligibility.review": eligible.review,
}


class Case:
    def __init__(self, programme, operation, request, broken):
        self.programme, self.operation, self.request, self.broken = programme, operation, request, broken

    def library(self, kenpo, handle):
        """What the library answers, or its error, without the line and the column in the text."""
        answer, error = kenpo.answer(handle, self.operation, json.dumps(self.request, ensure_ascii=False).encode())
        return without_lines(answer), without_lines(error)

    def model(self):
        """What the pages say: an answer, or an error."""
        try:
            return OPERATIONS[self.operation](self.programme, self.request), None
        except Refused as refused:
            code, path = refused.args
            return None, {"code": code, "path": path}

    def agrees(self, theirs):
        """Whether both say the same. Of a ledger that contradicts itself the library names one thing that the first such row breaks."""
        found = self.faults()
        if found:
            return theirs[1] is not None and (theirs[1]["code"], theirs[1]["path"]) in found
        return self.model() == theirs

    def faults(self):
        """What is wrong with the ledger, or with what is read before it."""
        if not self.broken:
            return []
        if self.request.get("quantity") == 0:
            return [("out_of_range", "/quantity")]
        try:
            if self.operation == "points.adjust":
                known_purse(self.programme, self.request)
            if "person" in self.request:
                eligible.check_person(self.programme, self.request["person"], "/person")
        except Refused as refused:
            return [refused.args]
        return faults(self.request["ledger"], "/ledger", self.request.get("as_of", "9999"))


def without_lines(value):
    if isinstance(value, dict):
        return {key: without_lines(inner) for key, inner in value.items() if key not in ("line", "column")}
    if isinstance(value, list):
        return [without_lines(inner) for inner in value]
    return value


class Difference(Exception):
    """A case on which library and model differ, made small."""

    def __init__(self, kenpo, case, where):
        super().__init__(where)
        self.kenpo, self.case, self.where = kenpo, case, where
        self.kept = self.kinds(case, self.library(case))
        smaller = case
        while smaller:
            self.case = smaller
            smaller = next((case for case in less(smaller) if self.differs(case)), None)

    def library(self, case):
        with self.kenpo.programme(case.programme) as handle:
            return None if handle is None else case.library(self.kenpo, handle)

    def differs(self, case):
        try:
            theirs = self.library(case)
            return theirs is not None and self.kinds(case, theirs) == self.kept and not case.agrees(theirs)
        except (KeyError, IndexError, TypeError, ValueError):
            return False

    @staticmethod
    def kinds(case, theirs):
        """What a smaller case must share: the errors of both."""
        out = []
        for answer, error in [theirs] + ([] if case.faults() else [case.model()]):
            items = (answer or {}).get("verdict", {}).get("items", [])
            errors = [error] if error else [item["error"] for item in items if "error" in item]
            out.append({(error["code"], error["path"].strip("0123456789/")) for error in errors})
        return out

    def __str__(self):
        case, theirs = self.case, self.library(self.case)
        ours = case.faults()
        shown = [json.dumps(said, ensure_ascii=False) for said in (case.programme, case.request, theirs, ours or case.model())]
        return "{}: {}\nprogramme {}\nrequest {}\nlibrary {}\nmodel   {}".format(self.where, case.operation, *shown)


def less(case):
    for programme in fewer(case.programme):
        yield Case(programme, case.operation, case.request, case.broken)
    for request in fewer(case.request):
        yield Case(case.programme, case.operation, request, case.broken)


def fewer(value):
    """A value with one element or key fewer, anywhere in it."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        rest = value.copy()
        del rest[key]
        yield rest
    for key in keys:
        for inner in fewer(value[key]):
            rest = value.copy()
            rest[key] = inner
            yield rest

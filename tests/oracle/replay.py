"""Asks the requests that an earlier tree recorded once more, and says how the answers differ.

    python tests/oracle/replay.py EARLIER NOW

Both are roots of trees; the package `kenpo` is the present one. Answers are the same, or differ in the version and the digest of the
programme alone, or have more than they had, or are others. What is other is listed below with what CHANGELOG.md says of it; a difference
that is not listed, or whose words are not in CHANGELOG.md, fails.
"""

from __future__ import annotations

import collections
import json
import re
import sys
from pathlib import Path
from typing import Any, Iterator, Optional

import kenpo

# Operations, what differs, and words of CHANGELOG.md.
NAMED = [
    (r"booking\..*", r"(\S+ renamed(; )?)+", '`boundary: "inclusive" | "exclusive"` where a deadline said `own_instant'),
    (r"programme\.check", r"status 4 -> 0", "`programme.check` answers every fault of a document at once"),
    (r"programme\.check", r"/answer/verdict/programme gone", "An old key is `unknown_key`"),
    (r"points\.compare", r".*-> way_missing.*", "none is `way_missing`"),
    (r"points\.compare", r".*(unknown_key|/code|status 0 -> 4).*", "An old key is `unknown_key`"),
    (r"registration\.identify", r"status 4 -> 0", "the relation `spouse` beside `dependant`"),
    (r"registration\.identify|name\.check", r".*not_(full|half)_width_kana -> accepted.*", "which takes any space between names"),
    (r"name\.check", r"/answer/verdict/half_width gone", "a mark that fits nothing has no"),
    (r"date\.read", r".*past_the_era -> accepted.*", "`accepted` with the warning `past_the_era`"),
    (r"identifier\.(read|write)", r".*number_missing -> accepted.*", "take an identifier without a number, with the warning"),
    (r"insurer_number\.interchange", r".*wrong_length -> (lost_leading_zero|not_digits).*", "a lost zero is `lost_leading_zero`"),
    (r"points\.balance", r"status 0 -> 4 paid_above_earned", "(`paid_above_earned`)"),
    (r"points\.balance", r"status 0 -> 4 period_upside_down", "a last day before the first (`period_upside_down`)"),
    (r"points\.accrue", r"/answer/store/\*/expires_on gone", "a credit of 0 points has no `final_on` and `expires_on`"),
    (r"eligibility\.check", r"status 0 -> 4 fact_undeclared", "is the error `fact_undeclared`"),
]

# A key that was renamed, and what its values are called now.
RENAMED = {"own_instant": ("boundary", {"open": "inclusive", "closed": "exclusive"})}


def compare(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, bool]]:
    """Where they differ, and whether there is only more than there was."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key, value in old.items():
            other, values = RENAMED.get(key, (key, {}))
            if key not in new and other in new and values.get(value) == new[other]:
                yield f"{path}/{other} renamed", False
            elif key not in new:
                yield f"{path}/{key} gone", False
            else:
                yield from compare(value, new[key], f"{path}/{key}")
        known = {RENAMED.get(key, (key,))[0] for key in old} | old.keys()
        yield from ((f"{path}/{key} added", True) for key in new if key not in known)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for one, other in zip(old, new):
            yield from compare(one, other, f"{path}/*")
    elif old != new:
        of_text = isinstance(old, str) and isinstance(new, str)
        yield f"{path} {old} -> {new}" if of_text else f"{path} differs", False


def kind(recorded: str, answered: str) -> tuple[str, str]:
    """How an answer differs, and where."""
    if recorded == answered:
        return "the same", ""
    (was, old), (status, new) = recorded.split("\t", 1), answered.split("\t", 1)
    if was != status:
        code = " " + json.loads(new)["code"] if status != "0" else ""
        return "other", f"status {was} -> {status}{code}"
    bodies = [json.loads(text) for text in (old, new)]
    for body in bodies:
        body.pop("kenpo", None)
        body.pop("programme", None)
    found = sorted(set(compare(*bodies)))
    if not found:
        return "the same but for version and digest", ""
    if all(more for _, more in found):
        return "more than there was", "; ".join(where for where, _ in found)
    return "other", "; ".join(where for where, more in found if not more)


class Documents:
    """Programmes by the earlier document, or by today's of that name where its keys were renamed."""

    def __init__(self, *roots: Path) -> None:
        self.roots = roots
        self.parsed: dict[str, tuple[Optional[kenpo.Programme], str]] = {}

    def get(self, name: Optional[str]) -> tuple[Optional[kenpo.Programme], str]:
        if name is None:
            return None, "without a document"
        if name not in self.parsed:
            self.parsed[name] = self.parse(name)
        return self.parsed[name]

    def parse(self, name: str) -> tuple[Optional[kenpo.Programme], str]:
        for root, whose in zip(self.roots, ("by the earlier document", "by today's document")):
            try:
                return kenpo.Programme.parse((root / name).read_bytes()), whose
            except (kenpo.KenpoError, FileNotFoundError):
                continue
        return None, "not comparable"


def main(earlier: Path, now: Path) -> None:
    changelog = " ".join((now / "CHANGELOG.md").read_text().split())
    documents = Documents(earlier, now)
    counts: collections.Counter[tuple[str, str]] = collections.Counter()
    others: collections.Counter[tuple[str, str]] = collections.Counter()
    for file in sorted((earlier / "tests/vectors").rglob("*.json")):
        vectors = json.loads(file.read_text())
        recorded = dict(line.split("\t", 1) for line in file.with_suffix(".tsv").read_text().split("\n") if line)
        programme, whose = documents.get(vectors.get("programme"))
        for case in vectors["cases"]:
            if whose == "not comparable":
                counts[whose, ""] += 1
                continue
            request = case.get("request_text")
            if request is None:
                request = json.dumps(case["request"], ensure_ascii=False, separators=(",", ":"))
            try:
                answered = f"0\t{kenpo.answer(vectors['operation'], request, programme)}"
            except kenpo.KenpoError as error:
                answered = f"{int(error.status)}\t{error.to_json()}"
            how, where = kind(recorded[case["id"]], answered)
            counts[whose, how] += 1
            if how == "other":
                others[vectors["operation"], where] += 1
    for (whose, how), count in sorted(counts.items()):
        print(f"{count:5} {whose}: {how}")
    said: collections.Counter[str] = collections.Counter()
    faults = []
    for (operation, where), count in sorted(others.items()):
        named = [words for of, what, words in NAMED if re.fullmatch(of, operation) and re.fullmatch(what, where)]
        if named and named[0] in changelog:
            said[named[0]] += count
        else:
            faults.append(f"{operation}: {where} ({count} cases) is not named in CHANGELOG.md")
    for words, count in said.most_common():
        print(f"{count:5} other: {words}")
    sys.exit("\n".join(faults) or None)


main(Path(sys.argv[1]), Path(sys.argv[2]))

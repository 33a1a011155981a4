"""What pages list as that which only the library can say, beside a schema, and how a comparison with the schema ends."""

import re
import sys
from importlib.metadata import version

ROW = re.compile(r"^\| (.*) \| .* \|$", re.M)


def only_the_library(page, heading):
    """Codes, and the keys at which each is given; an empty set for any."""
    text = open(page, encoding="utf-8").read()
    section = text.split(heading + "\n")[1].split("\n## ")[0]
    listed = {}
    for row in ROW.findall(section):
        codes, _, keys = row.partition(" at ")
        for code in re.findall(r"`([a-z_0-9]+)`", codes):
            listed.setdefault(code, set()).update(re.findall(r"`([a-z_0-9]+)`", keys) or {None})
    return listed


def key_of(path):
    """The last key of a path, places of lists passed over."""
    return next((step for step in reversed(path.split("/")) if step and not step.isdigit()), "")


def unlisted(codes, listed):
    """Of codes with their paths, what is wrong with those that no row has."""
    for fault in codes.split():
        code, _, path = fault.partition(":")
        keys = listed.get(code, set())
        if None not in keys and key_of(path) not in keys:
            yield f"not by the schema, and no row of the page has it: {fault}"


def report(wrong, lines, taken, refused):
    """Says what is wrong, and ends the program with a failure; or that all agreed. A comparison that takes or refuses nothing shows nothing."""
    said = f"{taken} taken, {refused} refused by the schema"
    if wrong or not taken or not refused:
        for fault in sorted(set(wrong))[:100]:
            print(fault)
        print(f"{len(wrong)} of {lines} lines; {said}")
        sys.exit(1)
    print(f"{lines} agreed with jsonschema {version('jsonschema')}: {said}")

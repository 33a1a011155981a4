"""What pages list as that which only the library can say, beside a schema."""

import re

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
    """Those of some codes with their paths that no row has."""
    for fault in codes.split():
        code, _, path = fault.partition(":")
        keys = listed.get(code, set())
        if None not in keys and key_of(path) not in keys:
            yield fault

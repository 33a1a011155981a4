"""The table `documents`: programme documents changed at random, held against the published schema by the package jsonschema.

What the library takes, the schema takes. What the schema takes and the library does not, is refused for codes that
docs/programmes.md lists as those that only the library can say, at the keys that it names there.
"""

import json
import sys

from jsonschema import Draft202012Validator

from listed import only_the_library, report, unlisted

schema = json.load(open("docs/schemas/kenpo-programme-1.json", encoding="utf-8"))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
listed = only_the_library("docs/programmes.md", "## What only the library can say")
lines = taken = refused = 0
wrong = []
for line in sys.stdin:
    lines += 1
    codes, document = line.rstrip("\n").split("\t", 1)
    error = next(validator.iter_errors(json.loads(document)), None)
    if not codes and error is not None:
        wrong.append(f"taken, and the schema says at /{'/'.join(map(str, error.absolute_path))}: {error.message[:150]}")
    taken += not codes
    refused += error is not None
    if codes and error is None:
        wrong += unlisted(codes, listed)
report(wrong, lines, taken, refused)

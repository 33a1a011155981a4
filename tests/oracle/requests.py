"""The table `requests`: requests of the vectors, as they stand and changed at random, held against the contract's schema by the package
jsonschema.

What the library takes, the schema takes. What the schema takes and the library does not, is refused for codes that
docs/vectors.md lists as those that only the library can say, at the keys that it names there; of a document in a request, for
those that docs/programmes.md lists.
"""

import json
import sys
from datetime import datetime

from jsonschema import Draft202012Validator

from listed import only_the_library, report, unlisted

contract = json.load(open("docs/schemas/contract.json", encoding="utf-8"))
validators = {}
for operation in contract["operations"]:
    schema = {"$defs": contract["$defs"], **operation["request"]}
    validators[operation["name"]] = Draft202012Validator(schema)
Draft202012Validator.check_schema({"$defs": contract["$defs"]})
of_requests = only_the_library("docs/vectors.md", "## What only the library can say of a request")
of_documents = only_the_library("docs/programmes.md", "## What only the library can say")


def is_read(request, error):
    """Whether the library looks at what is wrong: a balance as of an instant passes over the ledger's later rows."""
    place = list(error.absolute_path)
    if "as_of" not in request or place[:2] != ["ledger", "entries"] or len(place) < 3:
        return True
    try:
        row = request["ledger"]["entries"][place[2]]
        return datetime.fromisoformat(row["at"]) <= datetime.fromisoformat(request["as_of"])
    except (KeyError, TypeError, ValueError):
        return True


lines = taken = refused = 0
wrong = []
for line in sys.stdin:
    lines += 1
    name, codes, request = line.rstrip("\n").split("\t", 2)
    asked = json.loads(request)
    errors = validators[name].iter_errors(asked)
    error = next((error for error in errors if codes or is_read(asked, error)), None)
    if not codes and error is not None:
        place = "/".join(map(str, error.absolute_path))
        wrong.append(f"{name}: taken, and the schema says at /{place}: {error.message[:150]}")
    taken += not codes
    refused += error is not None
    if codes and error is None:
        listed = of_documents if name == "programme.check" else of_requests
        if name == "points.compare":
            # Its other document is a text.
            codes = " ".join(code for code in codes.split(" ") if ":/other" not in code)
        wrong += [f"{name}: {fault}" for fault in unlisted(codes, listed)]
report(wrong, lines, taken, refused)

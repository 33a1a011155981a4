"""The table `luhn` once more, with python-stdnum. Its licence is the LGPL: it is run in this test, and never linked or shipped."""

import sys

from stdnum import __version__
from stdnum.luhn import calc_check_digit

BODIES = (f"{scheme}{place_and_serial:05}" for scheme in ("06", "31", "39", "") for place_and_serial in range(1_000, 48_000))

ours = sys.stdin.read().splitlines()
theirs = [f"{body}\t{calc_check_digit(body)}" for body in BODIES]
wrong = sorted(set(ours) ^ set(theirs))
if wrong or len(ours) != len(theirs):
    for entry in wrong[:10]:
        print("only kenpo has" if entry in ours else "only stdnum has", entry)
    print(f"{len(wrong)} lines differ; {len(ours)} lines for {len(theirs)}")
    sys.exit(1)
print(f"{len(ours)} agreed with python-stdnum {__version__}")

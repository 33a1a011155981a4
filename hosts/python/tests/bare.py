"""What has to hold on a Python with no other package: `python tests/bare.py ROOT`."""

from __future__ import annotations

import pickle
import sys
from array import array
from pathlib import Path

import kenpo
from kenpo.types import Reason

assert "numpy" not in sys.modules
programme = kenpo.Programme.parse((Path(sys.argv[1]) / "programmes/kkr.json").read_bytes())
table = {
    "member": array("q", [1, 1, 2]),
    "date": array("i", [20220201, 20220202, 20220202]),
    "steps": memoryview(bytes(array("i", [8000, 9000, 10000]))).cast("i"),
}
paid = kenpo.accrue(table, programme, synced=20220203)
assert paid.points().tolist() == [40, 40], paid.points()
assert set(paid.reasons) == {Reason.PAID.number}
again = kenpo.accrue(table, programme, synced=20220204, credited=paid.columns())
assert again.points().tolist() == [0, 0]
assert list(kenpo.insurer_number_reasons(b"06130488123456  ")) == [0, Reason.WRONG_CHECK_DIGIT.number]
assert list(kenpo.match_keys(["ｹﾝｺﾑ", ""])) == ["ケンコム", ""]
assert pickle.loads(pickle.dumps(programme)).document == programme.document
assert Reason.CAP_REACHED.message("en").short
assert "numpy" not in sys.modules
print("bare: all holds")

"""kenpo 健保: the rule book of Japanese health-insurance programmes.

All rules are in the library `libkenpo`, which the package brings; it is called through ctypes and holds no state.
Requests and answers are in `kenpo.types`, columns for the calls without JSON in `kenpo.columns`, texts in
`kenpo.messages`.
"""

from ._accrue import Accrued, accrue
from ._codec import Answered
from ._errors import ColumnError, DecodeError, KenpoError, LoadError
from ._operations import *  # noqa: F403
from . import _operations
from ._programme import DeadlineKind, Programme
from ._stream import accrue_stream
from ._typed import abi, answer, insurer_number_reason, insurer_number_reasons, match_key, match_keys, version

__all__ = [
    "Accrued",
    "Answered",
    "ColumnError",
    "DeadlineKind",
    "DecodeError",
    "KenpoError",
    "LoadError",
    "Programme",
    "abi",
    "accrue",
    "accrue_stream",
    "answer",
    "insurer_number_reason",
    "insurer_number_reasons",
    "match_key",
    "match_keys",
    "version",
]
__all__ += _operations.__all__

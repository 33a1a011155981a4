"""Steps of more members than memory holds: a stream of record batches in, what each came to out."""

from __future__ import annotations

from typing import Any, Iterator, Optional, Union

from ._accrue import Accrued, Known, accrue
from ._buffers import arrow
from ._errors import ColumnError
from ._programme import Programme
from ._tables import runs_of
from .columns import Day


def accrue_stream(
    stream: Any,
    programme: Programme,
    *,
    synced: Optional[Day] = None,
    credited: Union[Accrued, Any, None] = None,
    threads: int = 1,
) -> Iterator[Accrued]:
    """Pays for members' steps as `accrue` does, batch by batch, in memory for a few batches and for the longest member.

    Args:
        stream: Whatever exports an Arrow stream: a reader of Parquet, a relation of DuckDB, a dataset's scanner. Its rows
            are sorted by member, those of one member in the order in which they arrived; a member may reach over batches.
        programme: The programme that pays.
        synced: As for `accrue`.
        credited: As for `accrue`; members of whom no row comes are not looked at.
        threads: As for `accrue`, for the members of a batch.

    Yields:
        For each batch, the members whose last row is now known. Their rows follow each other over all that is yielded.

    Raises:
        ColumnError: As `accrue`, with the row counted over the whole stream; also where a member does not come after the
            one before.
    """
    known = Known.of(credited)
    for table, begin in whole_members(arrow().RecordBatchReader.from_stream(stream)):
        try:
            yield accrue(table, programme, synced=synced, credited=known, threads=threads)
        except ColumnError as fault:
            raise fault.further(begin) from None


def whole_members(batches: Any) -> Iterator[tuple[Any, int]]:
    """Tables in which all rows of each member stand, and the row of the stream with which each begins."""
    # Batches with rows of members of whom more may come.
    kept: list[Any] = []
    begin = come = 0
    last = None
    for batch in batches:
        if batch.num_rows == 0:
            continue
        if "member" not in batch.schema.names:
            raise ColumnError("member", None, "is missing")
        try:
            runs = runs_of(batch.column("member"))
        except ColumnError as fault:
            raise fault.further(come) from None
        for member, start in zip(runs.members, runs.starts):
            # The first run may go on with the member of the batch before.
            if last is not None and not (last < member or (start == 0 and last == member)):
                raise ColumnError("member", come + start, "does not come after the one before: a stream is sorted by member")
            begins, last = last != member, member
        # Of the last member more may come; all rows before its first are of whole members.
        if begins and come + runs.starts[-1] > begin:
            table = arrow().Table.from_batches([*kept, batch.slice(0, runs.starts[-1])])
            yield table, begin
            begin += table.num_rows
            kept = []
        kept.append(batch.slice(runs.starts[-1]) if begins else batch)
        come += batch.num_rows
    if kept:
        yield arrow().Table.from_batches(kept), begin

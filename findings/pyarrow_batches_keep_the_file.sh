#!/usr/bin/env bash
# pyarrow 26.0.1 (PyPI; Python 3.11 or later): going through a Parquet file batch by batch needs memory for the whole file, compressed, unless pre_buffer=False.
#
# A job pays rosters from Parquet in a container with little memory. It reads with ParquetFile(file).iter_batches(…), and lets go of each batch before the next.
#
# The good guess: "pre_buffer" is about requests to slow file systems, and iter_batches, which "reads streaming batches", needs memory for a few row groups.
# What happens: pre_buffer is True by default, and what was buffered of a row group is kept until the iterator ends, though its rows were given out long before. So memory grows
# with what was read, up to the size of the file.
# Seen: the most memory of Arrow's pool, for a file of 40 row groups, nearly its size; with pre_buffer=False about one row group.
# What to do: ParquetFile(file, pre_buffer=False) for local files.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
python3 -m venv venv; venv/bin/pip install -q pyarrow==26.0.1
cat > one.py <<'PY'
import os, sys
import pyarrow, pyarrow.parquet as parquet
for batch in parquet.ParquetFile("steps.parquet", pre_buffer=sys.argv[1] == "True").iter_batches(10_000, use_threads=False):
    del batch
print(pyarrow.default_memory_pool().max_memory() * 100 // os.path.getsize("steps.parquet"))
PY
venv/bin/python - <<'PY'
import os, pyarrow, pyarrow.parquet as parquet
with parquet.ParquetWriter("steps.parquet", pyarrow.schema([("steps", pyarrow.int64())])) as writer:
    for _ in range(40):
        rows = pyarrow.Array.from_buffers(pyarrow.int64(), 100_000, [None, pyarrow.py_buffer(os.urandom(800_000))])
        writer.write_table(pyarrow.table({"steps": rows}))
PY
buffered=$(venv/bin/python one.py True); plain=$(venv/bin/python one.py False)
echo "most memory, in percent of the file: $buffered by default, $plain with pre_buffer=False"
{ [ "$buffered" -gt 80 ] && [ "$plain" -lt 25 ]; } || { echo "CHANGED"; exit 1; }
echo "as described: what was read is kept to the end"

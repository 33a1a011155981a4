"""Runs every conformance vector through the package's public API: `python tests/run_vectors.py ROOT`.

It needs nothing but the package and Python itself.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any, Iterator, Optional

import kenpo
import twins
from kenpo import types

FILE_KEYS = {"operation", "programme", "cases"}
CASE_KEYS = {"id", "rules", "note", "request", "request_text", "expect"}
RUNNER = "python"


class File:
    """One file of vectors."""

    def __init__(self, root: Path, path: Path) -> None:
        vectors = json.loads(path.read_bytes())
        refuse_unknown(vectors, FILE_KEYS, str(path))
        self.path = path
        self.operation: str = vectors["operation"]
        self.cases: list[dict[str, Any]] = vectors["cases"]
        self.programme: Optional[kenpo.Programme] = None
        if "programme" in vectors:
            self.programme = kenpo.Programme.parse((root / vectors["programme"]).read_bytes())
        self.faults: list[tuple[str, str]] = []

    def run(self) -> dict[str, str]:
        """The line of each case by its id, sorted bytewise."""
        lines: dict[str, str] = {}
        for case in self.cases:
            refuse_unknown(case, CASE_KEYS, f"{self.path}: {case['id']}")
            if case["id"] in lines:
                self.faults.append((case["id"], "the id stands twice"))
            lines[case["id"]] = self.line(case)
        self.compare(lines)
        return dict(sorted(lines.items(), key=lambda line: line[0].encode()))

    def line(self, case: dict[str, Any]) -> str:
        if ("request" in case) == ("request_text" in case):
            raise ValueError(f"{case['id']}: either request or request_text")
        try:
            status, body = 0, self.raw(case["request_text"]) if "request_text" in case else self.typed(case)
        except kenpo.KenpoError as error:
            status, body = error.status, error.to_json()
        return f"{case['id']}\t{status}\t{body}"

    def raw(self, request: str) -> str:
        return kenpo.answer(self.operation, request, self.programme)

    def typed(self, case: dict[str, Any]) -> str:
        text = json.dumps(case["request"], ensure_ascii=False, separators=(",", ":"))
        if self.operation.endswith(".batch"):
            return self.raw(text)
        name = self.operation.replace(".", "_")
        method = getattr(kenpo, name, None) or getattr(self.programme, name)
        try:
            request = request_type(method).from_json(text)
        except kenpo.DecodeError:
            # The type cannot hold it, such as a 30th of February; the library then refuses the text.
            answer = self.raw(text)
            self.faults.append((case["id"], "a request that is not of its type was answered"))
            return answer
        if request.to_json() != text:
            self.faults.append((case["id"], f"the request is encoded as\n  {request.to_json()}\n  and was\n  {text}"))
        answered = method(request)
        if method(case["request"]) != answered:
            self.faults.append((case["id"], "asked with a dict, the answer is another"))
        for fault in twins.compare(self.operation, request, answered.answer, self.programme):
            self.faults.append((case["id"], fault))
        body: str = answered.to_json()
        if self.raw(text) != body:
            self.faults.append((case["id"], "the text in JSON has another answer"))
        return body

    def compare(self, lines: dict[str, str]) -> None:
        recorded = {line.split("\t")[0]: line for line in read_lines(self.path.with_suffix(".tsv"))}
        for id_ in {**lines, **recorded}:
            expected, found = recorded.get(id_, "nothing"), lines.get(id_, "nothing")
            if expected != found:
                self.faults.append((id_, f"\n  recorded {expected}\n  found    {found}"))


def read_lines(path: Path) -> Iterator[str]:
    # Not splitlines(), which knows more ends of lines than LF.
    return (line for line in path.read_text(encoding="utf-8").split("\n") if line)


def refuse_unknown(data: dict[str, Any], known: set[str], where: str) -> None:
    unknown = set(data) - known
    if unknown:
        raise ValueError(f"{where} has unknown keys: {', '.join(sorted(unknown))}")


def request_type(method: Any) -> Any:
    """The type of an operation's request, as its signature names it."""
    annotation: str = method.__annotations__["request"]
    return getattr(types, annotation.partition("[")[2].partition(",")[0])


def main(root: Path) -> int:
    digest = hashlib.sha256()
    ids: set[str] = set()
    failed: set[str] = set()
    for path in sorted((root / "tests/vectors").rglob("*.json"), key=lambda path: str(path).encode()):
        file = File(root, path)
        for id_, line in file.run().items():
            if id_ in ids:
                file.faults.append((id_, "the id stands twice"))
            ids.add(id_)
            digest.update(f"{line}\n".encode())
        for id_, fault in file.faults:
            print(f"{id_}: {fault}")
            failed.add(id_)
    print(
        f"kenpo-vectors runner={RUNNER} abi={kenpo.abi()} cases={len(ids)} failed={len(failed)} "
        f"answers_sha256={digest.hexdigest()}"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

"""Long lists folded chunk by chunk: whatever the chunks and parts, the draw is that of the whole list."""

from __future__ import annotations

import json
import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Optional

import kenpo
import pytest

HOLDERS = 1_000


def ask(operation: str, **request: Any) -> Any:
    given = {key: value for key, value in request.items() if value is not None}
    return json.loads(kenpo.answer(operation, json.dumps(given)))["answer"]["verdict"]


HELD = [{"member_id": f"m-{number}", "tickets": 1 + number % 3} for number in range(HOLDERS)]
ENTRIES = ask("lottery.enter", draw_id="folds", entropy="07" * 32, holders=HELD)["entries"]
MANIFEST = ask(
    "lottery.freeze",
    draw_id="folds",
    freeze_time="2024-06-01T00:00:00+09:00",
    draw_time="2024-06-03T12:00:00+09:00",
    beacon={"kind": "public_text", "description": "six numbers of a day"},
    entries=ENTRIES,
    prizes=[{"code": "first", "quantity": 3}],
    alternates=2,
    max_prizes_per_holder=1,
)["manifest"]


def folded(chunk: list[Any], *, place: Optional[int] = None, **more: Any) -> Any:
    return ask("lottery.fold_draw", manifest=MANIFEST, public_text="1.2./", entries=chunk, place=place, **more)


@pytest.mark.parametrize("seed", range(8))
def test_any_chunks_give_the_same_draw(seed: int) -> None:
    whole = ask("lottery.draw", manifest=MANIFEST, entries=ENTRIES, public_text="1.2./")["proof"]
    cuts = sorted(random.Random(seed).sample(range(1, HOLDERS), 1 + seed * 5))
    state, place = None, 0
    for end in [*cuts, HOLDERS]:
        done = folded(ENTRIES[place:end], state=state, place=place)
        # How far it is; what is kept here can be gone on with anywhere, or dropped.
        state, place = done["state"], end
        assert done["holders"] == end
    proof = folded([], state=state, finish=True)["proof"]
    assert {**proof, "entries": ENTRIES} == whole

    # Parts that adjoin, each on a thread of its own, and joined from the last to the first.
    starts = [0, *cuts]
    parts = list(zip(starts, [*cuts, HOLDERS]))
    with ThreadPoolExecutor() as threads:
        states = list(threads.map(lambda part: folded(ENTRIES[part[0] : part[1]], place=part[0])["state"], parts))
    joined: Optional[str] = None
    for part in reversed(states):
        joined = folded([], state=part, next=joined)["state"] if joined else part
    assert joined == state


def test_a_chunk_is_neither_left_out_nor_taken_twice() -> None:
    state = folded(ENTRIES[:400])["state"]
    for place, code in [(399, "entries_unordered"), (401, "missing_value")]:
        with pytest.raises(kenpo.KenpoError) as raised:
            folded(ENTRIES[place:], state=state, place=place)
        assert raised.value.code == code
    with pytest.raises(kenpo.KenpoError) as raised:
        folded(ENTRIES[400:], state=state[2:])
    assert (raised.value.code, raised.value.path) == ("fold_state_invalid", "/state")

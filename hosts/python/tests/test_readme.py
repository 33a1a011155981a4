"""The examples of the README, as a reader would run them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1]
LANGUAGES = ["README.md", "README.ja.md"]


def blocks(name: str) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", (FOLDER / name).read_text(encoding="utf-8"), re.S | re.M)


def test_both_languages_have_the_same_examples() -> None:
    english, japanese = map(blocks, LANGUAGES)
    assert english == japanese and len(english) >= 3


def test_the_first_is_short() -> None:
    assert len([line for line in blocks("README.md")[0].splitlines() if line.strip()]) <= 10


@pytest.mark.parametrize("index", range(len(blocks("README.md"))))
def test_each_says_what_its_comments_say(index: int, tmp_path: Path) -> None:
    example = blocks("README.md")[index]
    expected = re.findall(r"^print\(.*\)  # (.*)$", example, re.M)
    said = subprocess.run([sys.executable, "-c", example], cwd=tmp_path, text=True, capture_output=True)
    assert (said.stdout.splitlines(), said.stderr) == (expected, "")
    assert expected

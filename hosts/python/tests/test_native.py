"""Where the library is found, and what is said where it is not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import kenpo
from kenpo import _native

ASK = """
import kenpo
try:
    print(kenpo.version())
except kenpo.LoadError as fault:
    print("refused:", fault)
"""


def ask(library: str, tmp_path: Path) -> str:
    """What a fresh Python says that loads this library."""
    env = {**os.environ, "KENPO_LIBRARY": library}
    return subprocess.run([sys.executable, "-c", ASK], env=env, cwd=tmp_path, text=True, capture_output=True).stdout


def build(source: str, tmp_path: Path) -> str:
    (tmp_path / "library.c").write_text(source)
    library = tmp_path / "library.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, tmp_path / "library.c"], check=True)
    return str(library)


def test_the_bundled_library_is_loaded() -> None:
    assert Path(_native.library()).parent == Path(kenpo.__file__).parent
    assert kenpo.version() == "0.1.0"
    assert kenpo.abi() == 1


def test_the_one_that_is_named_comes_first(tmp_path: Path) -> None:
    assert ask(_native.library(), tmp_path) == "0.1.0\n"


def test_one_that_does_not_exist_is_not_passed_over(tmp_path: Path) -> None:
    said = ask(str(tmp_path / "nowhere.so"), tmp_path)
    assert said.startswith("refused: KENPO_LIBRARY names") and "nowhere.so" in said


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    (tmp_path / "text.so").write_text("text")
    assert "cannot be loaded as libkenpo" in ask(str(tmp_path / "text.so"), tmp_path)
    assert "cannot be loaded as libkenpo" in ask(build("int other(void) { return 1; }", tmp_path), tmp_path)


def test_a_file_of_which_the_end_is_missing(tmp_path: Path) -> None:
    whole = Path(_native.library()).read_bytes()
    for length in (0, 20, 100, 5_000, len(whole) // 2, len(whole) - 1):
        (tmp_path / "cut.so").write_bytes(whole[:length])
        # Loaded, it would end the process by a signal.
        said = ask(str(tmp_path / "cut.so"), tmp_path)
        assert "cut.so cannot be loaded as libkenpo" in said and ("damaged" in said or length == 0), said


def test_another_abi_is_refused_before_a_function_is_looked_for(tmp_path: Path) -> None:
    # The library has no other function: looking for one first would say so instead.
    said = ask(build("unsigned kenpo_abi_version(void) { return 7; }", tmp_path), tmp_path)
    assert "has ABI 7, and this package is written for ABI 1" in said


def test_nothing_is_loaded_before_the_first_call(tmp_path: Path) -> None:
    env = {**os.environ, "KENPO_LIBRARY": str(tmp_path / "nowhere.so")}
    subprocess.run([sys.executable, "-c", "import kenpo, kenpo.types, kenpo.columns"], env=env, check=True)

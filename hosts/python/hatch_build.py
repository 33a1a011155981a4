"""Names the platform of a wheel: any Python 3, no ABI of Python's, one platform of the library."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LIBRARIES = ("libkenpo.so", "libkenpo.dylib", "kenpo.dll")
PLATFORM = "KENPO_WHEEL_PLATFORM"


class PlatformHook(BuildHookInterface):  # type: ignore[type-arg]
    """Reads the platform from the environment, since the library may be another machine's."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        there = [name for name in LIBRARIES if (Path(self.root) / "src/kenpo" / name).is_file()]
        if len(there) != 1 or PLATFORM not in os.environ:
            raise RuntimeError(f"`cargo xtask dist` builds wheels: it adds one of {LIBRARIES} and sets {PLATFORM}")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{os.environ[PLATFORM]}"

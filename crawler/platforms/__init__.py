"""What newspapers share: the platforms, by the key a profile names.

A platform is a file in `families/`: skins, marks and switches as TOML, and Python only where a family is
read in a way of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.platforms.skins import Selectors

if TYPE_CHECKING:
    from crawler.platforms.base import Platform

    PLATFORMS: Mapping[str, Platform]
    """The platforms by key, each read when it is first asked for."""

SELECTORS = frozenset(field.name for field in fields(Selectors))
"""The names a profile may give other selectors to."""
NAMES = tuple(sorted(file.stem for file in (Path(__file__).parent / "families").glob("*.toml")))
"""The keys of PLATFORMS."""


def __getattr__(name: str) -> Any:
    # Loaded when a page is to be read: whoever lists newspapers needs no reader of HTML.
    if name == "PLATFORMS":
        from crawler.platforms.loading import Families

        globals()[name] = Families()
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

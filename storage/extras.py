"""Packages of an optional extra, loaded when they are needed; a sentence where they are not installed."""

from __future__ import annotations

from types import ModuleType
from typing import Any


class MissingExtra(ImportError):
    """A package is not installed that this needs; the text says how to install it."""


def altair() -> ModuleType:
    """The module that describes charts. Raises MissingExtra without the extra `corpus`."""
    try:
        import altair as module
        import vl_convert  # noqa: F401
    except ImportError as error:
        raise MissingExtra(f"charts need {error.name}: pip install 'banmian[corpus]'") from error
    return module


def load_pyarrow() -> Any:
    """The module pyarrow. Raises MissingExtra without the extra `corpus`."""
    try:
        import pyarrow  # type: ignore[import-untyped]
    except ImportError as error:
        raise MissingExtra("Parquet and Arrow need pyarrow: pip install 'banmian[corpus]'") from error
    return pyarrow

"""Packages of an optional extra, loaded when they are needed; a sentence where they are not installed."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from storage.errors import UsageError

_DISTRIBUTIONS = {"psycopg": "'psycopg[binary]'", "vl_convert": "vl-convert-python"}
"""Module → what `pip install` calls it, where that is not the module's own name."""


class MissingExtra(UsageError, ImportError):
    """A package is not installed that this needs; the text says how to install it."""


def how_to_install(module: str, extra: str) -> str:
    """The commands that install a missing module: by its own name anywhere, by the extra in a clone.

    banmian is on no package index, so `pip install 'banmian[extra]'` would find nothing.
    """
    package = _DISTRIBUTIONS.get(module, module)
    return f"pip install {package} (in a clone of banmian: pip install '.[{extra}]')"


def altair() -> ModuleType:
    """The module that describes charts. Raises MissingExtra without the extra `corpus`."""
    try:
        import altair as module
        import vl_convert  # noqa: F401
    except ImportError as error:
        name = (error.name or "altair").partition(".")[0]
        raise MissingExtra(f"charts need {name}: {how_to_install(name, 'corpus')}") from error
    return module


def load_pyarrow() -> Any:
    """The module pyarrow. Raises MissingExtra without the extra `corpus`."""
    try:
        import pyarrow  # type: ignore[import-untyped]
    except ImportError as error:
        raise MissingExtra(
            f"Parquet and Arrow need pyarrow: {how_to_install('pyarrow', 'corpus')}"
        ) from error
    return pyarrow


def reader_packages() -> None:
    """Raises MissingExtra without the extra `browse`."""
    try:
        import imagesize  # type: ignore[import-untyped]  # noqa: F401
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        name = (error.name or "starlette").partition(".")[0]
        raise MissingExtra(f"the reader needs {name}: {how_to_install(name, 'browse')}") from error

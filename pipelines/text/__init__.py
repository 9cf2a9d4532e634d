"""Pure functions from text to text: no Scrapy, no SQL, no clock."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.text.dates import read_date
    from pipelines.text.decode import decode
    from pipelines.text.fold import fold
    from pipelines.text.restoration.restore import restore

__all__ = ["decode", "fold", "read_date", "restore"]


def _function(name: str) -> Any:
    match name:
        case "decode":
            from pipelines.text.decode import decode

            return decode
        case "fold":
            from pipelines.text.fold import fold

            return fold
        case "read_date":
            from pipelines.text.dates import read_date

            return read_date
        case "restore":
            from pipelines.text.restoration.restore import restore

            return restore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class _Room(ModuleType):
    """Hands a function on when it is asked for: whoever reads a date does not load the restoration."""

    def __getattr__(self, name: str) -> Any:
        self.__dict__[name] = _function(name)
        return self.__dict__[name]

    def __setattr__(self, name: str, value: object) -> None:
        # Importing the file `fold` would put it in the place of the function of that name.
        if name not in __all__:
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Room

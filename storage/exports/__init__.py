"""Releases of the corpus as files, with their data card."""

from storage.exports.compare import (
    changed_settings,
    changes,
)
from storage.exports.datasheet import (
    Program,
)
from storage.exports.export import (
    FORMATS,
    Format,
    Order,
    Refused,
    Release,
    export,
)
from storage.exports.formats import (
    guarded,
    unguarded,
)
from storage.exports.tei import (
    NAMESPACE,
)

__all__ = [
    "FORMATS",
    "NAMESPACE",
    "Format",
    "Order",
    "Program",
    "Refused",
    "Release",
    "changed_settings",
    "changes",
    "export",
    "guarded",
    "unguarded",
]

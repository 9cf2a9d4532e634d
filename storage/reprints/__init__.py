"""Equal and nearly equal texts: which prints belong together, and which of them was the first."""

from storage.reprints.recompute import (
    COMMAND,
    Derived,
    Stored,
    dedup,
)

__all__ = [
    "COMMAND",
    "Derived",
    "Stored",
    "dedup",
]

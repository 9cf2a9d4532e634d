"""Which platform family a page is of, by its own marks."""

from __future__ import annotations

from crawler.platforms import PLATFORMS
from crawler.platforms.document import Document


def recognise(document: Document) -> str | None:
    """The key of the platform whose marks the page has most of; None where it has none, or two as many."""
    counts = {name: marks_of(document, name) for name in PLATFORMS}
    most = max(counts.values())
    best = [name for name, count in counts.items() if count == most]
    return best[0] if most and len(best) == 1 else None


def marks_of(document: Document, name: str) -> int:
    """How many of a platform's marks a page has: selectors that find something, patterns in its text."""
    platform = PLATFORMS[name]
    found = sum(1 for mark in platform.marks if document.all(mark))
    return found + sum(1 for pattern in platform.text_marks if pattern.search(document.text))

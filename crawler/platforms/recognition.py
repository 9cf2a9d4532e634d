"""Which platform family a page is of, by its own marks."""

from __future__ import annotations

from crawler.platforms import PLATFORMS
from crawler.platforms.document import Document


def recognise(document: Document) -> str | None:
    """The key of the platform whose marks the page has most of; None where it has none, or two as many.

    A page without marks is the article of the one platform that reads an article there, and gives its
    address an id.
    """
    counts = {name: marks_of(document, name) for name in PLATFORMS}
    most = max(counts.values())
    best = [name for name, count in counts.items() if count == most]
    if most:
        return best[0] if len(best) == 1 else None
    readers = [name for name in PLATFORMS if name != "generic" and _is_article_of(document, name)]
    return readers[0] if len(readers) == 1 else None


def _is_article_of(document: Document, name: str) -> bool:
    """Whether one skin of a platform finds headline and text, at an address of the platform's articles."""
    platform = PLATFORMS[name]
    return bool(platform.article_id.search(document.url)) and any(
        skin.headline and skin.body and document.all(skin.headline) and document.all(skin.body)
        for skin in platform.skins.values()
    )


def marks_of(document: Document, name: str) -> int:
    """How many of a platform's marks a page has: selectors that find something, patterns in its text."""
    platform = PLATFORMS[name]
    found = sum(1 for mark in platform.marks if document.all(mark))
    return found + sum(1 for pattern in platform.text_marks if pattern.search(document.text))

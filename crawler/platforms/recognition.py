"""Which platform family a page is of, by its own marks."""

from __future__ import annotations

from crawler.platforms import PLATFORMS
from crawler.platforms.document import Document


def recognise(document: Document) -> str | None:
    """The key of the platform whose marks the page has most of; None where it has none, or two as many.

    A page without marks is the article of the one platform that reads an article there, and gives its
    address an id; where several do, of the one whose addresses look like that. A page whose marks are
    another platform's, at an address that only one platform gives its articles, is that one's article.
    """
    counts = {name: marks_of(document, name) for name in PLATFORMS}
    most = max(counts.values())
    best = [name for name, count in counts.items() if count == most]
    addressed = [name for name in PLATFORMS if _is_addressed(document.url, name)]
    if most and len(best) == 1:
        is_other = len(addressed) == 1 and addressed != best and _is_article_of(document, addressed[0])
        return addressed[0] if is_other else best[0]
    if most:
        return None
    readers = [name for name in PLATFORMS if name != "generic" and _is_article_of(document, name)]
    if len(readers) != 1:
        readers = [name for name in addressed if name in readers or _has_text_of(document, name)]
    return readers[0] if len(readers) == 1 else None


def _has_text_of(document: Document, name: str) -> bool:
    """Whether a platform finds a text and a kicker: the headline may stand in the title alone."""
    skins = PLATFORMS[name].skins.values()
    return any(document.all(skin.body) and document.all(skin.kicker) for skin in skins)


def _is_addressed(url: str, name: str) -> bool:
    return any(pattern.search(url) for pattern in PLATFORMS[name].address_marks)


def _is_article_of(document: Document, name: str) -> bool:
    """Whether one skin of a platform finds headline and text, at an address of the platform's articles: the
    id stands in the file's name or in the query, not in a directory."""
    platform = PLATFORMS[name]
    path = document.url.partition("?")[0].partition("#")[0].rstrip("/")
    found = platform.article_id.search(document.url)
    return (
        found is not None
        and found.end() > path.rfind("/")
        and any(
            skin.headline and skin.body and document.all(skin.headline) and document.all(skin.body)
            for skin in platform.skins.values()
        )
    )


def marks_of(document: Document, name: str) -> int:
    """How many of a platform's marks a page has: selectors that find something, patterns in its text."""
    platform = PLATFORMS[name]
    found = sum(1 for mark in platform.marks if document.all(mark))
    return found + sum(1 for pattern in platform.text_marks if pattern.search(document.text))

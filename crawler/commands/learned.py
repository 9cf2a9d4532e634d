"""What `banmian restore --learn` takes from a database."""

from __future__ import annotations

from pipelines.text.fold import fold
from pipelines.text.restoration.memory import Memory, remember
from storage import Corpus

LEARNED = 2_000_000
"""Characters learned from a database at most."""


def learned(url: str) -> Memory:
    """The words of the newest sound articles of a database, up to `LEARNED` characters."""
    kept: list[str] = []
    size = 0
    with Corpus(url) as corpus:
        for article in corpus.articles():
            if article.repairs == ():
                kept.append(article.body)
                size += len(article.body)
                while size - len(kept[0]) > LEARNED:
                    size -= len(kept.pop(0))
    return remember(fold("\n".join(kept)))

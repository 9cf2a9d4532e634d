"""Fingerprints a text: equal keys for equal texts, signatures to find nearly equal ones by."""

from __future__ import annotations

from dataclasses import replace

from pipelines.items import ArticleItem, Item
from pipelines.text.fold import fold
from pipelines.text.keys import key_of, letters
from pipelines.text.minhash import signature


class FingerprintPipeline:
    """Gives every article its `content_key` and its `signature`."""

    def process_item(self, item: Item) -> Item:
        """The article with both (None and b"" for too little text); other items as they are."""
        if not isinstance(item, ArticleItem):
            return item
        key, values = fingerprint(item.body_hans or fold(item.body))
        return replace(item, content_key=key, signature=values)


def fingerprint(folded: str) -> tuple[str | None, bytes]:
    """Content key and signature of a folded text."""
    kept = letters(folded)
    return key_of(kept), signature(kept)

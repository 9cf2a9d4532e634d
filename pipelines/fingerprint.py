"""Fingerprints a text: equal keys for equal texts, whatever the script, the width or the punctuation."""

from __future__ import annotations

from dataclasses import replace

from pipelines.items import ArticleItem, Item
from pipelines.text.keys import content_key


class FingerprintPipeline:
    """Gives every article its `content_key`."""

    def process_item(self, item: Item) -> Item:
        """The article with its key (None for too little text); other items as they are."""
        return replace(item, content_key=content_key(item.body)) if isinstance(item, ArticleItem) else item

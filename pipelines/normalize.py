"""Turns what is printed into what is kept: text restored, metadata read, both scripts at hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from pipelines.items import ArticleItem, ImageItem, Item
from pipelines.text.credits import read_credits
from pipelines.text.restoration.repair import Repair, Restored, compose
from pipelines.text.restoration.restore import restore_all
from pipelines.text.script import detect_script, fold_article, is_chinese
from pipelines.text.tidy import tidy

LINES = ("kicker", "headline", "subhead", "byline", "column_name")
"""Fields of one line, in which letter-spaced words are joined; `body` has paragraphs."""


class NormalizePipeline:
    """Normalises every article; other items pass."""

    def process_item(self, item: Item) -> Item:
        """The article with its texts restored and its derived fields filled."""
        return normalized(item) if isinstance(item, ArticleItem) else item


def normalized(article: ArticleItem) -> ArticleItem:
    """The article as it is kept: texts tidied and restored (repairs noted), credits read, scripts folded."""
    observed = [*(getattr(article, name) for name in LINES), article.body]
    observed += [image.caption for image in article.images]
    tidied = [
        tidy(text, headline=name in LINES) for name, text in zip(_names(article), observed, strict=True)
    ]
    chinese = is_chinese(*(each.text for each in tidied))
    plain = [each.text for each in tidied]
    restored = restore_all(plain, article.damaged) if chinese else [Restored(text, ()) for text in plain]
    repairs = tuple(
        {"field": name, **asdict(repair)}
        for name, text, first, second in zip(_names(article), observed, tidied, restored, strict=True)
        if first.repairs or second.repairs or "\ufffd" in text
        for repair in (*compose(text, first.repairs, second.repairs), *lost_bytes(text))
    )
    texts = [each.text for each in restored]
    kept: dict[str, Any] = dict(zip((*LINES, "body"), texts, strict=False))
    credits = read_credits(kept["byline"], kept["body"])
    headline_hans, body_hans = fold_article(kept["headline"], kept["body"])
    return replace(
        article,
        **kept,
        images=_with_captions(article.images, texts[len(LINES) + 1 :]),
        authors=credits.authors,
        dateline=credits.dateline,
        source=credits.source or article.source,
        headline_hans=headline_hans,
        body_hans=body_hans,
        script=detect_script(kept["headline"] + kept["body"]) if chinese else "",
        char_count=len("".join(kept["body"].split())),
        repairs=repairs,
    )


def lost_bytes(text: str) -> Iterator[Repair]:
    """Where the page's own bytes were damaged (U+FFFD by `decode`): noted, for nobody can repair it."""
    for found in re.finditer("\ufffd", text):
        yield Repair(found.start(), found.end(), found[0], found[0], "suspicious", 0.0)


def _names(article: ArticleItem) -> list[str]:
    return [*LINES, "body", *(f"caption {image.position}" for image in article.images)]


def _with_captions(images: Sequence[ImageItem], captions: Sequence[str]) -> tuple[ImageItem, ...]:
    return tuple(replace(image, caption=text) for image, text in zip(images, captions, strict=True))

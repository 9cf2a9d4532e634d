"""The comments (`<!--enpproperty … /enpproperty-->`, `mpproperty`) in which Founder systems repeat a page's
metadata.

Its values may be empty or stale: it confirms and fills, the visible page wins.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.platforms.document import Document

_COMMENT = re.compile(r"<!--\s*(?i:(enp|mp)property)\b(.*?)/\s*(?i:\1property)\s*-->", re.DOTALL)
_FIELD = re.compile(r"<(?:founder-)?(\w+)>(.*?)</(?:founder-)?\1>", re.DOTALL | re.IGNORECASE)
_INNER = re.compile(r"<!--.*?-->", re.DOTALL)
_MARKUP = re.compile(r"<!\[CDATA\[|\]\]>|<[^>]*>")


def comments_of(text: str) -> list[re.Match[str]]:
    """The vendor's comments in a page, in their order; what stands in each is its second group."""
    comments = []
    at = text.find("<!--")  # many times as fast as a pattern that looks for it
    while at >= 0:
        if comment := _COMMENT.match(text, at):
            comments.append(comment)
        at = text.find("<!--", comment.end() if comment else at + 1)
    return comments


def read_enpproperty(document: Document) -> dict[str, str]:
    """Name → value of the comments' fields, names in lower case without `founder-`; {} without comment.

    Of several comments the first that fills a field counts; one may hold comments of its own.
    """
    found: dict[str, str] = {}
    for comment in document.comments:
        for name, value in _FIELD.findall(_INNER.sub("", comment)):
            text = " ".join(unescape(_MARKUP.sub("", value)).split())
            found[name.lower()] = found.get(name.lower()) or text
    return found

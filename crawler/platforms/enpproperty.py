"""The comment (`<!--enpproperty … /enpproperty-->`) in which Founder systems repeat a page's metadata.

Its values may be empty or stale: it confirms and fills, the visible page wins.
"""

from __future__ import annotations

import re
from html import unescape

from crawler.platforms.document import Document

_COMMENT = re.compile(r"<!--\s*enpproperty\s*(.*?)/\s*enpproperty\s*-->", re.DOTALL | re.IGNORECASE)
_FIELD = re.compile(r"<(?:founder-)?(\w+)>(.*?)</(?:founder-)?\1>", re.DOTALL | re.IGNORECASE)
_MARKUP = re.compile(r"<!\[CDATA\[|\]\]>|<[^>]*>")


def read_enpproperty(document: Document) -> dict[str, str]:
    """Name → value of the comment's fields, names in lower case without `founder-`; {} without comment."""
    found = _COMMENT.search(document.text)
    if found is None:
        return {}
    return {
        name.lower(): " ".join(unescape(_MARKUP.sub("", value)).split())
        for name, value in _FIELD.findall(found[1])
    }

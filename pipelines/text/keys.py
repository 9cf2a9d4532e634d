"""Keys: equal for two printings of one text, whatever the script, width, punctuation or spacing."""

import hashlib
import re
import unicodedata

from pipelines.text.fold import FOLD_VERSION
from pipelines.text.script import fold_article

KEY_VERSION = 2
"""Raised with every change of `content_key` other than a change of `fold`, which has its own version."""

LEAST = 12
"""Letters and digits a text needs for a key: fewer, and two different notices would be one."""

_MARKS = re.compile(r"[\W_]+")
_POINTS = "，。、；：？！“”‘’（）《》—…·"
"""The punctuation of every text: without it most texts are NFKC already, and hold nothing but letters."""


def letters(folded: str) -> str:
    """The letters and digits of a text already folded: NFKC, lower case, without punctuation, marks or
    space."""
    for point in _POINTS:  # one by one takes less time than a pattern for all of them
        folded = folded.replace(point, "")
    kept = unicodedata.normalize("NFKC", "".join(folded.split())).casefold()
    return kept if kept.isalnum() else _MARKS.sub("", kept)


def key_text(text: str) -> str:
    """The letters and digits of `text`, folded if Chinese: what its key and its signature are made of."""
    return letters(fold_article("", text)[1])


_PREFIX = f"k{KEY_VERSION}.{FOLD_VERSION}-"


def key_prefix() -> str:
    """What every key of this version begins with: `k2.3-`."""
    return _PREFIX


def key_of(kept: str) -> str | None:
    """The content key of a text whose letters these are; None for too few."""
    if len(kept) < LEAST:
        return None
    digest = hashlib.blake2b(kept.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return key_prefix() + digest


def content_key(text: str) -> str | None:
    """A versioned hash, `k2.3-` and 32 hexadecimal digits, of the text's letters and digits; None for
    too little text."""
    return key_of(key_text(text))

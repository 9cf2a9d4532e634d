"""Which script a text is written in, told by its own characters."""

import re
from functools import cache
from typing import Literal

from pipelines.text.restoration.mirror import characters

Script = Literal["hans", "hant", "mixed", ""]

_SHARED = (
    "后云于里余愿干么只系面采征制游范周占台几着准冲松谷丑斗卷胡咸向征伙尸"
    "吁吊曲朴纤岳群峰床污厘杰回霉佣克万与无个并家党从众"
)
"""Characters that both scripts print, or that mean something else in the other: they tell nothing."""


@cache
def _telling() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = characters()
    hant = {t for t in table if t not in _SHARED}
    hans = {c.simplified for c in table.values() if c.given} - set(table) - set(_SHARED)
    big5 = {c for c in hans if c.encode("big5", "ignore")}
    return tuple(re.compile("[" + "".join(sorted(s)) + "]") for s in (hans - big5, hant))  # type: ignore[return-value]


def tellers(text: str) -> tuple[int, int]:
    """How many characters of `text` only simplified, and how many only traditional script has."""
    hans, hant = _telling()
    return len(hans.findall(text)), len(hant.findall(text))


def detect_script(text: str) -> Script:
    """`hans`, `hant`, or `mixed` when the weaker script has more than a fifth of the telling characters
    and at least two.

    Empty when no character tells (no Chinese, or only characters both scripts share).
    """
    hans, hant = tellers(text)
    if not hans and not hant:
        return ""
    weaker = min(hans, hant)
    if weaker >= 2 and weaker > (hans + hant) / 5:
        return "mixed"
    return "hans" if hans >= hant else "hant"

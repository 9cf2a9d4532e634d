"""Which language and which script a text is written in, told by its own characters."""

import re
from functools import cache, lru_cache
from typing import Literal

from pipelines.text.fold import fold
from pipelines.text.restoration.mirror import characters

Script = Literal["hans", "hant", "mixed", ""]
Language = Literal["zh", "en", "ja", "ko", ""]

_SHARED = (
    "后云于里余愿干么只系面采征制游范周占台几着准冲松谷丑斗卷胡咸向征伙尸"
    "吁吊曲朴纤岳群峰床污厘杰回霉佣克万与无个并家党从众"
)
"""Characters that both scripts print, or that mean something else in the other: they tell nothing."""

_HANS_WORDS = re.compile(
    "[什怎这那多]么|[以之然今最]后|后来|[这那哪]里|里面|干[部劲活]|准备|面粉|采[访购]|志愿|余额|台风|松[开绑]|云南|谷物|"
    "制[造品]|复[习查印]|恢复|丰收|冲突|周[末刊]|胡须|并[且购]|几[十百千万个年天]"
)
"""Words of shared characters that only simplified script writes so."""

_QUOTED = re.compile("“[^“”]{8,}”|「[^「」]{8,}」|『[^『』]{8,}』|《[^《》]{8,}》")
"""Quotations and titles long enough to be in a script of their own."""

_HAN, _LATIN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+"), re.compile("[A-Za-zÀ-ɏ]+")
_KANA, _HANGUL = re.compile("[ぁ-ねは-ゖァ-ヺ]"), re.compile("[\u1100-\u11ff\uac00-\ud7a3]")
"""の apart, which Chinese brands and headlines borrow."""
_OTHER = re.compile("[ぁ-ねは-ゖァ-ヺ\u1100-\u11ff\uac00-\ud7a3]")


def language(*texts: str) -> Language:
    """The language of the parts of a text: Chinese, or one that is neither folded nor restored.

    Japanese when at least an eighth of its Han characters and kana are kana, Korean likewise by Hangul,
    English when it has more than nine Latin letters for each Han character; "" without any letter.
    """
    han, latin, kana, hangul = map(sum, zip(*map(_letters, texts), strict=True))
    if kana >= 2 and kana >= hangul and 8 * kana >= han + kana and 9 * (han + kana) >= latin:
        return "ja"
    if hangul >= 2 and 8 * hangul >= han + hangul and 9 * (han + hangul) >= latin:
        return "ko"
    if latin > 9 * han:
        return "en"
    return "zh" if han else ""


@lru_cache(maxsize=64)  # the parts of one article are asked together and one by one
def _letters(text: str) -> tuple[int, int, int, int]:
    """How many Han characters, Latin letters, kana and Hangul a text has."""
    han, latin = (sum(map(len, runs.findall(text))) for runs in (_HAN, _LATIN))
    if not _OTHER.search(text):
        return han, latin, 0, 0
    return han, latin, len(_KANA.findall(text)), len(_HANGUL.findall(text))


def is_chinese(*texts: str) -> bool:
    """Whether folding and restoring are for these parts of a text: Chinese, or nothing that tells another
    language."""
    return language(*texts) in ("zh", "")


def fold_article(headline: str, body: str) -> tuple[str, str]:
    """Headline and body as search and keys read them: folded, or as they are in another language."""
    return (fold(headline), fold(body)) if is_chinese(headline, body) else (headline, body)


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

    Long quotations count only where nothing else tells. Where no character tells, words may (干部, 以后);
    empty when these tell nothing either, or when there is no Chinese.
    """
    hans, hant = tellers(_QUOTED.sub("", text))
    if not hans and not hant:
        hans, hant = tellers(text)
    if not hans and not hant:
        return "hans" if _HANS_WORDS.search(text) else ""
    weaker = min(hans, hant)
    if weaker >= 2 and weaker > (hans + hant) / 5:
        return "mixed"
    return "hans" if hans >= hant else "hant"

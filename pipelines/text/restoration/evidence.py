"""Is anything wrong with this text? The cheap probe, and what a whole document says about the mirror it
came through."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.text.restoration.mirror import characters
from pipelines.text.restoration.originals import known_straddle
from pipelines.text.script import tellers

HAN = "\u3400-\u9fff"
TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"
PINYIN = f"[a-z{TONES}ü]{{1,6}}"
MARKS = "!,;:?！，；：？、"

# The tone letters, private use, or a question mark that swallowed or lost something.
_SUSPICIOUS = re.compile(f"[{TONES}\ue000-\uf8ff]|[?][{MARKS}]")
TORN = re.compile(f"(?<![?？!！(（])[?](?=[{MARKS}][^\x00-\x7f\u3000？！，。…）」』”]|[!！][?](?![?？!！]))")
"""A question mark before another mark as cuts leave them: not `?!` at the end of a sentence, not `???`, not
`?:?` of a game to be played, not `(?:` of a regular expression: all of these are written on purpose, too."""
ANNOTATED = re.compile(f"([{HAN}])\\(({PINYIN})\\)")
SWALLOWED = re.compile(f"[?？]({PINYIN})\\)")
_TONED = re.compile(f"[{TONES}]")
_QUOTED = re.compile(f'[「『“‘"][{HAN}]\\({PINYIN}\\)[」』”’"]')
_TEACHING = re.compile("[拼注][音]|[读讀发發多破]音|[读讀念唸][作做成]|[声聲][调調]|生[词詞字]")
# Words that only a conversion character by character leaves so: traditional texts write 以後, 這裡, 關係.
_MECHANICAL = re.compile(
    "[以之今最背隨]后|后[來續]|[這哪]里|里面|關系|聯系|系統|[志]愿|愿意|干部|剩余|其余|制造|准備|[標批]准|[采]取"
)
_FULL = re.compile("[！，；：？（）]")
_HALF = re.compile(f"(?<=[{HAN}”’」』》])[!,;:?]|[!,;:?](?=[{HAN}“‘「『《])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_DOUBLED = re.compile("[^\x00-\x28\x2a-\x7f],[,，。；：！、;:!]")

COMMON = frozenset(
    "鄉發業數規統協聯現區創內續態環監戰穩達優權導產農網鎮據結調礎務衛醫領關經質擔當進構標轉術應認學獻團訓節養運準蘊強"
    "專級會長遠來萬實個項濟愛揚勢動場對負國隊時識開機點徑護補計體設沒聽說錯問頁過門車見稱預號臺報堅覺絡盤請詢陽電話營銷"
    "驗評測簡爭災費價紀復嚴無驅績"
)
"""Characters seen annotated on mirrors, in the three tiers observed; lists of other sites go on from
there."""


MANY = 12
"""So many damaged places are those of a whole document, not of a passage that it quotes."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document shows of its mirror."""

    proven: bool
    """The annotations prove a mirror; otherwise only torn characters make it suspected, and need strong
    support."""
    listed: frozenset[str]
    """Characters this mirror annotates."""
    folded: bool
    """Full-width punctuation came out half-width."""
    commas: bool
    """Extra half-width commas stand before marks."""
    silent: bool
    """The decoder dropped what it could not read without writing `?`."""
    throughout: bool
    """All of the document has been through the mirror: widths change everywhere in it."""
    mechanical: bool
    """The traditional characters were chosen one by one, not by word, as mirrors choose them."""


def suspicious(text: str) -> bool:
    """False when no character of `text` can have come from the damage a mirror does: the text is let
    through."""
    return not text.isascii() and _SUSPICIOUS.search(text) is not None


def gather(texts: Sequence[str], damaged: bool = False) -> Evidence | None:
    """The evidence of all the fields of one document, or None when they show no damage of a mirror.

    damaged: that they come from a mirror is known, and nothing has to prove it.
    """
    text = "\n".join(texts)
    if not suspicious(text):
        return None
    hans, hant = tellers(text)
    if hans > hant:
        return None
    table = characters()
    pairs = Counter(ANNOTATED.findall(text))
    good: Counter[str] = Counter()
    bad = astray = 0
    for (character, reading), n in pairs.items():
        known = table.get(character)
        if known and (
            reading == known.readings[0] or (reading in known.readings and _alone(pairs, character))
        ):
            good[character] += n
        elif known_straddle(character, reading):
            astray += n
        else:
            bad += n
    swallowed = sum(1 for found in SWALLOWED.findall(text) if _TONED.search(found))
    folded = _folded(text)
    proven = _proven(text, good, bad, swallowed, folded)
    if not proven and not damaged and not TORN.search(text) and not _PRIVATE.search(text):
        return None
    return Evidence(
        proven=proven or damaged,
        listed=frozenset(good),
        folded=folded,
        commas=proven and _DOUBLED.search(text) is not None,
        silent=proven and not swallowed and re.search(f"[?？][{MARKS}]", text) is None,
        throughout=damaged or (proven and good.total() + swallowed >= MANY),
        mechanical=_MECHANICAL.search(text) is not None,
    )


def _alone(pairs: Counter[tuple[str, str]], character: str) -> bool:
    return sum(1 for other, _ in pairs if other == character) == 1


def _proven(text: str, good: Counter[str], bad: int, swallowed: int, folded: bool) -> bool:
    """Whether the annotations are those of a mirror, and of nobody who teaches or glosses."""
    total = good.total()
    if swallowed and bad <= (total + swallowed) / 10:
        return True
    if not total or bad > total / 10:
        return False
    quoted = len(_QUOTED.findall(text))
    if quoted * 3 > total:
        return False
    if _TEACHING.search(text) and len(good) < 12:
        return False
    # A mirror annotates every occurrence of a character on its list, a teacher the first.
    there = sum(text.count(character) for character in good)
    if total < 0.8 * there:
        return False
    # Glosses and names are annotated because they are hard, a mirror's list holds the commonest characters.
    seen = len(good.keys() & COMMON)
    if seen >= 3:
        return seen >= 0.3 * len(good)
    if seen == 2:
        return seen == len(good) or (folded and len(good) <= 4)
    return seen == len(good) == 1 and folded


def _folded(text: str) -> bool:
    full, half = len(_FULL.findall(text)), len(_HALF.findall(text))
    return half > 0 and full <= half / 20

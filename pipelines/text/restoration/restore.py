"""The damage of mirrors undone: a text in, the text before the damage out, with every repair.

`restore` reads one text, `restore_all` the fields of one document with the evidence of all. Both are
pure and deterministic, and restoring twice changes nothing more. What is repaired, what is left and how
sure it is: docs/restore.md.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipelines.text.restoration.evidence import (
    ANNOTATED,
    HAN,
    MARKS,
    PINYIN,
    SWALLOWED,
    TONES,
    TORN,
    Evidence,
    gather,
)
from pipelines.text.restoration.lattice import untangle
from pipelines.text.restoration.memory import Memory, remember
from pipelines.text.restoration.mirror import to_simplified
from pipelines.text.restoration.originals import DROPPED, common, has_reading
from pipelines.text.restoration.repair import Repair, Restored, apply, compose, revert
from pipelines.text.restoration.rows import rows

__all__ = [
    "Repair",
    "Restored",
    "Survey",
    "apply",
    "join",
    "restore",
    "restore_all",
    "restore_part",
    "revert",
    "survey",
]

TOGETHER = ("cut", "straddle")
"""Kinds of repairs that put torn characters together."""
REMEMBERED = 100_000
"""Characters of the document that are remembered for choosing between originals."""

HINT, PROOF, FOLDED_PROOF, MECHANICAL_PROOF = 3.0, 12.0, 10.0, 7.0
"""A document without annotations is a mirror's when its torn places (each better by `HINT` nats put
together than taken as printed) are together better by `PROOF`; one whose punctuation is folded or whose
characters were converted as mirrors do needs less."""
PASSES = 4
"""Times a document is read again until nothing changes any more; the second time is the last as a rule."""
SILENCE = 6.0
"""Where no question mark tells of a loss, the damage must explain the text better by this (nats)."""
REACH = 2000
"""Characters looked back in a paragraph, for a quotation mark that is open."""

_CJK_MARKS = "。、“”‘’《》〈〉「」『』（），；：？！…—·‰℃"
_EVENT = re.compile(f"[{HAN}]\\({PINYIN}\\)|[?]{{4,}}|？(?={PINYIN}\\))|[?\ue000-\uf8ff{DROPPED}]")
# Where a silent decoder may have dropped something: a bracket before a reading that is not of the character
# before it, a reading without its bracket, a mark.
_MAYBE = re.compile(
    f"\\((?=({PINYIN})\\))|(?<=[{HAN})])(?=[a-z{TONES}]*[{TONES}][a-z]*\\))|(?<=[^\x00-\x28\x2a-\x7f])(?=[{MARKS}])"
)
_EXTRA = re.compile(f"(?<!,),(?=[,，。；：！、;:!]|[?？](?![{MARKS}a-z{TONES}\ue000-\uf8ff]))")


@dataclass(frozen=True, slots=True)
class Survey:
    """What a whole document says, needed to restore any part of it."""

    evidence: Evidence
    memory: Memory


def restore(text: str, damaged: bool = False) -> Restored:
    """`text` as it was before a mirror damaged it, in the mirror's traditional characters, with every repair.

    A text that shows no such damage comes back as it is. `damaged`: that it comes from a mirror is known,
    from its site or from other parts of its page.
    """
    return restore_all((text,), damaged)[0]


def restore_all(texts: Sequence[str], damaged: bool = False) -> tuple[Restored, ...]:
    """The fields of one document restored with the evidence of all: a headline alone seldom has enough."""
    kept = tuple(map(Restored, texts))
    for _ in range(PASSES):
        read = [one.text for one in kept]
        found = survey(read, damaged)
        if found is None:
            break
        made = [restore_part(text, found) for text in read]
        kept = tuple(
            Restored(new.text, compose(text, old.repairs, new.repairs))
            for text, old, new in zip(texts, kept, made, strict=True)
        )
        if read == [one.text for one in kept]:
            break
    return kept


def survey(texts: Sequence[str], damaged: bool = False, learned: Memory | None = None) -> Survey | None:
    """What the parts of one document say together; None when they show no damage of a mirror.

    damaged: that they come from a mirror is known. learned: what other sound texts say (`memory.remember`).
    """
    evidence = gather(texts, damaged)
    if evidence is None:
        return None
    found = Survey(evidence, _memory(texts, learned))
    if evidence.proven:
        return found
    # That a row has the form of others helps to choose an original, it does not prove that anything is torn.
    bare = replace(found, memory=replace(found.memory, rows=None)) if found.memory.rows else found
    proof = MECHANICAL_PROOF if evidence.mechanical else FOLDED_PROOF if evidence.folded else PROOF
    gained = 0.0
    for gain in (gain for text in texts for gain in _gains(text, bare) if gain >= HINT):
        gained += gain
        if gained >= proof:
            # What is torn fits together much better: the document has been through a mirror, and all of
            # it is read so.
            return replace(found, evidence=replace(evidence, proven=True))
    return None


def _gains(text: str, found: Survey) -> Iterator[float]:
    """For every place that may be torn, how much better (nats) it reads put together."""
    at = 0
    while event := TORN.search(text, at):
        start = event.start()
        before, line = text[max(start - 6, 0) : start], _line(text, start, ())
        best = untangle(text, start, before, line, found.evidence, found.memory)
        at = max(best.end if best else 0, event.end())
        if best:
            yield best.gain


def join(one: Survey | None, other: Survey | None) -> Survey | None:
    """The survey of a document surveyed in two parts."""
    if one is None or other is None:
        return one or other
    a, b = one.evidence, other.evidence
    evidence = Evidence(
        a.proven or b.proven,
        a.listed | b.listed,
        a.folded or b.folded,
        a.commas or b.commas,
        a.silent and b.silent,
        a.throughout or b.throughout,
        a.mechanical or b.mechanical,
    )
    return Survey(evidence, one.memory)


def restore_part(text: str, found: Survey) -> Restored:
    """A part of a document (whole paragraphs) restored with the survey of the whole."""
    repairs = _silent_repairs(text, found) if found.evidence.silent else tuple(_repairs(text, found))
    result = apply(text, repairs)
    if found.evidence.folded:
        near = [(0, len(result))] if found.evidence.throughout else _repaired(result, repairs)
        widths = (r for r in _widths(result) if any(low <= r.start < high for low, high in near))
        repairs = compose(text, repairs, tuple(widths))
        result = apply(text, repairs)
    return Restored(result, repairs)


def _repaired(restored: str, repairs: Sequence[Repair]) -> list[tuple[int, int]]:
    """The paragraphs of the restored text in which something was repaired: only there widths change."""
    near: list[tuple[int, int]] = []
    shift = 0
    for repair in repairs:
        at = repair.start + shift
        shift += len(repair.restored) - len(repair.observed)
        if repair.kind != "suspicious" and (not near or at >= near[-1][1]):
            end = restored.find("\n", at)
            near.append((restored.rfind("\n", 0, at) + 1, len(restored) if end < 0 else end + 1))
    return near


def _memory(texts: Sequence[str], learned: Memory | None) -> Memory:
    """What the document says where it is not damaged: away from question marks and from rare characters."""
    text = "\n".join(texts)[:REMEMBERED]
    plain = ANNOTATED.sub(lambda m: m[1] if has_reading(m[1], m[2]) else m[0], text)
    plain = _rare().sub("\n", re.sub("[^\n]{0,3}[?？][^\n,，。；：、]{0,12}", "\n", plain))
    return remember(to_simplified(plain), rows(texts), learned)


@cache
def _rare() -> re.Pattern[str]:
    """Characters few texts have, with one neighbour on each side."""
    return re.compile(f"[^\n]?[^\x00-\x7f{_CJK_MARKS}{''.join(sorted(common()))}]+[^\n]?")


def _silent_repairs(text: str, found: Survey) -> tuple[Repair, ...]:
    """The repairs where the decoder wrote nothing for what it dropped: the places where it may have are
    marked first."""
    places: list[int] = []
    marked: list[str] = []
    at = 0
    for place in _MAYBE.finditer(text):
        bracket = place[0] == "("
        if bracket and (has_reading(text[place.start() - 1], place[1]) or place.start() == 0):
            continue
        marked += (text[at : place.start()], DROPPED)
        at = place.end() if bracket else place.start()
        if not bracket:
            places.append(place.start())
    marked.append(text[at:])
    inserted = [place + turn for turn, place in enumerate(places)]

    def back(offset: int) -> int:
        return offset - bisect_left(inserted, offset)

    return tuple(
        Repair(
            back(r.start), back(r.end), text[back(r.start) : back(r.end)], r.restored, r.kind, r.confidence
        )
        for r in _repairs("".join(marked), found)
    )


def _repairs(text: str, found: Survey) -> list[Repair]:
    made: list[Repair] = []
    at = read_to = 0
    while event := _EVENT.search(text, at):
        start, at = event.start(), event.end()
        observed = event[0]
        if observed[-1] in "?？" and len(observed) > 1:
            continue  # letters GBK does not have, four no-break spaces before a paragraph as a rule
        if len(observed) > 1:
            if has_reading(observed[0], observed[2:-1]):
                made.append(Repair(start + 1, at, observed[1:], "", "annotation", 0.999))
                continue
            start += 1
        if (observed == DROPPED and not _strange(text, start)) or (observed in "?？" and start < read_to):
            continue
        if observed not in f"?？{DROPPED}":
            # Nothing is torn from here on: what was torn before has been read.
            made.append(Repair(start, at, text[start:at], text[start:at], "suspicious", 0.0))
            continue
        before = _patched(text, max(start - 40, 0), start, made)
        best = untangle(text, start, before, _line(text, start, made), found.evidence, found.memory)
        if best is not None and best.kind == "printed":
            read_to = best.end
        if best is not None and best.kind != "printed" and (observed != DROPPED or best.gain > SILENCE):
            made.append(
                Repair(start, best.end, text[start : best.end], best.text, best.kind, best.confidence)
            )
            at = best.end
        elif SWALLOWED.match(text, start):
            made.append(Repair(start, at, text[start:at], text[start:at], "suspicious", 0.0))
    if found.evidence.commas:
        return sorted((*made, *_extra_commas(text, made)), key=lambda repair: repair.start)
    return made


def _strange(text: str, at: int) -> bool:
    """Whether what follows a place where something may have been dropped looks torn."""
    if SWALLOWED.match("?" + text[at + 1 : at + 10]):
        return True
    return any(c not in common() and not c.isascii() and c != DROPPED for c in text[at + 2 : at + 5])


def _extra_commas(text: str, made: Sequence[Repair]) -> Iterator[Repair]:
    taken = {place for r in made if r.kind in TOGETHER for place in range(r.start, r.end)}
    for found in _EXTRA.finditer(text):
        if found.start() not in taken:
            yield Repair(found.start(), found.end(), ",", "", "comma", 0.98)


def _patched(text: str, low: int, start: int, made: Sequence[Repair]) -> str:
    """text[low:start] with the repairs made so far; low moves to where a repair begins."""
    near: list[Repair] = []
    for repair in reversed(made):
        if repair.end <= low:
            break
        near.append(repair)
    if near:
        low = min(low, near[-1].start)
    shifted = (
        Repair(r.start - low, r.end - low, r.observed, r.restored, r.kind, 0.0) for r in reversed(near)
    )
    return apply(text[low:start], shifted)


def _line(text: str, start: int, made: Sequence[Repair]) -> str:
    """The paragraph of text[start] up to there, restored so far."""
    return _patched(text, max(text.rfind("\n", 0, start) + 1, start - REACH), start, made)


_CJK = HAN + _CJK_MARKS
_QUERY = "[?](?![0-9A-Za-z]|[,;:!]?[\ue000-\uf8ff])"  # before private use it is damage that was left
_MARK = re.compile(f"(?<=[{_CJK}%])(?:[,;:!]|{_QUERY})|(?<=[0-9A-Za-z)])[,;:?!](?=[{_CJK}]|$)", re.MULTILINE)
_BRACKETS = re.compile("\\([^()\n]*\\)")
_LONELY = re.compile(f"(?<=[{_CJK}])[()]|[()](?=[{_CJK}])")
_HAS_CJK = re.compile(f"[{_CJK}]")


def _widths(text: str) -> Iterator[Repair]:
    """Half-width marks and brackets that Chinese typography wants full-width."""
    places = {found.start() for found in _MARK.finditer(text)}
    inner = text
    while "(" in inner and (pairs := list(_BRACKETS.finditer(inner))):
        for found in pairs:
            first, last = found.span()
            around = text[max(first - 1, 0) : first] + text[last : last + 1]
            if _HAS_CJK.search(text, first, last) or (around and not around.isascii() and _outside(around)):
                places |= {first, last - 1}
        inner = _BRACKETS.sub(lambda found: f"\x00{found[0][1:-1]}\x00", inner)
    places |= {found.start() for found in _LONELY.finditer(inner)}
    for at in sorted(places):
        yield Repair(at, at + 1, text[at], chr(ord(text[at]) + 0xFEE0), "width", 0.98)


def _outside(around: str) -> bool:
    return all(_HAS_CJK.match(c) or c in "\n," for c in around)

"""Torn characters put together: every original the observed characters allow, the likeliest of them by
the language model.

The observed characters are read as the bytes the mirror's decoder saw. In step with the decoder, a
character stands for itself; after a cut or a straddling annotation the original is out of step by one
byte, its lead byte carried from one observed character to the next, until an ASCII byte or another cut
brings both together. Every transition here is a stage of `mirror` backwards, so each reading found goes
through the mirror again to exactly what was observed; tests/test_restore.py checks that it does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp
from typing import Literal, NamedTuple

import numpy as np

from pipelines.text.evidence import PINYIN, Evidence
from pipelines.text.lm import EDGE, ORDER, Memory, blend, score, scores
from pipelines.text.mirror import char, pair
from pipelines.text.originals import DROPPED, LOST, by_byte, by_reading, gaps, has_reading, read, vocabulary

BEAM = 12
"""Readings kept at each observed character."""
ANNOTATED = 8.0
"""Log odds against an original that this mirror annotates, where no annotation stands."""
UNCUT = 0.8
"""Log odds against a place a mirror could have cut and did not (it leaves one in five), as weighed best."""
RARE = 2.0
"""Log odds against two lost bytes where one is lost usually."""
MARGIN = 10.0
"""Readings this much less likely (nats) than the best are dropped."""
DOUBT = 1.7
"""The model is surer of itself than it should be: by this factor, measured on texts it has not seen."""
LONGEST = 240
"""Observed characters one piece of damage can stretch over."""
SETTLED = 4
"""Observed characters read beyond the damage, for the context they give."""

_ANNOTATION = re.compile(f"\\(({PINYIN})\\)")
_SWALLOWED = re.compile(f"[?？{DROPPED}]({PINYIN})\\)")
_YEAR = re.compile("[089][0-9]{2}(?=年)")
_MONTH = re.compile("[012](?=月)")
_CLOSES = {"”": "“", "》": "《", "’": "‘", "）": "（"}
_PAIRED = frozenset("“”《》‘’（）")
_STOPS = frozenset("，。、；：！？")
QUERIES = frozenset("?？" + DROPPED)
_WIDE = {half: chr(ord(half) + 0xFEE0) for half in "!,;:?"}
_MARK_BYTES = frozenset(pair(full) for full in _WIDE.values())
_CUT = _WIDE | {full: full for full in (*_WIDE.values(), "、")}


class Reading(NamedTuple):
    """A hypothesis: `text` was printed where the observed characters up to here stand."""

    score: float
    text: str
    carry: int
    """A lead byte whose trail byte comes with the next observed character, 0 when in step."""
    history: str
    """The last characters before here as the language model reads them."""
    last: str
    """The last whole character of the original."""
    torn: bool
    """Whether it takes anything for damage."""
    synced: int
    """Where in the observed text it last came back in step."""
    done: int
    """Length of `text` there."""
    opened: str
    """The quotation marks and title marks open here."""


@dataclass(frozen=True, slots=True)
class Found:
    """The likeliest reading of observed characters [start, end) and how likely it is among all."""

    end: int
    text: str
    confidence: float
    kind: Literal["cut", "straddle", "printed"]
    """`printed`: the observed characters up to `end` read best as they stand."""
    gain: float
    """How much better (nats) it explains what was observed than taking that as printed."""


def untangle(
    text: str, start: int, context: str, opened: str, evidence: Evidence, memory: Memory
) -> Found | None:
    """The likeliest original of the damage that begins at text[start], None when nothing fits.

    context: the restored characters before, of which the last few count; opened: the quotation and
    title marks that stand open in the paragraph.
    """
    history = "".join(map(read, context[1 - ORDER :])) or EDGE
    first = Reading(0.0, "", 0, history, context[-1:], False, start, 0, opened)
    waiting: dict[int, list[Reading]] = {start: [first]}
    finished: list[Reading] = []
    stop = min(len(text), start + LONGEST)
    end = next((at for at in range(start, stop) if text[at] in "\r\n"), stop)
    while waiting:
        at = min(waiting)
        beam = _prune(waiting.pop(at))
        if at >= end or _settled(text, at, beam, waiting):
            finished = [r for r in beam if not r.carry]
            break
        for reading in beam:
            behind = beam[0].score - reading.score
            for after, follower in _steps(text, at, end, reading, behind, evidence, memory):
                waiting.setdefault(after, []).append(follower)
    if not finished:
        return None
    best = max(finished)
    if not best.torn:
        surely = at if at < stop or stop == len(text) else at - LONGEST // 4
        return Found(surely, text[start:surely], 0.0, "printed", 0.0)
    printed = first
    for observed in text[start:at].replace(DROPPED, ""):
        printed = _add(printed, observed, 0, memory)
    whole = sum(exp((r.score - best.score) / DOUBT) for r in finished)
    same = sum(exp((r.score - best.score) / DOUBT) for r in finished if r.text == best.text)
    if LOST in best.text[: best.done]:
        same *= 0.5
    kind: Literal["cut", "straddle"] = "straddle" if _SWALLOWED.match(text, start) else "cut"
    return Found(best.synced, best.text[: best.done], same / whole, kind, best.score - printed.score)


def _prune(beam: list[Reading]) -> list[Reading]:
    if len(beam) == 1:
        return beam
    beam.sort(reverse=True)
    least = beam[0].score - MARGIN
    return [r for r in beam[:BEAM] if r.score >= least]


def _settled(text: str, at: int, beam: Sequence[Reading], waiting: dict[int, list[Reading]]) -> bool:
    if waiting or text[at] in QUERIES or any(r.carry for r in beam):
        return False
    return at >= max(r.synced for r in beam) + SETTLED


def _steps(
    text: str, at: int, end: int, reading: Reading, behind: float, evidence: Evidence, memory: Memory
) -> Iterator[tuple[int, Reading]]:
    """Every way to go on from `reading` over the observed character (or annotation) at `at`."""
    observed = text[at]
    if observed == "(":
        found = _ANNOTATION.match(text, at, end)
        if found and has_reading(text[at - 1 : at], found[1]):
            yield found.end(), reading
            return
        if found and not reading.carry and has_reading(reading.last, found[1]):
            # The trail byte of the annotated character is an ASCII letter: 體 is F3 77, observed as w(tǐ).
            yield found.end(), _sync(reading, found.end())
            return
    if observed in QUERIES:
        yield from _losses(text, at, end, reading, behind, evidence, memory)
        return
    carry = reading.carry
    if not carry:
        yield at + 1, _add(reading, observed, 0, memory)
        return
    if observed == "€":
        whole = char(carry, 0x80)
        if whole in vocabulary():
            yield at + 1, _sync(_add(reading, whole, 0, memory), at + 1)
        return
    if observed == "," and evidence.commas and text[at + 1 : at + 2] in _CUT:
        yield at + 1, reading
    if observed.isascii():
        whole = char(carry, ord(observed))
        if whole in vocabulary():
            yield at + 1, _sync(_add(reading, whole, 0, memory), at + 1)
        if observed not in _CUT:
            return
    both = pair(_CUT.get(observed, observed))
    if len(both) == 2:
        whole = char(carry, both[0])
        if whole in vocabulary():
            unlikely = ANNOTATED if whole in evidence.listed else 0.0  # its annotation would stand here
            follower = _add(reading, whole, 0, memory)
            follower = follower._replace(score=follower.score - unlikely)
            if both[1] >= 0x81:
                yield at + 1, follower._replace(carry=both[1])
            else:
                yield at + 1, _sync(_add(follower, chr(both[1]), 0, memory), at + 1)


def _losses(
    text: str, at: int, end: int, reading: Reading, behind: float, evidence: Evidence, memory: Memory
) -> Iterator[tuple[int, Reading]]:
    """Every way to go on over a question mark: printed, or what became of a lead byte without its trail."""
    carry = reading.carry
    swallowed = _SWALLOWED.match(text, at, end)
    mark = at + 1
    if evidence.commas and text[mark : mark + 1] == "," and text[mark + 1 : mark + 2] in _CUT:
        mark += 1
    cut = _CUT.get(text[mark : mark + 1], "") if mark < end else ""
    if not carry:
        unlikely = (10.0 if swallowed else 5.0 if cut else 0.0) if evidence.proven else 0.0
        if text[at] == DROPPED:
            if swallowed and has_reading(reading.last, swallowed[1]):
                yield swallowed.end(), _sync(reading, swallowed.end())
            yield at + 1, reading._replace(score=reading.score - (unlikely if swallowed else 0.0))
        else:
            yield at + 1, _add(reading, text[at], 0, memory)._replace(score=reading.score - unlikely - 3.0)
        before = pair(_CUT.get(reading.last, reading.last))
        if swallowed and before:
            for annotated in by_reading().get((swallowed[1], before[1]), ""):
                lead = pair(annotated)[1]
                if lead >= 0x81:
                    yield swallowed.end(), reading._replace(carry=lead, torn=True)
        if cut:
            both = pair(cut)
            for follower in _unknown(reading, both[0], 1, behind, evidence, memory):
                yield mark + 1, follower._replace(carry=both[1])
        return
    if swallowed:
        for annotated in by_reading().get((swallowed[1], carry), ""):
            if pair(annotated)[1] >= 0x81:
                yield swallowed.end(), _sync(_add(reading, annotated, 0, memory), swallowed.end())
    if not swallowed and (not cut or text[at + 1] in QUERIES):
        yield from _undefined(text, at, end, reading, evidence, memory)
    if cut:
        for follower in _unknown(reading, carry, 0, behind, evidence, memory):
            yield mark + 1, _sync(_add(follower, cut, 0, memory), mark + 1)
    elif not swallowed:
        whole = char(carry, 0x80)
        if whole in vocabulary():
            yield at + 1, _sync(_add(reading, whole, 0, memory), at + 1)
        for follower in _unknown(reading, carry, 0, behind, evidence, memory):
            if at + 1 >= end:
                yield at + 1, _sync(follower, at + 1)
            else:
                yield at + 1, _sync(_add(follower, _swallowed_ascii(text, at + 1), 0, memory), at + 1)


def _undefined(
    text: str, at: int, end: int, reading: Reading, evidence: Evidence, memory: Memory
) -> Iterator[tuple[int, Reading]]:
    """A question mark for two bytes that are no character of GBK: the trail byte of one original, the
    lead byte of the next."""
    observed = text[at + 1 : at + 2] if at + 1 < end else ""
    swallowed = _SWALLOWED.match(text, at + 1, end)
    both = (
        b"\x80"
        if observed == "€"
        else pair(_CUT.get(observed, observed)) or observed.encode("ascii", "ignore")
    )
    for lead, trails in gaps().items():
        whole = char(reading.carry, lead)
        if whole not in vocabulary():
            continue
        unlikely = RARE + (ANNOTATED if whole in evidence.listed else 0.0)
        follower = _add(reading, whole, 0, memory)
        for trail in trails:
            if swallowed:
                fits = (swallowed[1], trail) in by_reading()
            else:
                fits = bool(both) and char(trail, both[0]) in vocabulary()
            if fits:
                yield at + 1, follower._replace(score=follower.score - unlikely, carry=trail, torn=True)


def _swallowed_ascii(text: str, at: int) -> str:
    """The ASCII character a lead byte swallowed before text[at]: the first digit of a year or month,
    otherwise LOST."""
    if _YEAR.match(text, at):
        return "2" if text[at] == "0" else "1"
    return "1" if _MONTH.match(text, at) else LOST


def _add(reading: Reading, character: str, carry: int, memory: Memory) -> Reading:
    seen = read(character)
    gain = blend(score(reading.history, seen), memory, reading.history, seen) + vocabulary().get(
        character, 0.0
    )
    opened = reading.opened
    if character in _STOPS and reading.last in _STOPS:
        gain -= RARE
    if character in _PAIRED:
        gain += _quoting(opened, character)
        opened = now_open(opened, character)
    return Reading(
        reading.score + gain,
        reading.text + character,
        carry,
        (reading.history + seen)[1 - ORDER :],
        character,
        reading.torn,
        reading.synced,
        reading.done,
        opened,
    )


def now_open(opened: str, character: str) -> str:
    """The marks open after one more character."""
    if character in _CLOSES:
        return opened[::-1].replace(_CLOSES[character], "", 1)[::-1]
    return opened + character if character in _PAIRED else opened


def _quoting(opened: str, character: str) -> float:
    """Log prior of a quotation or title mark where `opened` ones stand open."""
    if character in _CLOSES:
        return 1.0 if _CLOSES[character] in opened else -3.0
    return -2.5 if character in opened else 0.0


def _sync(reading: Reading, at: int) -> Reading:
    return reading._replace(torn=True, synced=at, done=len(reading.text))


def _unknown(
    reading: Reading, byte: int, position: int, behind: float, evidence: Evidence, memory: Memory
) -> Iterator[Reading]:
    """A character of which one byte is known, the likeliest first; the further `behind`, the fewer."""
    group = by_byte(position).get(byte)
    if group is None:
        return
    printed, known, numbers, priors = group
    base = scores(reading.history, numbers) + priors
    gains = base.copy()
    last = reading.history[-1:]
    if memory.get(last):
        # One that did not follow in the document is the less likely, by the same factor for all of them.
        gains = base + blend(0.0, memory, reading.history, "\0")
        for at, character in enumerate(known):
            if last + character in memory:
                gains[at] = blend(float(base[at]), memory, reading.history, character)
    for at, character in enumerate(printed):
        if character in _STOPS and reading.last in _STOPS:
            gains[at] -= RARE
        elif character in _PAIRED:
            gains[at] += _quoting(reading.opened, character)
    least = gains.max() - MARGIN + behind
    for at in np.argsort(-gains)[:BEAM]:
        if gains[at] < least:
            break
        character = printed[at]
        if position == 0 and pair(character)[1] < 0x81:
            continue
        unlikely = ANNOTATED if character in evidence.listed else 0.0
        if position and pair(reading.last)[1:] + pair(character)[:1] in _MARK_BYTES:
            unlikely += UNCUT
        yield Reading(
            reading.score + float(gains[at]) - unlikely,
            reading.text + character,
            0,
            (reading.history + known[at])[1 - ORDER :],
            character,
            True,
            reading.synced,
            reading.done,
            now_open(reading.opened, character) if character in _PAIRED else reading.opened,
        )

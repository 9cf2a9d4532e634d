"""Torn characters put together: the likeliest original, by the language model, of all that are possible.

The observed characters are read as the bytes the mirror's decoder saw. After a cut or a straddling
annotation the original is out of step by one byte, its lead byte carried from one observed character to the
next, until an ASCII byte or another cut brings both together. Each transition is a stage of the mirror
backwards: what is read goes through the mirror again to exactly what was observed (a test checks it).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pipelines.text.restoration.evidence import PINYIN, Evidence
from pipelines.text.restoration.hypotheses import (
    ANNOTATED,
    BEAM,
    MARGIN,
    RARE,
    TWICE,
    UNCLOSED,
    UNCUT,
    Found,
    Reading,
    confidence,
    doubled,
    now_open,
    pruned,
    quoting,
    swallowed_digit,
    synced,
)
from pipelines.text.restoration.lm import EDGE, ORDER, Memory, blended, likelihood, score, scores
from pipelines.text.restoration.mirror import char, pair
from pipelines.text.restoration.originals import (
    DROPPED,
    LOST,
    PAIRED,
    STOPS,
    by_byte,
    by_reading,
    has_reading,
    leads_before,
    read,
    undefined,
    vocabulary,
)

LONGEST = 240  # observed characters one piece of damage can stretch over
SETTLED = 4  # observed characters read beyond the damage, for the context they give

_ANNOTATION = re.compile(f"\\(({PINYIN})\\)")
_SWALLOWED = re.compile(f"[?？{DROPPED}]({PINYIN})\\)")
_CLOSED_SOON = re.compile("[^()\n]{1,20}\\)")
QUERIES = frozenset("?" + DROPPED)
_CUT = {half: chr(ord(half) + 0xFEE0) for half in "!,;:?"} | {full: full for full in "！，；：？、"}
_MARK_BYTES = frozenset(pair(full) for full in "！，；：？")


def untangle(
    text: str, start: int, context: str, opened: str, evidence: Evidence, memory: Memory
) -> Found | None:
    """The likeliest original of the damage that begins at text[start], None when nothing fits.

    context: the restored characters before, of which the last few count; opened: the quotation and
    title marks that stand open in the paragraph.
    """
    history = "".join(map(read, context[1 - ORDER :])) or EDGE
    stop = min(len(text), start + LONGEST)
    end = next((at for at in range(start, stop) if text[at] in "\r\n"), stop)
    lattice = _Lattice(text, end, evidence, memory)
    first = Reading(0.0, "", 0, history, context[-1:], False, start, 0, opened)
    at, finished = lattice.search(start, first)
    if not finished:
        return None
    best = max(finished)
    if not best.torn:
        surely = at if at < stop or stop == len(text) else at - LONGEST // 4
        return Found(surely, text[start:surely], 0.0, "printed", 0.0)
    printed = first
    for observed in text[start:at].replace(DROPPED, ""):
        printed = lattice.added(printed, observed)
    sure = confidence(finished) * (0.5 if LOST in best.text[: best.done] else 1.0)
    kind: Literal["cut", "straddle"] = "straddle" if _SWALLOWED.match(text, start) else "cut"
    gain = best.score - lattice.ended(printed, at).score
    return Found(best.synced, best.text[: best.done], sure, kind, gain)


@dataclass(frozen=True, slots=True)
class _Lattice:
    """The readings of `text` up to `end`, the end of its paragraph as a rule."""

    text: str
    end: int
    evidence: Evidence
    memory: Memory

    def search(self, start: int, first: Reading) -> tuple[int, list[Reading]]:
        """The likeliest readings from `start` on, and where all of them are in step again."""
        waiting: dict[int, list[Reading]] = {start: [first]}
        while waiting:
            at = min(waiting)
            beam = pruned(waiting.pop(at))
            if at >= self.end or self._settled(at, beam, waiting):
                return at, [self.ended(r, at) for r in beam if not r.carry]
            for reading in beam:
                for after, follower in self._steps(at, reading, beam[0].score - reading.score):
                    waiting.setdefault(after, []).append(follower)
        return start, []

    def _settled(self, at: int, beam: Sequence[Reading], waiting: dict[int, list[Reading]]) -> bool:
        if waiting or self.text[at] in QUERIES or any(r.carry for r in beam):
            return False
        return at >= max(r.synced for r in beam) + SETTLED

    def ended(self, reading: Reading, at: int) -> Reading:
        """`reading`, weighed by how well its paragraph can end there, where it ends."""
        if at < self.end or (at < len(self.text) and self.text[at] not in "\r\n"):
            return reading
        closing = score(reading.history, EDGE) - UNCLOSED * len(reading.opened)
        return reading.less(-closing)

    def _steps(self, at: int, reading: Reading, behind: float) -> Iterator[tuple[int, Reading]]:
        """Every way to go on from `reading` over the observed character (or annotation) at `at`."""
        observed = self.text[at]
        if observed == "(":
            found = _ANNOTATION.match(self.text, at, self.end)
            if found and has_reading(self.text[at - 1 : at], found[1]):
                yield found.end(), reading
                return
            if found and not reading.carry and has_reading(reading.last, found[1]):
                # The trail byte of the annotated character is an ASCII letter: 體 (F3 77) is seen as w(tǐ).
                yield found.end(), synced(reading, found.end())
                return
        if observed in QUERIES or (observed == "？" and _SWALLOWED.match(self.text, at, self.end)):
            yield from self._losses(at, reading, behind)
        elif not reading.carry:
            yield at + 1, self.added(reading, observed)
        else:
            yield from self._shifted(at, reading)

    def _shifted(self, at: int, reading: Reading) -> Iterator[tuple[int, Reading]]:
        """Over a character whose first byte (or only one) is the trail byte of an original."""
        observed, carry = self.text[at], reading.carry
        if observed == "€":
            if (whole := char(carry, 0x80)) in vocabulary():
                yield at + 1, synced(self.added(reading, whole), at + 1)
            return
        if observed == "," and self.evidence.commas and self.text[at + 1 : at + 2] in _CUT:
            yield at + 1, reading
        if observed.isascii() and (whole := char(carry, ord(observed))) in vocabulary():
            yield at + 1, synced(self.added(reading, whole), at + 1)
        # An ASCII character may be a full-width one of which the mirror folded the width.
        both = pair(chr(ord(observed) + 0xFEE0) if "!" <= observed <= "~" else observed)
        if len(both) == 2 and (whole := char(carry, both[0])) in vocabulary():
            follower = self._unlisted(self.added(reading, whole))
            if observed in _CUT and observed != "、":
                follower = follower.less(UNCUT)
            if both[1] >= 0x81:
                yield at + 1, follower.shifted(both[1])
            else:
                yield at + 1, synced(self.added(follower, chr(both[1])), at + 1)

    def _losses(self, at: int, reading: Reading, behind: float) -> Iterator[tuple[int, Reading]]:
        """Over a question mark: printed, or what became of a lead byte without its trail."""
        swallowed = _SWALLOWED.match(self.text, at, self.end)
        mark = at + 1
        doubled_comma = self.text[mark : mark + 1] == "," and self.text[mark + 1 : mark + 2] in _CUT
        if self.evidence.commas and doubled_comma:
            mark += 1
        cut = _CUT.get(self.text[mark : mark + 1], "") if mark < self.end else ""
        if reading.carry:
            yield from self._losses_in_run(at, reading, behind, swallowed, cut, mark)
            return
        unlikely = (10.0 if swallowed else 5.0 if cut else 0.0) if self.evidence.proven else 0.0
        if self.text[at] == DROPPED:
            if swallowed and has_reading(reading.last, swallowed[1]):
                yield swallowed.end(), synced(reading, swallowed.end())
            yield at + 1, reading.less(unlikely if swallowed else 0.0)
        else:
            printed = self.added(reading, self.text[at])
            yield at + 1, printed.less(unlikely + 3.0)
        before = pair(_CUT.get(reading.last, reading.last))
        if swallowed and before:
            for annotated in by_reading().get(swallowed[1], ""):
                both = pair(annotated)
                if both[0] == before[1] and both[1] >= 0x81:
                    yield swallowed.end(), reading.shifted(both[1])
        if swallowed and self.text[at] != DROPPED:
            # Two passes tore it: the first out of step, the second (which a cut put back in step) lost the
            # lead byte, so the reading alone is left.
            for annotated in by_reading().get(swallowed[1], ""):
                follower = self.added(reading, annotated)
                yield (
                    swallowed.end(),
                    synced(follower.less(TWICE), swallowed.end()),
                )
        if cut:
            both = pair(cut)
            for follower in self._unknown(reading, both[0], 1, behind):
                yield mark + 1, follower.shifted(both[1])

    def _losses_in_run(
        self, at: int, reading: Reading, behind: float, swallowed: re.Match[str] | None, cut: str, mark: int
    ) -> Iterator[tuple[int, Reading]]:
        """Over a question mark in a shifted run, which it ends as a rule."""
        carry = reading.carry
        if swallowed:
            for annotated in by_reading().get(swallowed[1], ""):
                lead, trail = pair(annotated)
                if trail < 0x81:
                    continue
                if lead == carry:
                    yield swallowed.end(), synced(self.added(reading, annotated), swallowed.end())
                if (whole := char(carry, lead)) in vocabulary():
                    # The annotation stood across two characters before the run swallowed its question mark.
                    yield swallowed.end(), self._unlisted(self.added(reading, whole)).shifted(trail)
            return
        if not cut or self.text[at + 1] in QUERIES:
            yield from self._undefined(at, reading)
        if cut:
            for follower in self._unknown(reading, carry, 0, behind):
                yield mark + 1, synced(self.added(follower, cut), mark + 1)
            return
        if (whole := char(carry, 0x80)) in vocabulary():
            yield at + 1, synced(self.added(reading, whole), at + 1)
        for follower in self._unknown(reading, carry, 0, behind):
            if at + 1 >= self.end:
                yield at + 1, synced(follower, at + 1)
            else:
                yield from ((at + 1, synced(r, at + 1)) for r in self._with_swallowed(at + 1, follower))

    def _undefined(self, at: int, reading: Reading) -> Iterator[tuple[int, Reading]]:
        """A question mark for two bytes that are no character of GBK: the trail byte of one original, the
        lead byte of the next."""
        observed = self.text[at + 1 : at + 2] if at + 1 < self.end else ""
        swallowed = _SWALLOWED.match(self.text, at + 1, self.end)
        both = (
            b"\x80"
            if observed == "€"
            else pair(_CUT.get(observed, observed)) or observed.encode("ascii", "ignore")
        )
        if swallowed:
            fitting = frozenset(pair(c)[0] for c in by_reading().get(swallowed[1], ""))
        else:
            fitting = leads_before(both[0]) if both else frozenset()
        for whole, trails in undefined(reading.carry) if fitting else ():
            if fits := trails & fitting:
                follower = self._unlisted(self.added(reading, whole))
                for trail in sorted(fits):
                    yield at + 1, follower.less(RARE).shifted(trail)

    def _with_swallowed(self, at: int, reading: Reading) -> Iterator[Reading]:
        """`reading` with the ASCII character that a lead byte swallowed before text[at]: a digit as a rule,
        else a bracket or a blank."""
        digit, sure = swallowed_digit(self.text, at, self.memory)
        yield self.added(reading, digit)._replace(sure=reading.sure * sure)
        if _CLOSED_SOON.match(self.text, at, self.end):
            yield self.added(reading, "(")
        if self.text[at].isascii() and self.text[at].isalnum():
            cost = 1.0 if self.memory.spaced else 4.0
            yield reading._replace(text=reading.text + " ", score=reading.score - cost)

    def added(self, reading: Reading, character: str) -> Reading:
        """`reading` and one more character."""
        seen = read(character)
        gain = likelihood(self.memory, reading.history, seen) + vocabulary().get(character, 0.0)
        opened = reading.opened
        if character in STOPS:
            gain -= doubled(reading.last)
        if character in PAIRED:
            gain += quoting(opened, character)
            opened = now_open(opened, character)
        return Reading(
            reading.score + gain,
            reading.text + character,
            0,
            (reading.history + seen)[1 - ORDER :],
            character,
            reading.torn,
            reading.synced,
            reading.done,
            opened,
            *reading[9:],
        )

    def _unlisted(self, reading: Reading) -> Reading:
        """`reading`, the less likely when an annotation should stand behind its last character."""
        if reading.last in self.evidence.listed:
            return reading.less(ANNOTATED)
        return reading

    def _unknown(self, reading: Reading, byte: int, position: int, behind: float) -> Iterator[Reading]:
        """A character of which one byte is known, the likeliest first; the further `behind`, the fewer."""
        group = by_byte(position).get(byte)
        if group is None:
            return
        printed, known, numbers, priors, marks = group
        gains = blended(scores(reading.history, numbers) + priors, self.memory, reading.history, known)
        for at in marks:
            character = printed[at]
            if character in STOPS:
                gains[at] -= doubled(reading.last)
            else:
                gains[at] += quoting(reading.opened, character)
        least = gains.max() - MARGIN + behind
        for at in np.argsort(-gains)[:BEAM]:
            if gains[at] < least:
                break
            character = printed[at]
            if position == 0 and pair(character)[1] < 0x81:
                continue
            unlikely = ANNOTATED if character in self.evidence.listed else 0.0
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
                now_open(reading.opened, character),
                *reading[9:],
            )

"""Torn characters put together: the likeliest original, by the language model, of all that are possible.

The observed characters are read as the bytes the mirror's decoder saw. After a cut or a straddling
annotation the original is out of step by one byte, its lead byte carried from one observed character to the
next, until an ASCII byte or another cut brings both together. Each transition is a stage of the mirror
backwards: what is read goes through the mirror again to exactly what was observed (a test checks it).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pipelines.text.restoration.evidence import PINYIN, Evidence
from pipelines.text.restoration.growth import Growth
from pipelines.text.restoration.hypotheses import (
    RARE,
    TWICE,
    UNCLOSED,
    UNCUT,
    Found,
    Reading,
    confidence,
    open_in,
    pruned,
    speaking,
    swallowed_digit,
)
from pipelines.text.restoration.lm import EDGE, ORDER, score
from pipelines.text.restoration.memory import Memory
from pipelines.text.restoration.mirror import pair
from pipelines.text.restoration.originals import (
    DROPPED,
    LOST,
    annotated,
    bytes_seen,
    has_reading,
    leads_before,
    leads_of,
    originals,
    read,
    undefined,
)

LONGEST = 240  # observed characters one piece of damage can stretch over
SETTLED = 4  # observed characters read beyond the damage, for the context they give

_ANNOTATION = re.compile(f"\\(({PINYIN})\\)")
_SWALLOWED = re.compile(f"[?？{DROPPED}]({PINYIN})\\)")
_CLOSED_SOON = re.compile("[^()\n]{1,20}\\)")
QUERIES = frozenset("?" + DROPPED)
_SENTENCE = re.compile("[^“”]{2,200}?(?:[。！？!?]”|[?]!)")
_CUT = {half: chr(ord(half) + 0xFEE0) for half in "!,;:?"} | {full: full for full in "！，；：？、"}


def untangle(
    text: str, start: int, context: str, line: str, evidence: Evidence, memory: Memory
) -> Found | None:
    """The likeliest original of the damage that begins at text[start], None when nothing fits.

    context: the restored characters before, of which the last few count; line: those of the same paragraph.
    """
    history = "".join(map(read, context[1 - ORDER :])) or EDGE
    stop = min(len(text), start + LONGEST)
    end = next((at for at in range(start, stop) if text[at] in "\r\n"), stop)
    lattice = _Lattice(evidence, memory, line, text, end)
    first = Reading(0.0, "", 0, history, context[-1:], False, start, 0, open_in(line))
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
class _Lattice(Growth):
    """The readings of `text` up to `end`, the end of its paragraph as a rule."""

    text: str
    end: int

    def search(self, start: int, first: Reading) -> tuple[int, list[Reading]]:
        """The likeliest readings from `start` on, and where all of them are in step again."""
        waiting: dict[int, list[Reading]] = {start: [first]}
        while waiting:
            at = min(waiting)
            beam = pruned(waiting.pop(at))
            if at >= self.end or self._settled(at, beam, waiting):
                return at, [self.ended(r, at) for r in beam if not r.carry]
            for after, follower in self._steps(at, beam):
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

    def _steps(self, at: int, beam: list[Reading]) -> Iterator[tuple[int, Reading]]:
        """Every way to go on from the readings of `beam` over the character (or annotation) at `at`."""
        observed, best = self.text[at], beam[0].score
        if observed == "(" and (found := _ANNOTATION.match(self.text, at, self.end)):
            if has_reading(self.text[at - 1 : at], found[1]):
                yield from ((found.end(), reading) for reading in beam)
                return
            others = []
            for reading in beam:
                if not reading.carry and has_reading(reading.last, found[1]):
                    # The trail byte of what is annotated is an ASCII letter: 體 (F3 77) is seen as w(tǐ).
                    yield found.end(), reading.in_step(found.end())
                else:
                    others.append(reading)
            beam = others
        if observed in QUERIES or (observed == "？" and _SWALLOWED.match(self.text, at, self.end)):
            loss = self._loss(at)
            for reading in beam:
                ways = self._losses_in_run if reading.carry else self._losses
                yield from ways(at, reading, best - reading.score, loss)
            return
        for reading in beam:
            if reading.carry:
                yield from self._shifted(at, reading)
            else:
                yield at + 1, self.added(reading, observed)

    def _shifted(self, at: int, reading: Reading) -> Iterator[tuple[int, Reading]]:
        """Over a character whose first byte (or only one) is the trail byte of an original."""
        observed, lead = self.text[at], reading.carry << 8
        if observed == "€":
            if whole := originals()[lead | 0x80]:
                yield at + 1, self.added(reading, whole).in_step(at + 1)
            return
        if observed == "," and self.evidence.commas and self.text[at + 1 : at + 2] in _CUT:
            yield at + 1, reading
        if observed.isascii() and (whole := originals()[lead | ord(observed)]):
            yield at + 1, self.added(reading, whole).in_step(at + 1)
        both = bytes_seen(observed)
        if both and (whole := originals()[lead | both[0]]):
            follower = self.unlisted(self.added(reading, whole))
            if whole == "“" and _SENTENCE.match(self.text, at + 1, self.end):
                follower = follower.less(speaking(reading.last))
            if observed in _CUT and observed != "、":
                follower = follower.less(UNCUT)
            if both[1] >= 0x81:
                yield at + 1, follower.shifted(both[1])
            else:
                yield at + 1, self.added(follower, chr(both[1])).in_step(at + 1)

    def _loss(self, at: int) -> "_Loss":
        mark = at + 1
        doubled_comma = self.text[mark : mark + 1] == "," and self.text[mark + 1 : mark + 2] in _CUT
        if self.evidence.commas and doubled_comma:
            mark += 1
        cut = _CUT.get(self.text[mark : mark + 1], "") if mark < self.end else ""
        swallowed = _SWALLOWED.match(self.text, at, self.end)
        if swallowed:
            return _Loss(swallowed.end(), swallowed[1], annotated(swallowed[1]), mark, cut)
        return _Loss(0, "", (), mark, cut)

    def _losses(
        self, at: int, reading: Reading, behind: float, loss: "_Loss"
    ) -> Iterator[tuple[int, Reading]]:
        """Over a question mark: printed, or what became of a lead byte without its trail."""
        unlikely = (10.0 if loss.pinyin else 5.0 if loss.cut else 0.0) if self.evidence.proven else 0.0
        if self.text[at] == DROPPED:
            if loss.pinyin and has_reading(reading.last, loss.pinyin):
                yield loss.end, reading.in_step(loss.end)
            yield at + 1, reading.less(unlikely if loss.pinyin else 0.0)
        else:
            printed = self.added(reading, self.text[at])
            yield at + 1, printed.less(unlikely + 3.0)
        before = pair(_CUT.get(reading.last, reading.last))
        if before:
            for _, lead, trail in loss.annotated:
                if lead == before[1] and trail >= 0x81:
                    yield loss.end, reading.shifted(trail)
        if self.text[at] != DROPPED:
            # Two passes tore it: the first out of step, the second (which a cut put back in step) lost the
            # lead byte, so the reading alone is left.
            for character, _, _ in loss.annotated:
                yield loss.end, self.added(reading, character).less(TWICE).in_step(loss.end)
        if loss.cut:
            both = pair(loss.cut)
            for follower in self.unknown(reading, both[0], 1, behind):
                yield loss.mark + 1, follower.shifted(both[1])

    def _losses_in_run(
        self, at: int, reading: Reading, behind: float, loss: "_Loss"
    ) -> Iterator[tuple[int, Reading]]:
        """Over a question mark in a shifted run, which it ends as a rule."""
        carry = reading.carry
        if loss.pinyin:
            for character, lead, trail in loss.annotated:
                if trail < 0x81:
                    continue
                if lead == carry:
                    yield loss.end, self.added(reading, character).in_step(loss.end)
                if whole := originals()[carry << 8 | lead]:
                    # The annotation stood across two characters before the run swallowed its question mark.
                    yield loss.end, self.unlisted(self.added(reading, whole)).shifted(trail)
            return
        if not loss.cut or self.text[at + 1] in QUERIES:
            yield from self._undefined(at, reading)
        if loss.cut:
            for follower in self.unknown(reading, carry, 0, behind):
                yield loss.mark + 1, self.added(follower, loss.cut).in_step(loss.mark + 1)
            return
        if whole := originals()[carry << 8 | 0x80]:
            yield at + 1, self.added(reading, whole).in_step(at + 1)
        for follower in self.unknown(reading, carry, 0, behind):
            if at + 1 >= self.end:
                yield at + 1, follower.in_step(at + 1)
            else:
                yield from ((at + 1, r.in_step(at + 1)) for r in self._with_swallowed(at + 1, follower))

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
        fitting = leads_of(swallowed[1]) if swallowed else leads_before(both[0]) if both else frozenset()
        for whole, trails in undefined(reading.carry) if fitting else ():
            if fits := trails & fitting:
                follower = self.unlisted(self.added(reading, whole))
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


class _Loss(NamedTuple):
    """What stands behind a question mark."""

    end: int
    """Where the reading without its bracket ends."""
    pinyin: str
    """That reading, '' for none."""
    annotated: tuple[tuple[str, int, int], ...]
    """The characters it can belong to, with their two bytes."""
    mark: int
    """Where the mark stands at which the text was cut."""
    cut: str
    """That mark, full-width, '' for none."""

"""How a reading grows by one more character of the original, known or of which one byte is known."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipelines.text.restoration.evidence import Evidence
from pipelines.text.restoration.hypotheses import (
    ANNOTATED,
    BEAM,
    MARGIN,
    UNCUT,
    Reading,
    doubled,
    made,
    now_open,
    quoting,
)
from pipelines.text.restoration.lm import ORDER, scores
from pipelines.text.restoration.memory import Memory, blended, likelihood
from pipelines.text.restoration.mirror import pair
from pipelines.text.restoration.originals import PAIRED, STOPS, by_byte, letter

_MARK_BYTES = frozenset(full.encode("gbk") for full in "！，；：？")


@dataclass(frozen=True, slots=True)
class Growth:
    """What weighs the characters of a document: what it shows of its mirror, what it says elsewhere."""

    evidence: Evidence
    memory: Memory
    line: str
    """The restored characters before, of the same paragraph."""

    def added(self, reading: Reading, character: str) -> Reading:
        """`reading` and one more character."""
        score, text, _, history, last, torn, at, done, opened, sure, same, all_ = reading
        seen, gain = letter(character)
        memory = self.memory
        gram = history + seen
        known = memory.known.get(gram)
        gain += likelihood(memory, history, seen) if known is None else known
        if character in STOPS:
            gain -= doubled(last)
        elif character in PAIRED:
            gain += quoting(opened, character)
            opened = now_open(opened, character)
        history = gram[1 - ORDER :]
        score += gain
        text += character
        return made((score, text, 0, history, character, torn, at, done, opened, sure, same, all_))

    def unlisted(self, reading: Reading) -> Reading:
        """`reading`, the less likely when an annotation should stand behind its last character."""
        if reading.last in self.evidence.listed:
            return reading.less(ANNOTATED)
        return reading

    def unknown(self, reading: Reading, byte: int, position: int, behind: float) -> Iterator[Reading]:
        """A character of which one byte is known, the likeliest first; the further `behind`, the fewer."""
        group = by_byte(position, byte)
        if group is None:
            return
        printed, known, among, priors, marks = group
        score, text, _, history, last, _, synced, done, opened, *shares = reading
        gains = blended(scores(history, among) + priors, self.memory, history, known)
        for at in marks:
            character = printed[at]
            if character in STOPS:
                gains[at] -= doubled(last)
            else:
                gains[at] += quoting(opened, character)
        best = np.argsort(-gains)[:BEAM]
        likeliest = gains[best].tolist()
        least = likeliest[0] - MARGIN + behind
        for at, gain in zip(best.tolist(), likeliest, strict=True):
            if gain < least:
                break
            character = printed[at]
            if position == 0 and pair(character)[1] < 0x81:
                continue
            unlikely = ANNOTATED if character in self.evidence.listed else 0.0
            if position and pair(last)[1:] + pair(character)[:1] in _MARK_BYTES:
                unlikely += UNCUT
            if self.memory.rows:
                unlikely -= self.memory.rows.likely(self.line + text + character)
            then = (history + known[at])[1 - ORDER :]
            still = now_open(opened, character)
            sum_ = score + gain - unlikely
            yield made((sum_, text + character, 0, then, character, True, synced, done, still, *shares))

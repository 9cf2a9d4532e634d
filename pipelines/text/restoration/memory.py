"""What a document says where it is not damaged, and how much it changes what the language model says."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp, log

from pipelines.text.restoration.lm import Floats, normal, score
from pipelines.text.restoration.rows import Rows

SHARE = 0.2
"""Weight of what the document itself says against the model."""
KEPT = 1 << 15
"""Likelihoods kept at a time for one document."""
PRIOR = 2.0
"""Occurrences of a history in the document that weigh as much as the next shorter one."""

_NUMBER = re.compile("(?<![0-9.,])([0-9])(?=([^\n]{1,3}))")
_SPACED = re.compile("[\u4e00-\u9fff] [0-9A-Za-z]")

Followers = tuple[int, str, str]
"""What follows something in a text: how often it comes itself; every character that follows it there, as
often as it does; the same of other texts, for what does not follow there."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What a document says in its undamaged parts: the same names, words and numbers come again."""

    text: str
    """These parts, as the model reads them."""
    digits: Mapping[str, tuple[str, float]]
    """The one to three characters behind the first digit of a number → that digit, with its share."""
    spaced: bool
    """Whether blanks stand between Chinese and numbers or Latin words."""
    rows: Rows | None = None
    """Its rows, where it has tables."""
    learned: "Memory | None" = None
    """What other texts say, where the document says nothing."""
    known: dict[str, float] = field(init=False, repr=False, compare=False, default_factory=dict)
    """What `likelihood` has computed."""
    histories: dict[str, tuple[Followers, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    """What `after` has found."""
    _places: dict[str, list[int]] = field(init=False, repr=False, compare=False, default_factory=dict)
    """Ends of histories that were asked for → where their last character stands. Few are asked for: counting
    them all would take longer than the rest."""
    _followers: dict[str, Followers] = field(init=False, repr=False, compare=False, default_factory=dict)

    def after(self, history: str) -> tuple[Followers, ...]:
        """What follows the ends of `history`, the shortest first, as far as the document has them."""
        ends: list[Followers] = []
        for length in range(1, len(history) + 1):
            end = history[-length:]
            found = self._followers.get(end) or self._after(end)
            if not found[0]:
                break
            ends.append(found)
        self.histories[history] = tuple(ends)
        return self.histories[history]

    def _after(self, end: str) -> Followers:
        places, text = self._ending(end), self.text
        here = "".join([text[at + 1 : at + 2] for at in places])
        learned = self.learned
        often, others, _ = (learned._followers.get(end) or learned._after(end)) if learned else (0, "", "")
        self._followers[end] = len(places) or often, here, others
        return self._followers[end]

    def _ending(self, end: str) -> list[int]:
        found = self._places.get(end)
        if found is None:
            found, text, back = [], self.text, len(end) - 1
            if back:
                found = [at for at in self._ending(end[1:]) if at >= back and text[at - back] == end[0]]
            else:
                at = text.find(end)
                while at >= 0:
                    found.append(at)
                    at = text.find(end, at + 1)
            self._places[end] = found
        return found


def remember(simplified: str, rows: Rows | None = None, learned: Memory | None = None) -> Memory:
    """The memory of the undamaged parts of a document, in simplified characters, and of its rows."""
    numbers: dict[str, Counter[str]] = {}
    for digit, behind in _NUMBER.findall(simplified):
        for length in range(1, len(behind) + 1):
            numbers.setdefault(behind[:length], Counter())[digit] += 1
    digits = {}
    for behind, counts in numbers.items():
        # One character alone says enough only when it counts something: 7月, 3人.
        if len(behind) > 1 or not behind.isascii():
            digit, n = counts.most_common(1)[0]
            digits[behind] = (digit, n / (counts.total() + 0.25))
    return Memory(normal(simplified), digits, _SPACED.search(simplified) is not None, rows, learned)


def blend(base: float, memory: Memory, history: str, character: str) -> float:
    """log probability of `character` after `history` when the model says `base` and the document has a
    `memory`."""
    ends = memory.histories.get(history)
    if ends is None:
        ends = memory.after(history)
    if not ends:
        return base
    p = q = exp(base)
    for often, here, elsewhere in ends:
        q = ((here.count(character) or elsewhere.count(character)) + PRIOR * q) / (often + PRIOR)
    return log((1 - SHARE) * p + SHARE * q)


def likelihood(memory: Memory, history: str, character: str) -> float:
    """`blend` with the model's own score as base."""
    gram = history + character
    found = memory.known.get(gram)
    if found is None:
        if len(memory.known) >= KEPT:
            memory.known.clear()
        found = memory.known[gram] = blend(score(history, character), memory, history, character)
    return found


def blended(bases: Floats, memory: Memory, history: str, characters: str) -> Floats:
    """`blend` for several characters, each with its base."""
    ends = memory.after(history)
    if not ends:
        return bases
    # One that did not follow in the document is the less likely, by the same factor for all of them.
    result = bases + blend(0.0, memory, history, "\0")
    followers = frozenset("".join(ends[0][1:]))
    for at, character in enumerate(characters):
        if character in followers:
            result[at] = blend(float(bases[at]), memory, history, character)
    return result

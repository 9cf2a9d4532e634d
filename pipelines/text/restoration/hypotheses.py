"""What the lattice weighs: readings of the observed characters, and which of them are worth keeping."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import exp
from typing import Literal, NamedTuple

from pipelines.text.restoration.memory import Memory
from pipelines.text.restoration.originals import LOST, PAIRED, STOPS

BEAM = 12
"""Readings kept at each observed character."""
MARGIN = 10.0
"""Readings this much less likely (nats) than the best are dropped."""
ANNOTATED = 8.0  # log odds against an original this mirror annotates, where no annotation stands
UNCUT = 0.8
"""Log odds against a place a mirror could have cut and did not (it leaves one in five), as weighed best."""
RARE = 2.0  # log odds against two lost bytes where one is lost usually
TWICE = 3.0  # log odds against a character of which two passes of the mirror left the reading alone
DOUBT = 1.7
"""The model is surer of itself than it should be: by this factor, measured on texts it has not seen."""
SPOKEN = 2.0  # log odds against a quotation of whole sentences that no stop introduces
UNCLOSED = 1.5  # log odds against a quotation or title mark that stays open at the end of its paragraph
_YEAR = re.compile("[089][0-9]{2}(?=年)")
_MONTH = re.compile("[012](?=月)")
_PAIRED = re.compile(f"[{''.join(sorted(PAIRED))}]")
_CLOSES = {"”": "“", "》": "《", "’": "‘", "）": "（"}


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
    sure: float = 1.0
    """The probability that what was guessed without the language model (digits) is right."""
    same: float = 1.0
    """How much all readings of this text that were joined to it weigh, itself 1."""
    all: float = 1.0
    """How much all readings that were joined to it weigh."""

    def less(self, cost: float) -> "Reading":
        """The same, less likely by `cost` (nats)."""
        return made((self[0] - cost, *self[1:]))

    def shifted(self, carry: int) -> "Reading":
        """The same, torn, with a lead byte carried on."""
        return made((*self[:2], carry, *self[3:5], True, *self[6:]))

    def in_step(self, at: int) -> "Reading":
        """The same, torn, in step again at observed character `at`."""
        return made((*self[:5], True, at, len(self[1]), *self[8:]))


made: Callable[[tuple[object, ...]], Reading] = partial(tuple.__new__, Reading)
"""A `Reading` of its twelve values: several times faster than naming them, and there are very many."""


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


def pruned(beam: list[Reading]) -> list[Reading]:
    """The readings worth going on with. Of those that go on alike from here the best stands for all."""
    if len(beam) == 1:
        return beam
    least = max(beam)[0] - MARGIN
    beam = [reading for reading in beam if reading[0] >= least]
    beam.sort(reverse=True)
    kept: dict[tuple[object, ...], Reading] = {}
    for reading in beam:
        state = (*reading[2:5], reading[8])  # what it goes on with: carry, history, last, opened
        better = kept.get(state)
        if better is not None:
            share = exp((reading.score - better.score) / DOUBT)
            same = better.same + (share * reading.same if reading.text == better.text else 0.0)
            kept[state] = made((*better[:10], same, better.all + share * reading.all))
        elif len(kept) < BEAM:
            kept[state] = reading
    return list(kept.values())


def confidence(finished: list[Reading]) -> float:
    """The share of the best reading among all."""
    best = max(finished)
    weights = [(exp((r.score - best.score) / DOUBT), r) for r in finished]
    same = sum(weight * r.same for weight, r in weights if r.text == best.text)
    return best.sure * same / sum(weight * r.all for weight, r in weights)


def swallowed_digit(text: str, at: int, memory: Memory) -> tuple[str, float]:
    """The digit swallowed before text[at] and how sure it is: as the document has it elsewhere, the first of
    a year or a month; otherwise LOST."""
    for length in (3, 2, 1):
        if found := memory.digits.get(text[at : at + length]):
            digit, share = found
            return (digit, share) if share > 0.6 else (LOST, 1.0)
    if _YEAR.match(text, at):
        return "2" if text[at] == "0" else "1", 0.99
    return ("1", 0.9) if _MONTH.match(text, at) else (LOST, 1.0)


def open_in(line: str) -> str:
    """The quotation and title marks that stand open at the end of `line`."""
    opened = ""
    for found in _PAIRED.finditer(line):
        opened = now_open(opened, found[0])
    return opened


def now_open(opened: str, character: str) -> str:
    """The marks open after one more character."""
    if character in _CLOSES:
        return opened[::-1].replace(_CLOSES[character], "", 1)[::-1]
    return opened + character if character in PAIRED else opened


def quoting(opened: str, character: str) -> float:
    """Log prior of a quotation or title mark where `opened` ones stand open."""
    if character in _CLOSES:
        return 1.0 if _CLOSES[character] in opened else -3.0
    return -2.5 if character in opened else 0.0


def speaking(last: str) -> float:
    """Log odds against whole sentences in quotation marks behind `last`: a stop stands there as a rule."""
    return 0.0 if last in STOPS else SPOKEN


def doubled(last: str) -> float:
    """Log odds against a stop behind `last`: ！？ stand together now and then, others hardly ever."""
    return 0.0 if last not in STOPS else 2.0 if last in "！？" else 7.0

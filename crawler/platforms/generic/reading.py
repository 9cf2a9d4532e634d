"""What the generic reader answers, and what it may know of an issue before it reads one more document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Generic, Self, TypeVar

from crawler.platforms.document import Document, LayoutChanged
from crawler.platforms.generic.lines import key_of, line_keys
from pipelines.items import PromisedPage

SURE = 0.9
"""From here on a field is held to be right."""
ENOUGH = 0.6
"""Below this a field that must be there is not given at all."""
MOST_SIBLINGS = 6
"""So many other articles of an issue tell what all its pages share."""

_DIGITS = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
"""Numbers of pages, days and counts; a longer one tells things apart."""
_LONG = 14
"""Characters from which on two lines are alike though their numbers differ."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Proof:
    """How sure a field is, 0 to 1, and why it was taken."""

    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Reading(Generic[Value]):
    """A value that was read, with the proof of each of its fields by name."""

    value: Value
    proofs: Mapping[str, Proof]

    @property
    def confidence(self) -> float:
        """That of the weakest field."""
        return min((proof.confidence for proof in self.proofs.values()), default=0.0)


def demand(proofs: Mapping[str, Proof], *names: str) -> None:
    """Raises LayoutChanged for the first of the named fields that is not sure enough."""
    for name in names:
        proof = proofs[name]
        if proof.confidence < ENOUGH:
            raise LayoutChanged(f"read without a family, and not sure of the {name}: {proof.why}")


@dataclass(frozen=True, slots=True)
class Places:
    """Where the articles of an issue have what: tags and names of the elements."""

    text: str = ""
    """Where most of the text stands; '' where that is not certain."""
    furniture: frozenset[str] = frozenset()
    """Where they have other lines."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an issue has told already."""

    titles: Mapping[str, str] = field(default_factory=dict)
    """Source id of an article → its entry in a title list."""
    seen: tuple[frozenset[str], ...] = ()
    """What other articles' documents print, a set of lines each."""
    others: frozenset[str] = frozenset()
    """Source ids of articles that stand on other pages."""
    day: date | None = None
    """The day its front page proved."""
    pages: tuple[PromisedPage, ...] = ()
    """What its page navigation promised."""

    def with_article(self, document: Document) -> Self:
        """The same after one more article's document."""
        if len(self.seen) >= MOST_SIBLINGS:
            return self
        return replace(self, seen=(*self.seen, line_keys(document)))

    def with_titles(self, titles: Mapping[str, str]) -> Self:
        """The same after one more page's title list."""
        return replace(self, titles={**self.titles, **titles})

    def shared(self, mine: frozenset[str]) -> frozenset[str]:
        """The lines of a document that stand on another article's page too; of long ones the numbers in them
        may differ (the page's number, a count).
        """
        others = [seen for seen in self.seen if seen != mine]
        counted = {_DIGITS.sub("0", line) for seen in others for line in seen if len(line) >= _LONG}
        own = Counter(_DIGITS.sub("0", line) for line in mine)
        return frozenset(
            line
            for line in mine
            if any(line in seen for seen in others)
            or (
                len(line) >= _LONG
                and not line.startswith(("picture ", "text "))
                and (alike := _DIGITS.sub("0", line)) in counted
                and own[alike] == 1  # rows of a table, or sentences of a list, are alike among themselves
            )
        )

    @property
    def places(self) -> Places:
        """Where the other articles have what: only what most of them, and two at least, agree on."""
        weights: Counter[str] = Counter()
        held: Counter[str] = Counter()
        for seen in self.seen:
            held.update(key for key in seen if key.startswith("text ") and "\n" not in key)
            for place, _, sentence in (key.partition("\n") for key in seen - self.shared(seen)):
                weights[place] += len(sentence)
        usual = frozenset(p for p, count in held.items() if count > 1 and count * 2 >= len(self.seen))
        text, weight = max(weights.items(), key=lambda one: one[1], default=("", 0))
        text = text if weight and text in usual and held[text] * 2 > len(self.seen) else ""
        return Places(text, usual - {text})

    def furniture(self, mine: frozenset[str], headline: str) -> frozenset[str]:
        """The same, but for what only a page shares that has the headline, too: the other part of a story
        that goes on on another page.
        """
        own = key_of(headline)
        return self.shared(mine) & replace(self, seen=tuple(s for s in self.seen if own not in s)).shared(
            mine
        )

"""What a query looks for besides plain phrases: wildcards, words near one another, regular expressions.

Each has a `pattern` that finds it in a folded text; `pattern` is read by Python and by PostgreSQL alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from storage.characters import Phrase

SENTENCE_ENDS = "。！？!?…"
"""Marks a sentence ends with; the end of a paragraph is one, too."""
_RUN = f"[^{SENTENCE_ENDS}\n]{{0,100}}?"
_ONE = "[^\n]"
FIELDS = ("headline", "body")
"""What can be searched apart, in the order of the texts of an article."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Phrases with wildcards between them: `社?工`, `社*工`."""

    parts: tuple[Phrase, ...]
    gaps: tuple[str, ...]
    """The signs between them: `?` any character, `*` any few of one sentence."""

    @property
    def pattern(self) -> str:
        """A regular expression that finds it."""
        gaps = ["".join(_RUN if sign == "*" else _ONE for sign in gap) for gap in self.gaps]
        joined = zip(self.parts, [*gaps, ""], strict=True)
        return "".join(f"{part.pattern}{gap}" for part, gap in joined)


@dataclass(frozen=True, slots=True)
class Near:
    """Two things with at most so many characters between, in either order, within a paragraph."""

    one: tuple[Phrase | Pattern, ...]
    """Any of these."""
    other: tuple[Phrase | Pattern, ...]
    distance: int

    @property
    def pattern(self) -> str:
        """A regular expression that finds it."""
        one, other = (f"(?:{'|'.join(each.pattern for each in side)})" for side in (self.one, self.other))
        gap = f"{_ONE}{{0,{self.distance}}}?"
        return f"(?:{one}{gap}{other}|{other}{gap}{one})"


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression, asked of what other parts of the query find."""

    source: str

    @property
    def pattern(self) -> str:
        """It, for Python: in any case of letters, `^` and `$` at the ends of a paragraph."""
        return f"(?im){self.source}"

    @property
    def posix(self) -> str:
        """The same for PostgreSQL, where no sign but a literal one finds the end of a paragraph."""
        return f"(?ni){self.source}"


Term = Phrase | Pattern | Near | Regex


@lru_cache(maxsize=1000)
def finder(pattern: str) -> re.Pattern[str]:
    """The compiled regular expression."""
    return re.compile(pattern)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something a hit may show, anywhere or in one of FIELDS only."""

    term: Term
    field: int | None = None

    @property
    def word(self) -> str:
        """What plain counting of it in headline and body counts; '' where that is not so simple."""
        if self.field is None and isinstance(self.term, Phrase) and self.term.is_literal:
            return self.term.tokens
        return ""

    def spans(self, texts: Sequence[str], field: int) -> Iterator[tuple[int, int]]:
        """Where it stands in that one of the folded texts (headline, body)."""
        if self.field in (None, field):
            for found in finder(self.term.pattern).finditer(texts[field]):
                if found.end() > found.start():
                    yield found.span()

    def count(self, texts: Sequence[str], field: int) -> int:
        """How often it stands there."""
        if self.field not in (None, field):
            return 0
        if isinstance(self.term, Phrase) and self.term.is_literal:
            return texts[field].count(self.term.tokens)
        return sum(1 for _ in self.spans(texts, field))


_REFUSED = (
    (r"\\[^dDsS\W]", "of the signs with \\ only \\d \\D \\s \\S mean something on both databases"),
    (r"\(\?[^:=!]", "of (? only (?: (?= (?! are understood on both databases"),
    (r"\[[:.=]", "[: is not understood on both databases"),
    (r"[*+?}]\+", "+ after another sign of repetition is not understood on both databases"),
)


def refusal(source: str) -> str:
    """Why a regular expression cannot be asked; '' where it can."""
    bare = source.replace("\\\\", "")
    for sign, why in _REFUSED:
        if re.search(sign, bare):
            return why
    try:
        nothing = re.compile(source, re.IGNORECASE | re.MULTILINE).search("") is not None
    except re.error as error:
        return str(error)
    return "it finds nothing at all, everywhere" if nothing else ""

"""What full text is made of: characters, and patterns that find a phrase in a folded text.

Search is by characters, from one up, wherever they stand (also within a Latin word or a number). Case and
full-width forms make no difference; every other mark counts, and no phrase runs over the end of a
paragraph. Where Latin letters or digits touch something else, a space makes no difference (AI技术, AI 技术).

On SQLite every character is a word of an FTS5 index and a query a phrase of them; triggers call
`characters`, so whatever writes an article writes its index. On PostgreSQL single characters and pairs are
numbers in a GIN index of the function `search_grams` (in SQL, storage/migrations): these answer one or two
characters, and of more they give candidates of which a pattern decides. docs/search.md has the measurements.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SPACES = "\t\x0b\x0c \xa0\u2000-\u200a\u202f\u205f\u3000"
"""White space within a paragraph, as in a character class."""
_LATIN = "0-9A-Za-zÀ-ÖØ-öø-ɏͰ-ԯḀ-ỿ"
"""Letters of Latin, Greek and Cyrillic script and digits, as in a character class."""
_GAP, _END = " ", "\n"
_SHIFT = 21
_ENOUGH = 30
"""Pairs of a long phrase the index is asked for: the text decides anyway."""
_CAPITALS = (
    (range(0x41, 0x5B), 32),
    (range(0xC0, 0xD7), 32),
    (range(0xD8, 0xDF), 32),
    (range(0x391, 0x3AA), 32),
    (range(0x410, 0x430), 32),
    (range(0x400, 0x410), 80),
    (range(0x1CD, 0x1DC, 2), 1),  # ǍǏǑǓǕǗǙǛ of pinyin
    (range(0x100, 0x130, 2), 1),
    (range(0x14A, 0x178, 2), 1),
)
"""Capitals and how far away their small letters stand."""


def _members(spans: str) -> Iterator[str]:
    for first, last in re.findall("(.)(?:-(.))?", spans, re.DOTALL):
        yield from map(chr, range(ord(first), ord(last or first) + 1))


def _plain() -> dict[int, str]:
    """Character → the one it counts as: half width, lower case, one sort of white space."""
    table = {code: chr(code + away) for codes, away in _CAPITALS for code in codes}
    table |= {ord(space): _GAP for space in _members(SPACES)}
    return table | {code: table.get(code - 0xFEE0, chr(code - 0xFEE0)) for code in range(0xFF01, 0xFF5F)}


PLAIN = _plain()
_WAYS: dict[str, str] = {}
for _code, _character in PLAIN.items():
    _WAYS[_character] = _WAYS.get(_character, _character) + chr(_code)

_TOUCH = re.compile(f"(?<=[{_LATIN}])(?=[^{_LATIN} \n])|(?<=[^{_LATIN} \n])(?=[{_LATIN}])")
_BORDERS = re.compile(f"(?<=[{_LATIN}]) (?=[^{_LATIN} ])|(?<=[^{_LATIN} ]) (?=[{_LATIN}])")
_GAPS = re.compile(" {2,}")
_IS_LATIN = re.compile(f"[{_LATIN}]")


def tokens(text: str) -> str:
    """The characters by which a folded text is found: as `PLAIN` has them, a gap where Latin begins or ends.

    White space within a paragraph is one gap.
    """
    return _GAPS.sub(_GAP, _TOUCH.sub(_GAP, text.translate(PLAIN)))


OTHER_WORDS = tuple(map(chr, [*range(0x10FF00, 0x10FF80), 0x10FFFF]))
"""Characters of private use and of none that the SQLite index needs itself: nobody can look for them."""


def _stand_in(character: str) -> str:
    """For FTS5's `ascii` tokenizer all characters but ASCII marks and space belong to a word."""
    is_mark = character.isascii() and not character.isalnum()
    return chr(0x10FF00 + ord(character)) if is_mark else character


@cache
def _tables() -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint8]]:
    """Code → the code in the index; code → 1 for Latin, 4 for white space, else 0."""
    import numpy as np  # whoever only reads a database does not wait for it

    codes = np.arange(sys.maxunicode + 1, dtype=np.uint32)
    kinds = np.zeros(len(codes), dtype=np.uint8)
    kinds[[ord(character) for character in _members(_LATIN)]] = 1
    kinds[[ord(_GAP), ord(_END)]] = 4
    for code, character in PLAIN.items():
        codes[code], kinds[code] = ord(character), kinds[ord(character)]
    codes[0x10FF00:0x10FF80] = 0x10FFFF
    stand_ins = np.array([ord(_stand_in(chr(code))) for code in range(0x80)], dtype=np.uint32)
    return np.where(codes < 0x80, stand_ins[np.minimum(codes, 0x7F)], codes), kinds


_GAP_CODE = ord(_stand_in(_GAP))


def characters(headline: str, body: str) -> str:
    """The words of the SQLite index: each of `tokens` of the folded texts, and the end of a paragraph."""
    import numpy as np

    code_of, kind_of = _tables()
    text = np.frombuffer(f"{headline}{_END}{body}".encode("utf-32-le"), dtype="<u4")
    codes, kinds = code_of.take(text), kind_of.take(text)
    is_gap = codes == _GAP_CODE
    again = is_gap[1:] & is_gap[:-1]
    if again.any():
        kept = np.append(True, ~again)
        codes, kinds = codes[kept], kinds[kept]
    written = np.empty((len(codes), 2), dtype="<u4")
    written[:, 0], written[:, 1] = codes, ord(" ")
    words = written.tobytes().decode("utf-32-le")
    touch = (2 * np.flatnonzero(kinds[:-1] + kinds[1:] == 1) + 2).tolist()
    if not touch:
        return words
    # Cut in pieces and joined: numpy takes twice the time to put something in between.
    edges = zip([0, *touch], [*touch, len(words)], strict=True)
    return f"{chr(_GAP_CODE)} ".join([words[start:end] for start, end in edges])


def prepare(connection: Any) -> None:
    """Give an SQLite connection the functions its triggers and the search call."""
    connection.create_function("search_characters", 2, characters, deterministic=True)
    connection.create_function("search_found", 2, _found, deterministic=True)


def _found(pattern: str, text: str) -> bool:
    return _finder(pattern).search(text) is not None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Characters that must stand one after the other."""

    tokens: str
    """As `tokens` gives them, without white space around."""
    whole: bool = False
    """Whether Latin words and numbers at its ends must be whole."""

    @property
    def is_bounded(self) -> bool:
        """Whether a Latin word at one of its ends must be whole, which no index tells."""
        return self.whole and any(map(_IS_LATIN.match, (self.tokens[0], self.tokens[-1])))

    @property
    def is_literal(self) -> bool:
        """Whether it is written in one way only, so that plain comparison finds it."""
        return self.pattern == self.tokens

    @property
    def pattern(self) -> str:
        """A regular expression (of Python and of PostgreSQL) that finds it in a folded text."""
        return _pattern(self.tokens, self.whole)

    @property
    def words(self) -> str:
        """The phrase in the words of the SQLite index."""
        return f'"{" ".join(map(_stand_in, self.tokens))}"'

    @property
    def codes(self) -> list[list[int]]:
        """Pairs, or single characters, of which each must stand in the index `search_grams` of PostgreSQL.

        Each in all the ways to write it, as numbers.
        """
        characters = _without_gaps(self.tokens)
        found = [_both(one, other) for one, other in pairwise(characters) if _GAP not in (one, other)]
        found = found[:_ENOUGH] or [[*map(ord, _ways(one))] for one in characters if one != _GAP]
        return list(map(list, dict.fromkeys(map(tuple, found))))

    @property
    def is_pair(self) -> bool:
        """Whether it is a single character or a pair, and thus `codes` tell all about it."""
        characters = _without_gaps(self.tokens)
        return len(characters) <= 2 and _GAP not in characters

    def finder(self) -> re.Pattern[str]:
        """Finds every place of the phrase in a folded text."""
        return _finder(self.pattern)


def _ways(character: str) -> str:
    """The ways to write a character."""
    return _WAYS.get(character, character)


def _both(one: str, other: str) -> list[int]:
    return [ord(first) << _SHIFT | ord(second) for first in _ways(one) for second in _ways(other)]


def _without_gaps(characters: str) -> str:
    """The same without the gaps where Latin begins or ends: there a space makes no difference."""
    return _BORDERS.sub("", characters)


@lru_cache(maxsize=1000)
def _finder(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=1000)
def _pattern(characters: str, whole: bool) -> str:
    parts = [_written(characters, place) for place in range(len(characters))]
    if whole and _IS_LATIN.match(characters[0]):
        parts.insert(0, f"(?<![{_LATIN}])")
    if whole and _IS_LATIN.match(characters[-1]):
        parts.append(f"(?![{_LATIN}])")
    return "".join(parts)


def _written(characters: str, place: int) -> str:
    """The ways to write the character at that place, as a regular expression."""
    this = characters[place]
    if this == _GAP:
        before, after = characters[place - 1], characters[place + 1]
        optional = bool(_IS_LATIN.match(before)) != bool(_IS_LATIN.match(after))
        return f"[{SPACES}]" + ("*" if optional else "+")
    ways = _ways(this)
    if len(ways) > 1:
        return "[" + "".join(f"\\{way}" if way in r"\]^-[" else way for way in ways) + "]"
    return f"\\{this}" if this in r".^$*+?{}[]\|()" else this

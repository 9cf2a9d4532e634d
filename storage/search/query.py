"""What a search asks for: phrases, AND, OR, NOT, brackets; read without a database.

    社工站                     every text with it
    慈善 公益                  both (the same as 慈善 AND 公益)
    (慈善 OR 公益) NOT 基金    either of the first two and not the third
    "social work"              a phrase with a space in it; quotes also make ( or AND ordinary text

The signs of the syntax are ASCII and its words upper case; everything else is text, 「」 “” （） among it.
NOT binds closest, then AND, then OR.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.text.fold import fold
from storage.characters import OTHER_WORDS, Phrase, tokens
from storage.errors import UsageError

LONGEST = 500
"""Characters of a phrase: nobody types more, and a page pasted by mistake is refused."""
MOST = 200
"""Phrases, words and brackets of a query."""


class QueryError(UsageError):
    """A query that cannot be understood; the text says why, and how to write it."""


@dataclass(frozen=True, slots=True)
class All:
    """Texts for which every part holds."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Texts for which at least one part holds."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class But:
    """Texts for which one part holds and the other does not."""

    wanted: Query
    unwanted: Query


Query = Phrase | All | Any | But

_WORDS = ("AND", "OR", "NOT")
_LEXEME = re.compile(r'\s*(?:(?P<sign>[()])|"(?P<quoted>[^"]*)(?P<end>"?)|(?P<word>[^\s()"]+))')


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str
    """A sign or word of the syntax, `text`, or `end`."""
    text: str = ""


def read_query(text: str, *, whole_words: bool = False) -> Query:
    """The query in `text`, every phrase folded. Raises QueryError.

    `whole_words`: Latin words and numbers at the ends of a phrase must be whole (AI not within SAID).
    """
    for character in text:
        if character == "\0" or "\ud800" <= character <= "\udfff" or character in OTHER_WORDS:
            raise QueryError(f"no text has the character U+{ord(character):04X}: leave it out of the query")
    lexemes = list(_lexemes(text))
    if len(lexemes) > MOST:
        raise QueryError(f"a query of {len(lexemes)} words and brackets: at most {MOST} can be understood")
    reader = _Reader(lexemes, whole_words)
    query = reader.any()
    if reader.next.kind == ")":
        raise QueryError(f"a closing bracket without an opening one: {text} (as text write it in quotes)")
    return query


def phrases(query: Query) -> list[Phrase]:
    """The phrases a hit may show: all that are wanted, each once, in their order."""
    match query:
        case Phrase():
            return [query]
        case But(wanted, _):
            return phrases(wanted)
        case All(parts) | Any(parts):
            return list(dict.fromkeys(phrase for part in parts for phrase in phrases(part)))


def holds(query: Query, texts: Sequence[str]) -> bool:
    """Whether these folded texts (headline and body) together are what the query asks for."""
    match query:
        case Phrase():
            return any(map(query.finder().search, texts))
        case But(wanted, unwanted):
            return holds(wanted, texts) and not holds(unwanted, texts)
        case All(parts):
            return all(holds(part, texts) for part in parts)
        case Any(parts):
            return any(holds(part, texts) for part in parts)


def _lexemes(text: str) -> Iterator[_Lexeme]:
    place = 0
    while place < len(text.rstrip()):
        found = _LEXEME.match(text, place)
        assert found is not None
        place = found.end()
        if found["sign"]:
            yield _Lexeme(found["sign"])
        elif found["word"]:
            word = found["word"]
            yield _Lexeme(word) if word in _WORDS else _Lexeme("text", word)
        elif not found["end"]:
            raise QueryError(f'a quotation mark without a second one: {text} (write "…" around a phrase)')
        else:
            yield _Lexeme("text", found["quoted"])
    yield _Lexeme("end")


class _Reader:
    """Recursive descent over the lexemes of one query."""

    def __init__(self, lexemes: list[_Lexeme], whole_words: bool) -> None:
        self.lexemes, self.whole_words = lexemes, whole_words
        self.place = 0

    @property
    def next(self) -> _Lexeme:
        return self.lexemes[self.place]

    def take(self, kind: str) -> bool:
        """Whether the next lexeme is of that kind, which is then passed."""
        if self.next.kind != kind:
            return False
        self.place += 1
        return True

    def any(self) -> Query:
        parts = [self.all()]
        while self.take("OR"):
            parts.append(self.all())
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def all(self) -> Query:
        parts = [self.but()]
        while self.take("AND") or self.next.kind in ("text", "(", "NOT"):
            if self.take("NOT"):
                parts[:] = [But(parts[0] if len(parts) == 1 else All(tuple(parts)), self.one())]
            else:
                parts.append(self.but())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def but(self) -> Query:
        query = self.one()
        while self.take("NOT"):
            query = But(query, self.one())
        return query

    def one(self) -> Query:
        lexeme = self.next
        self.place += 1
        match lexeme.kind:
            case "text":
                return self.phrase(lexeme.text)
            case "(":
                query = self.any()
                if not self.take(")"):
                    raise QueryError("an opening bracket without a closing one (as text write it in quotes)")
                return query
            case "NOT":
                raise QueryError("NOT says what to leave out of something: write 慈善 NOT 基金")
            case "end" if self.place == 1:
                raise QueryError("an empty query: write what to look for, for example 社工站")
            case "end":
                raise QueryError(f"nothing after {self.lexemes[self.place - 2].kind}")
            case kind:
                raise QueryError(
                    f"{kind} stands where something to look for should (as text write it in quotes)"
                )

    def phrase(self, text: str) -> Phrase:
        if "\n" in text.strip():
            raise QueryError("no phrase runs over the end of a paragraph: write its parts with AND between")
        found = tokens(fold(text.strip())).strip()
        if not found:
            raise QueryError('nothing between the quotation marks: write "…" around a phrase')
        if len(found) > LONGEST:
            raise QueryError(f"a phrase of {len(found)} characters: at most {LONGEST} can be looked for")
        return Phrase(found, self.whole_words)

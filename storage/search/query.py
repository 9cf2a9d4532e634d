"""What a search asks for: phrases, AND, OR, NOT, brackets; read without a database.

    社工站                     every text with it
    慈善 公益                  both (the same as 慈善 AND 公益)
    (慈善 OR 公益) NOT 基金    either of the first two and not the third
    "social work"              a phrase with a space in it; quotes also make ( or AND ordinary text
    社?工  社*工               any character between, any few characters of the sentence
    慈善 NEAR/5 基金           both with at most five characters between, in either order
    headline:慈善              in the headline only (body: the body)
    慈善 /捐.{0,3}款/          a regular expression, of what the other parts find

The signs of the syntax are ASCII and its words upper case; everything else is text, 「」 “” （） among it.
NEAR binds closest, then NOT, then AND, then OR.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.text.fold import fold
from storage.characters import OTHER_WORDS, Phrase, tokens
from storage.errors import UsageError
from storage.search.terms import FIELDS, Near, Pattern, Regex, Term, Wanted, finder, refusal

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


@dataclass(frozen=True, slots=True)
class In:
    """Texts of which one field alone is what is asked for."""

    field: str
    """One of FIELDS."""
    query: Query


Query = Term | All | Any | But | In

FURTHEST = 100
"""Characters that may lie between two things that are NEAR one another."""
_WORDS = ("AND", "OR", "NOT")
_LEXEME = re.compile(
    r'\s*(?:(?P<sign>[()])|"(?P<quoted>[^"]*)(?P<end>"?)'
    r"|/(?P<regex>[^/\n]+)/(?=[\s)]|$)"
    rf"|(?P<field>{'|'.join(FIELDS)}):(?=[^\s)])"
    r'|NEAR/(?P<near>[0-9]+)(?=[\s(]|$)|(?P<word>[^\s()"]+))'
)
_WILD = re.compile(r"(?<=.)[?*]+(?=[^?*])")


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
    if not is_indexed(query):
        raise QueryError("a regular expression is asked of what another part finds: write 慈善 /捐.{0,3}款/")
    if reader.next.kind == ")":
        raise QueryError(f"a closing bracket without an opening one: {text} (as text write it in quotes)")
    return query


def wanted(query: Query, field: int | None = None) -> list[Wanted]:
    """What a hit may show: all that is wanted, each once, in its order."""
    match query:
        case But(part, _):
            return wanted(part, field)
        case In(name, part):
            return wanted(part, FIELDS.index(name))
        case All(parts) | Any(parts):
            return list(dict.fromkeys(each for part in parts for each in wanted(part, field)))
        case _:
            return [Wanted(query, field)]


def is_indexed(query: Query) -> bool:
    """Whether an index tells which texts may be what is asked for; of a regular expression none does."""
    match query:
        case But(part, _) | In(_, part):
            return is_indexed(part)
        case All(parts):
            return any(map(is_indexed, parts))
        case Any(parts):
            return all(map(is_indexed, parts))
        case _:
            return not isinstance(query, Regex)


def holds(query: Query, texts: Sequence[str], field: int | None = None) -> bool:
    """Whether these folded texts (headline and body) together, or that one of them, are what is asked for."""
    match query:
        case But(part, unwanted):
            return holds(part, texts, field) and not holds(unwanted, texts, field)
        case In(name, part):
            return holds(part, texts, FIELDS.index(name))
        case All(parts):
            return all(holds(part, texts, field) for part in parts)
        case Any(parts):
            return any(holds(part, texts, field) for part in parts)
        case _:
            return any(map(finder(query.pattern).search, texts if field is None else [texts[field]]))


def _lexemes(text: str) -> Iterator[_Lexeme]:
    place = 0
    while place < len(text.rstrip()):
        found = _LEXEME.match(text, place)
        assert found is not None
        place = found.end()
        if found["sign"]:
            yield _Lexeme(found["sign"])
        elif found["regex"]:
            yield _Lexeme("regex", found["regex"])
        elif found["field"]:
            yield _Lexeme("field", found["field"])
        elif found["near"]:
            yield _Lexeme("near", found["near"])
        elif found["word"]:
            word = found["word"]
            if word.startswith("NEAR/"):
                raise QueryError(
                    f"{word} is no operator: write 慈善 NEAR/5 基金 (as text write it in quotes)"
                )
            yield _Lexeme(word) if word in _WORDS else _Lexeme("word", word)
        elif not found["end"]:
            raise QueryError(f'a quotation mark without a second one: {text} (write "…" around a phrase)')
        else:
            yield _Lexeme("text", found["quoted"])
    yield _Lexeme("end")


def _either(query: Query) -> tuple[Phrase | Pattern, ...]:
    """What stands on one side of NEAR."""
    match query:
        case Phrase() | Pattern():
            return (query,)
        case Any(parts):
            return tuple(each for part in parts for each in _either(part))
    raise QueryError("NEAR joins words: 慈善 NEAR/5 (基金 OR 捐款)")


_BEGINNINGS = ("text", "word", "field", "regex", "(", "NOT")


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
        while self.take("AND") or self.next.kind in _BEGINNINGS:
            if self.take("NOT"):
                parts[:] = [But(parts[0] if len(parts) == 1 else All(tuple(parts)), self.near())]
            else:
                parts.append(self.but())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def but(self) -> Query:
        query = self.near()
        while self.take("NOT"):
            query = But(query, self.near())
        return query

    def near(self) -> Query:
        query = self.one()
        if self.next.kind != "near":
            return query
        distance = int(self.next.text)
        if distance > FURTHEST:
            raise QueryError(f"NEAR/{distance}: at most {FURTHEST} characters may lie between")
        self.place += 1
        query = Near(_either(query), _either(self.one()), distance)
        if self.next.kind == "near":
            raise QueryError("NEAR joins two: write A NEAR/5 B AND B NEAR/5 C for three")
        return query

    def one(self) -> Query:
        lexeme = self.next
        self.place += 1
        match lexeme.kind:
            case "text":
                return self.phrase(lexeme.text)
            case "word":
                return self.pattern(lexeme.text)
            case "field":
                return In(lexeme.text, self.one())
            case "regex":
                if why := refusal(source := fold(lexeme.text)):
                    raise QueryError(f"/{lexeme.text}/ cannot be asked: {why} (as text write it in quotes)")
                return Regex(source)
            case "near":
                raise QueryError(f"NEAR/{lexeme.text} stands between two things: 慈善 NEAR/5 基金")
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
                before = self.lexemes[self.place - 2]
                raise QueryError(f"nothing after {'NEAR' if before.kind == 'near' else before.kind}")
            case kind:
                raise QueryError(
                    f"{kind} stands where something to look for should (as text write it in quotes)"
                )

    def pattern(self, text: str) -> Phrase | Pattern:
        """A word in which `?` and `*` between characters are wildcards; at its ends they are text."""
        gaps = tuple(_WILD.findall(text))
        if not gaps:
            return self.phrase(text)
        return Pattern(tuple(replace(self.phrase(part), whole=False) for part in _WILD.split(text)), gaps)

    def phrase(self, text: str) -> Phrase:
        if "\n" in text.strip():
            raise QueryError("no phrase runs over the end of a paragraph: write its parts with AND between")
        found = tokens(fold(text.strip())).strip()
        if not found:
            raise QueryError('nothing between the quotation marks: write "…" around a phrase')
        if len(found) > LONGEST:
            raise QueryError(f"a phrase of {len(found)} characters: at most {LONGEST} can be looked for")
        return Phrase(found, self.whole_words)

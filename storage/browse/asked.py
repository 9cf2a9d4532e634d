"""What an address asks for, read strictly: a misspelt value is an error, never another question."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from starlette.datastructures import QueryParams

from pipelines.text.fold import PrintScript
from storage.errors import UsageError
from storage.selection import Dedup, Selection

SCRIPTS: tuple[PrintScript, ...] = ("printed", "hans", "hant", "hant-hk")
DEDUPS: tuple[Dedup, ...] = get_args(Dedup)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"\d{1,9}")


class Unreadable(UsageError):
    """An address asks for something that cannot be; the text says what."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of one address."""

    given: QueryParams

    def text(self, name: str, default: str = "") -> str:
        """The text given; what is given twice is refused."""
        found = [value for value in self.given.getlist(name) if value]
        if len(found) > 1:
            raise Unreadable(f"{name} is given {len(found)} times")
        return _clean(name, found[0]) if found else default

    def texts(self, name: str) -> tuple[str, ...]:
        """All texts given, each once."""
        return tuple(dict.fromkeys(_clean(name, value) for value in self.given.getlist(name) if value))

    def day(self, name: str) -> dt.date | None:
        """A date as 2023-10-17, None where none is given."""
        text = self.text(name)
        return read_day(text) if text else None

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A number between two bounds."""
        text = self.text(name)
        if not text:
            return default
        if not (text.isascii() and _NUMBER.fullmatch(text)) or not least <= int(text) <= most:
            raise Unreadable(f"{name}: {text!r} is no number from {least} to {most}")
        return int(text)

    def one_of(self, name: str, allowed: Sequence[str]) -> Any:
        """One of these words; the first where none is given."""
        text = self.text(name, allowed[0])
        if text not in allowed:
            raise Unreadable(f"{name}: {text!r} is not one of {', '.join(allowed)}")
        return text

    def selection(self) -> Selection:
        """The papers, dates, pages, authors and sources asked for."""
        return Selection(
            papers=self.texts("paper"),
            since=self.day("since"),
            until=self.day("until"),
            page_names=self.texts("page_name"),
            authors=self.texts("author"),
            sources=self.texts("source"),
        )

    def texts_wanted(self) -> Selection:
        """The same with what is asked of the texts: query, script, duplicates."""
        return replace(
            self.selection(),
            match=self.text("match"),
            script=self.one_of("script", SCRIPTS),
            dedup=self.one_of("dedup", DEDUPS),
        )


def read_day(text: str) -> dt.date:
    """A date as 2023-10-17. Raises Unreadable."""
    try:
        if text.isascii() and _DAY.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise Unreadable(f"{text!r} is no date: write 2023-10-17")


def as_asked(selection: Selection) -> Mapping[str, Any]:
    """A selection as the questions of an address."""
    return {
        "paper": selection.papers,
        "since": selection.since,
        "until": selection.until,
        "page_name": selection.page_names,
        "author": selection.authors,
        "source": selection.sources,
    }


def is_text(value: str) -> bool:
    """Whether a database can be asked for it: there is neither NUL nor half a character in it."""
    return "\0" not in value and not any("\ud800" <= character <= "\udfff" for character in value)


def _clean(name: str, value: str) -> str:
    if not is_text(value):
        raise Unreadable(f"{name}: no text has such characters")
    return value

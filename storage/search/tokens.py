"""What corpus linguists count: the characters or the words of a folded text.

By characters every Chinese character is an item and so is every Latin word and number; marks and white space
are none. By words jieba says what an item is (extra `words`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

from storage.characters import PLAIN
from storage.extras import MissingExtra, how_to_install

Unit = Literal["character", "word"]

_LATIN = "0-9a-zß-öø-ɏͰ-ԯḀ-ỿ"
_RUN = re.compile(r"[^\W_]+(?: [^\W_]+)*")
_HAS_LATIN = re.compile(f"[{_LATIN} ]")
_ITEM = re.compile(f"[{_LATIN}]+|[^\\W_]")
_LATIN_WORD = re.compile(f"[{_LATIN}A-ZÀ-ÖØ-Þ０-９Ａ-Ｚａ-ｚ]+")
_BATCH = 200
"""Texts that are counted at a time."""
_ENDS, _BEGINS = re.compile(f"[{_LATIN}]$"), re.compile(f"^[{_LATIN}]")


class Token(NamedTuple):
    """An item and where it stands."""

    item: str
    start: int
    end: int


def plain(text: str) -> str:
    """The text in lower case and half width, character for character."""
    return text.translate(PLAIN)


def runs(text: str, unit: Unit) -> Iterator[Sequence[str]]:
    """The items of a folded text, those in one run that no mark parts. Raises MissingExtra without jieba."""
    items = _splitter(unit)
    return (items(run) for run in _RUN.findall(plain(text)))


class ItemCounts:
    """Counts the items of many texts, as `runs` has them; characters of many texts at a time."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self._signs: Counter[str] = Counter()
        self._words: Counter[str] = Counter()
        self._waiting: list[str] = []

    def add(self, text: str) -> None:
        """Counts the items of a folded text, now or a little later."""
        self._waiting.append(text)
        if len(self._waiting) >= _BATCH:
            self._count()

    def total(self) -> Counter[str]:
        """Item → how often it stands in all texts."""
        self._count()
        found = Counter(self._words)
        for sign, count in self._signs.items():
            item = plain(sign)
            if _RUN.match(item) and not _HAS_LATIN.match(item):
                found[item] += count
        return found

    def _count(self) -> None:
        text = "\n".join(self._waiting)
        self._waiting.clear()
        if self.unit == "word":
            for run in runs(text, "word"):
                self._words.update(run)
        else:
            self._signs.update(text)
            self._words.update(map(plain, _LATIN_WORD.findall(text)))


def tokens(text: str, unit: Unit) -> Iterator[Token]:
    """The same items with their places. Raises MissingExtra for words without jieba."""
    text = plain(text)
    if unit == "character":
        return (Token(found.group(), *found.span()) for found in _ITEM.finditer(text))
    return _placed(text, _splitter(unit))


def _placed(text: str, items: Callable[[str], Sequence[str]]) -> Iterator[Token]:
    for run in _RUN.finditer(text):
        place = run.start()
        for item in items(run.group()):
            place = text.index(item, place)
            yield Token(item, place, place + len(item))
            place += len(item)


def tokenizer_name(unit: Unit) -> str:
    """What splits the texts, with its version, for the notes of a study. Raises MissingExtra."""
    return "characters" if unit == "character" else f"jieba {_jieba().__version__}"


def joined(items: Iterable[str]) -> str:
    """The items as a text: a space between two Latin words."""
    text = ""
    for item in items:
        text += f" {item}" if _ENDS.search(text) and _BEGINS.search(item) else item
    return text


def _splitter(unit: Unit) -> Callable[[str], Sequence[str]]:
    if unit == "character":
        return lambda run: _ITEM.findall(run) if _HAS_LATIN.search(run) else run
    cut = _jieba().lcut
    return lambda run: [word for word in cut(run) if word != " "]


def _jieba() -> Any:
    try:
        import jieba  # type: ignore[import-untyped]
    except ImportError as error:
        raise MissingExtra(f"words need jieba: {how_to_install('jieba', 'words')}") from error
    jieba.setLogLevel("WARNING")
    return jieba

"""The lines of a concordance: what stands left of, at and right of a match, as printed; and their order."""

from __future__ import annotations

import datetime as dt
import difflib
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, func, select

from pipelines.text.fold import fold
from storage.database import parts
from storage.errors import UsageError
from storage.models import table
from storage.order import first_page
from storage.search.terms import Wanted

KWIC = 20
FURTHEST = 50
"""So far from the match a place may be that lines are sorted by."""

_ISSUES, _PAGES, _ARTICLES = map(table, ("issues", "pages", "articles"))
_PLACE = re.compile(r"(?P<side>[LR])(?P<distance>[1-9][0-9]?)|N", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of a concordance, as printed."""

    cite_id: str
    """The article."""
    paper: str
    """Slug of the paper."""
    date: dt.date
    """Date of the issue."""
    page_number: str
    """Number of the page (版次) it is first printed on; '' when it was not read."""
    headline: str
    """主题."""
    left: str
    """The characters before the match, in the body or the headline."""
    match: str
    """What was found."""
    right: str
    """The characters after it."""

    def __str__(self) -> str:
        """The line, a space for each line break, and the cite_id."""
        left, match, right = (text.replace("\n", " ") for text in (self.left, self.match, self.right))
        return f"{left} [{match}] {right}  {self.cite_id}"


def lines(
    connection: Connection, ids: Sequence[int], wanted: Sequence[Wanted], kwic: int, every: bool
) -> Iterator[Hit]:
    """The lines of these articles, in their order: one each, or one for every occurrence."""
    for part in parts(ids):
        rows: dict[int, Any] = {row.id: row for row in connection.execute(_SHOWN, {"ids": part})}
        for article in part:
            row = rows[article]
            found = _contexts(row, wanted, kwic)
            for context in found if every else [next(found, ("", "", ""))]:
                yield Hit(row.cite_id, row.paper, row.date, row.page_number, row.headline, *context)


_SHOWN: sa.Select[Any] = (
    select(
        *(_ARTICLES.c[name] for name in ("id", "cite_id", "headline", "body", "headline_hans", "body_hans")),
        _ISSUES.c.paper,
        _ISSUES.c.date,
        func.coalesce(first_page(_PAGES.c.number), "").label("page_number"),
    )
    .join(_ISSUES, _ISSUES.c.id == _ARTICLES.c.issue_id)
    .where(_ARTICLES.c.id.in_(bindparam("ids", expanding=True)))
)


def _contexts(row: Any, wanted: Sequence[Wanted], kwic: int) -> Iterator[tuple[str, str, str]]:
    """What stands left of, at and right of every match, in the body and then in the headline."""
    texts = (row.headline_hans, row.body_hans)
    for printed, field in ((row.body, 1), (row.headline, 0)):
        places = sorted({span for each in wanted for span in each.spans(texts, field)})
        for start, end in in_print(printed, texts[field], places):
            yield printed[max(start - kwic, 0) : start], printed[start:end], printed[end : end + kwic]


def in_print(printed: str, folded: str, places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Places (start, end) of a folded text in the text as printed.

    Folding exchanges characters one for one but for a few phrases; where the lengths differ, the two are
    compared.
    """
    if len(printed) == len(folded):
        yield from places
        return
    blocks = difflib.SequenceMatcher(None, folded, printed, autojunk=False).get_opcodes() if places else []
    for start, end in places:
        yield _moved(blocks, start, last=False), _moved(blocks, end - 1, last=True)


def _moved(blocks: Sequence[tuple[str, int, int, int, int]], place: int, *, last: bool) -> int:
    for _, start, end, there, there_end in blocks:
        if start <= place < end:
            if end - start == there_end - there:
                return there + place - start + last
            return there_end if last else there
    raise AssertionError("every place of the folded text is in a block")


# --- their order -----------------------------------------------------------------------------------------


def read_places(text: str) -> tuple[int, ...]:
    """`L1,R2,N` as places: -1 the first character left of the match, 2 the second right of it, 0 the match.

    Raises UsageError.
    """
    places = []
    for word in filter(None, re.split(r"[\s,]+", text)):
        found = _PLACE.fullmatch(word)
        distance = int(found["distance"] or 0) if found else FURTHEST + 1
        if found is None or distance > FURTHEST:
            raise UsageError(
                f"{word} is no place to sort by: write L1 for the first character on the left, R2 for the "
                f"second on the right (up to {FURTHEST}), N for the match, for example L1,R1"
                + (" (by date or rank: --order)" if word in ("date", "rank") else "")
            )
        places.append(-distance if (found["side"] or "").upper() == "L" else distance)
    return tuple(places)


def sorted_lines(found: Sequence[Hit], places: Sequence[int]) -> list[Hit]:
    """The lines by the characters at these places (`read_places`), one place after the other.

    Both scripts count as one. The order is that of GB 18030, in which frequent characters stand by their
    pinyin; a line that ends before a place comes first.
    """
    left = max([0, *(-place for place in places)])
    right = max([0, *places])

    def key(line: Hit) -> list[bytes]:
        before, after = fold(line.left[-left:] if left else "")[::-1], fold(line.right[:right])
        signs = []
        for place in places:
            sign = (
                fold(line.match)
                if not place
                else (before[-place - 1 :] if place < 0 else after[place - 1 :])[:1]
            )
            signs.append(sign.encode("gb18030", "replace"))
        return signs

    return sorted(found, key=key)


def sampled(found: Sequence[Hit], size: int, seed: int) -> list[Hit]:
    """So many of the lines, by chance but with the same seed always the same, in their order."""
    if size >= len(found):
        return list(found)
    chosen = random.Random(seed).sample(range(len(found)), size)
    return [found[place] for place in sorted(chosen)]


def trimmed(line: Hit, kwic: int) -> Hit:
    """The line with so many characters on either side."""
    return replace(line, left=line.left[-kwic:] if kwic else "", right=line.right[:kwic])

"""A concordance on a terminal: the matches below one another and whole, whatever the width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, get_character_cell_size
from rich.text import Text

from crawler.commands.output import printable
from storage.search import Hit

LEAST = 8
"""Columns of context on a side that are worth a line; with fewer, the cite_id stands on a line of its own."""
_GAP = 2


def concordance(hits: Sequence[Hit], width: int) -> Iterator[Text]:
    """The lines, each at most `width` columns (of which a Chinese character takes two).

    The match and the cite_id are always whole; of the contexts what is farthest from the match is cut.
    """
    matches = [_shown(hit.match) for hit in hits]
    names = [f"{hit.cite_id} {hit.page_number}版" if hit.page_number else hit.cite_id for hit in hits]
    node = max(map(cell_len, matches), default=0)
    name = max(map(cell_len, names), default=0)
    side = (width - node - name - 2 * _GAP - 2) // 2
    if side < LEAST:  # no room for the number of the page
        names = [hit.cite_id for hit in hits]
        name = max(map(cell_len, names), default=0)
        side = (width - node - name - 2 * _GAP - 2) // 2
    below = side < LEAST
    if below:
        side = max((width - node - 2) // 2, 0)
    lefts = [_end(_shown(hit.left), side) for hit in hits]
    rights = [_begin(_shown(hit.right), side) for hit in hits]
    before, after = (max(map(cell_len, texts), default=0) for texts in (lefts, rights))
    for left, match, right, of in zip(lefts, matches, rights, names, strict=True):
        line = Text(" " * (before - cell_len(left)) + left + " ")
        line.append(match, "bold red")
        line.append(" " * (node - cell_len(match) + 1) + right)
        of_line = Text(f"    {of}" if below else of, "dim")
        if below:
            yield line
            yield of_line
        else:
            yield line.append(" " * (after - cell_len(right) + _GAP)).append_text(of_line)


def _shown(text: str) -> str:
    return printable(text.replace("\n", "¶").replace("\t", " "))


def _begin(text: str, columns: int) -> str:
    """What of the text fits into so many columns, from its beginning."""
    taken = 0
    for place, character in enumerate(text):
        taken += get_character_cell_size(character)
        if taken > columns:
            return text[:place]
    return text


def _end(text: str, columns: int) -> str:
    """The same from its end."""
    return _begin(text[::-1], columns)[::-1]

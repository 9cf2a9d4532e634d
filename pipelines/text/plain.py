"""Values as they leave the program: as JSON, as a table in Markdown, as a hint at what was perhaps meant."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from html import escape
from typing import Any

PLAIN = frozenset((str, int, float, bool, type(None)))
"""Types of which values are plain already."""


def plain(value: Any, left_out: Collection[str] = ()) -> Any:
    """The value as JSON has it: dataclasses and mappings as objects, tuples as lists, dates in ISO 8601.

    `left_out` names fields of dataclasses that are not shown. What JSON has no form for stays as it is.
    """
    if type(value) in PLAIN or isinstance(value, str | int | float):
        return value
    if isinstance(value, list | tuple):
        return [plain(member, left_out) for member in value]
    if isinstance(value, Mapping):
        return {str(key): plain(member, left_out) for key, member in value.items()}
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if is_dataclass(value):
        shown = (field.name for field in fields(value) if field.name not in left_out)
        return {name: plain(getattr(value, name), left_out) for name in shown}
    return value


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The rows under their heads as a table in Markdown, without a line break at the end; None is empty.

    Raises ValueError where a row has more or fewer cells than there are heads.
    """
    lines = [head, ["---"] * len(head), *rows]
    cells = [[_cell(cell) for _, cell in zip(head, line, strict=True)] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def _cell(value: object) -> str:
    return "" if value is None else str(value).replace("|", "\\|").replace("\n", " ")


def html_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The same in HTML."""
    heads = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    lines = "".join(f"<tr>{''.join(f'<td>{escape(_cell(cell))}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"


def near_names(word: str, known: Iterable[str]) -> list[str]:
    """Up to three of the known names that a misspelt word was perhaps meant to be, the nearest first."""
    return difflib.get_close_matches(word, list(known), n=3, cutoff=0.5)


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """`did you mean …?` with the names near to a word; `otherwise` where none is."""
    near = near_names(word, known)
    return f"did you mean {', '.join(near)}?" if near else otherwise

"""Collocates as an address asks for them; bounded, because all texts of a selection are read for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_args

from sqlalchemy import Engine

from storage.browse.asked import DEDUPS, Asked, Unreadable
from storage.search import WINDOW, Collocates, Measure, Unit, Window, collocates, matching
from storage.selection import Selection, snapshot

MEASURES: tuple[Measure, ...] = get_args(Measure)
UNITS: tuple[Unit, ...] = get_args(Unit)
WINDOWS = (str(WINDOW), "1", "2", "3", "4", "10", "sentence")
"""Items on a side; the usual one first."""
LEAST = 1_000
"""So many occurrences near the word may be asked of a row."""
ROWS = 100
"""Collocates of an answer."""
READ = {"character": 40_000, "word": 2_000}
"""So many articles are read for one answer, some ten seconds of work; more are the command's."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is asked of the neighbourhood of a word."""

    query: str
    selection: Selection
    window: Window
    unit: Unit
    by: Measure
    least: int
    """Occurrences near the word that a row needs."""


def read_around(asked: Asked) -> Around:
    """Reads the questions of an address. Raises Unreadable."""
    window = asked.one_of("window", WINDOWS)
    dedup = asked.one_of("dedup", DEDUPS)
    return Around(
        query=asked.text("q"),
        selection=replace(asked.selection(), dedup=dedup),
        window="sentence" if window == "sentence" else int(window),
        unit=asked.one_of("unit", UNITS),
        by=asked.one_of("by", MEASURES),
        least=asked.number("least", 2, 1, LEAST),
    )


def around(engine: Engine, asks: Around) -> Collocates:
    """The collocates. Raises Unreadable for too large a selection, else what `collocates` raises."""
    with snapshot(engine) as connection:
        size = connection.execute(matching(connection, None, asks.selection).counted()).scalar_one()
    if size > READ[asks.unit]:
        raise Unreadable(
            f"{size:,} articles would have to be read, at most {READ[asks.unit]:,} are: choose a newspaper "
            "or dates (or use the command banmian collocates, which reads all)"
        )
    return collocates(
        engine,
        asks.query,
        asks.selection,
        unit=asks.unit,
        window=asks.window,
        by=asks.by,
        least=asks.least,
        limit=ROWS,
    )

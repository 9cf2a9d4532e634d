"""What the rows of a corpus say that is computed when they are read: place, genre, section …"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache
from importlib import metadata
from typing import Any, NamedTuple

import sqlalchemy as sa

from pipelines.text.credits import agency_of, read_place_and_day
from pipelines.text.kinds import Printed, genre_of, kind_of, level_of, page_section


class Place(NamedTuple):
    """Where an article is printed."""

    sequence: int
    position: int
    number: str
    name: str
    share: float | None


def derived(
    paper: Any,
    issue: dt.date,
    version: sa.Row[Any],
    places: Sequence[Place],
    char_count: int,
    pictures: int,
    line: Callable[[str], str],
) -> dict[str, Any]:
    """The derived fields of an `Article`, by name.

    `paper` is its row of `papers`, `version` the row with its texts, `places` where it is printed, in order,
    `char_count` that of its body, `line` puts a line into the script that is wanted.
    """
    first = places[0] if places else None
    place, day = read_place_and_day(version.dateline, issue)
    agency = agency_of(version.source)
    printed = Printed(
        version.kicker,
        version.headline,
        version.subhead,
        version.byline,
        version.column_name,
        first.name if first else "",
        version.dateline,
        version.body,
        char_count,
        pictures,
    )
    return {
        "dateline_place": line(place),
        "dateline_date": day,
        "agency": agency,
        "is_wire": bool(agency),
        "front_page": any(at.sequence == 1 for at in places) if places else None,
        "share_of_page": first.share if first else None,
        "image_count": pictures,
        "genre": genre_of(printed),
        "page_section": page_section(first.name) if first else "",
        "province": paper.province,
        "paper_level": level_of(paper.name, paper.province),
        "paper_kind": kind_of(paper.name),
    }


@cache
def program() -> str:
    """What makes rows of articles: banmian and its version."""
    return f"banmian {metadata.version('banmian')}"

"""The history of runs, and how each paper's last one ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, func, select

from storage.database import reading
from storage.models import table

_ARTICLES, _RUNS = table("articles"), table("runs")


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run of a command that writes."""

    id: int
    """Number of the run."""
    started: dt.datetime
    """When it began, UTC."""
    finished: dt.datetime | None
    """When it ended; of a killed run, when the next one noticed; None while it runs."""
    exit_code: int | None
    """The exit code; None while it runs, and of a killed run."""
    command: str
    """The command line."""
    host: str | None
    """The machine."""
    pid: int | None
    """The process there."""
    version: str | None
    """Of the program."""
    counts: dict[str, Any]
    """What was stored."""
    papers: list[dict[str, Any]]
    """An entry a paper: paper, exit_code, requests, new, reason."""


_COLUMNS = [_RUNS.c[name] for name in RunRecord.__dataclass_fields__]


def runs(source: Engine, last: int | None = None) -> list[RunRecord]:
    """The runs, the newest first; `last`: only so many."""
    with reading(source) as connection:
        rows = connection.execute(select(*_COLUMNS).order_by(_RUNS.c.id.desc()).limit(last))
        return [RunRecord(**{**row, "papers": row["papers"] or []}) for row in rows.mappings()]


def last_entries(source: Engine, papers: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Slug → the paper's entry in its last crawl that ended, with `finished`, when that was."""
    wanted, found = set(papers), dict[str, dict[str, Any]]()
    statement = (
        select(_RUNS.c.finished, _RUNS.c.papers)
        .where(_RUNS.c.exit_code.is_not(None), _RUNS.c.command.contains(" crawl "))
        .order_by(_RUNS.c.id.desc())
        .execution_options(yield_per=50)
    )
    with reading(source) as connection:
        for row in connection.execute(statement):
            for entry in row.papers or ():
                if entry["paper"] in wanted:
                    wanted.discard(entry["paper"])
                    found[entry["paper"]] = {**entry, "finished": row.finished}
            if not wanted:
                break
    return found


def articles_of(source: Engine, papers: Sequence[str]) -> dict[str, int]:
    """Slug → how many articles are stored; without papers of which there is none."""
    with reading(source) as connection:
        rows = connection.execute(
            select(_ARTICLES.c.paper, func.count())
            .where(_ARTICLES.c.paper.in_(papers))
            .group_by(_ARTICLES.c.paper)
        )
        return {row[0]: row[1] for row in rows}


def articles_since(source: Engine, paper: str, instant: dt.datetime) -> int:
    """How many articles of a paper were first seen since an instant."""
    with reading(source) as connection:
        statement = (
            select(func.count())
            .select_from(_ARTICLES)
            .where(_ARTICLES.c.paper == paper, _ARTICLES.c.first_seen >= instant)
        )
        return connection.execute(statement).scalar_one()

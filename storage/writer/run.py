"""The history of runs: who began what and where, how it ended, and which runs died without a word."""

from __future__ import annotations

import datetime as dt
import logging
import os
import shlex
import socket
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from sqlalchemy import Connection, Row, select

from storage.lock import is_alive
from storage.models import table
from storage.writer.rows import insert, update

_RUNS = table("runs")
_OPEN = select(_RUNS).where(_RUNS.c.finished.is_(None), _RUNS.c.exit_code.is_(None))

logger = logging.getLogger("banmian")


def start(connection: Connection, command: Sequence[str], papers: Sequence[str]) -> int:
    """Note the beginning of a run; its number."""
    for before in connection.execute(_OPEN.order_by(_RUNS.c.id)).all():
        if _is_dead(before, papers):
            _close(connection, before)
    return insert(
        connection,
        _RUNS,
        {
            "started": dt.datetime.now(dt.UTC),
            "command": shlex.join(command),
            "counts": {},
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "version": version("banmian"),
            "papers": [{"paper": paper} for paper in papers],
        },
    )


def finish(
    connection: Connection,
    number: int,
    counts: Mapping[str, object],
    exit_code: int,
    papers: Sequence[Mapping[str, object]],
) -> None:
    """Note the end of a run."""
    values: dict[str, Any] = {
        "finished": dt.datetime.now(dt.UTC),
        "counts": dict(counts),
        "exit_code": exit_code,
    }
    if papers:
        values["papers"] = [dict(paper) for paper in papers]
    update(connection, _RUNS, number, values)


def _is_dead(before: Row[Any], papers: Sequence[str]) -> bool:
    """Whether an unfinished run does not run any more: its papers' locks are ours, or its process is gone."""
    if before.pid is None or {entry["paper"] for entry in before.papers or ()} & set(papers):
        return True
    return before.host == socket.gethostname() and not is_alive(before.pid)


def _close(connection: Connection, before: Row[Any]) -> None:
    where = f"process {before.pid} on {before.host}" if before.pid else "a process that is not known"
    logger.warning(
        "run %d (%s, begun %s UTC) ended without a word: closed",
        before.id,
        where,
        before.started.strftime("%Y-%m-%d %H:%M"),
    )
    papers = [{**entry, "reason": "killed"} for entry in before.papers or ()]
    update(connection, _RUNS, before.id, {"finished": dt.datetime.now(dt.UTC), "papers": papers})

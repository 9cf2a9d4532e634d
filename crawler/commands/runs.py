"""`banmian runs`: what was run, where, and how it ended for each paper."""

from __future__ import annotations

import socket
from dataclasses import asdict
from typing import Annotated

import typer

from crawler.commands.options import Json
from crawler.commands.output import print_json, print_rows
from crawler.commands.places import opened
from storage import ledger
from storage.ledger import RunRecord
from storage.lock import is_alive


def runs(
    last: Annotated[int, typer.Option(min=1, metavar="N", help="Only the last N runs.")] = 20,
    json: Json = False,
) -> None:
    """List the runs, the newest first: where, when, exit code, and how it ended for each paper.

    A run that was killed says nothing more: the next run of one of its papers closes it.
    """
    with opened() as engine:
        found = ledger.runs(engine, last)
    if json:
        print_json([{**asdict(run), "state": state_of(run)} for run in found])
        return
    columns = ["run", "started", "finished", "host", "pid", "version", "state", "exit", "papers", "command"]
    print_rows(columns, map(_cells, found))


def state_of(run: RunRecord) -> str:
    """finished, killed or running; a process of another machine counts as alive until a run closes it."""
    if run.exit_code is not None:
        return "finished"
    here = run.host == socket.gethostname()
    return "killed" if run.finished or run.pid is None or (here and not is_alive(run.pid)) else "running"


def _cells(run: RunRecord) -> list[object]:
    papers = [f"{one['paper']} {one['exit_code']}" for one in run.papers if one.get("exit_code") is not None]
    return [
        run.id,
        f"{run.started:%Y-%m-%d %H:%M}",
        run.finished and f"{run.finished:%Y-%m-%d %H:%M}",
        run.host,
        run.pid,
        run.version,
        state_of(run),
        run.exit_code,
        ", ".join(papers),
        run.command,
    ]

"""`banmian worker`: crawls what is in the queue, until it is stopped."""

from __future__ import annotations

from typing import Annotated

import typer

from crawler.commands.logs import log_to
from crawler.commands.places import database_url
from crawler.work import engine_of


def worker(
    jobs: Annotated[int, typer.Option("--jobs", min=1, metavar="N", help="Crawls at a time.")] = 4,
    interval: Annotated[
        float, typer.Option(min=1, metavar="SECONDS", help="Between two looks at what is unfinished.")
    ] = 600.0,
) -> None:
    """Take slices out of the queue and crawl them, each by a `banmian crawl` of its own.

    Any number of workers on any number of machines share a PostgreSQL (--db); each machine has an archive of
    its own. Ctrl-C or SIGTERM ends the crawls in order and gives their slices back.
    """
    engine = engine_of(database_url(), create=True)
    from crawler.work.worker import Orders, work  # needs the extra, of which `engine_of` speaks

    log_to(None)
    try:
        work(engine, Orders(jobs, interval))
    finally:
        engine.dispose()

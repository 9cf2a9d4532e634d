"""`banmian repair`: what `verify` finds lost is fetched again, as far as the newspaper still has it."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from typing import Annotated, ClassVar

import typer
from scrapy import Request

from crawler.commands.choosing import Choice, choosing
from crawler.commands.exits import Exit
from crawler.commands.loading import keep_loaded
from crawler.commands.logs import log_to
from crawler.commands.options import Json, Slugs, Whole
from crawler.commands.output import print_json, print_rows
from crawler.commands.places import archive_of_captures, existing_database, lock_papers
from crawler.commands.progress import progress
from crawler.run import run_spiders
from crawler.spider import EpaperSpider
from storage.captures import findings_of, issues_of_losses, losses, overwrite
from storage.writer import Recovered, Writer


class AgainSpider(EpaperSpider):
    """Walks named issues of a paper again; `of_days` makes the class."""

    days: ClassVar[Mapping[str, Sequence[date]]] = {}

    @classmethod
    def of_days(cls, days: Mapping[str, Sequence[date]]) -> type[AgainSpider]:
        """The spider class for these issues: slug → dates."""
        return type("AgainSpider", (cls,), {"days": days})

    async def start(self) -> AsyncIterator[Request]:
        """All of every issue, one after another."""
        now = datetime.now(UTC)
        days = sorted(self.days.get(self.paper.slug, ()))
        self.asked |= set(days)
        for day in days:
            for request in self.requests_for(day, self.look_up(day, now)):
                yield request
            await self.turns.caught_up(self.crawler.engine)


@choosing(Slugs)
def repair(
    papers: Choice,
    give_up: Annotated[
        bool,
        typer.Option("--give-up", help="What cannot come back: texts stay, their rows point to no bytes."),
    ] = False,
    whole: Whole = False,
    json: Json = False,
) -> None:
    """Fetch again what `banmian verify` finds lost, and say what cannot come back.

    The issues concerned are fetched again whole. Bytes that come back as they were take the place of the
    lost ones; where the site has other bytes now, the text read from the lost ones stays and is listed.
    """
    slugs = papers.slugs()
    with Writer(existing_database()) as writer, ExitStack() as locks:
        directory = archive_of_captures(writer.engine)
        found = losses(writer.engine, findings_of(writer.engine, directory, slugs, whole=whole))
        days = issues_of_losses(found)
        usable, faults = papers.loaded(sorted({loss.paper for loss in found}))
        bars = progress("issues", hidden=json)
        log_to(bars)
        free, held, _ = lock_papers(locks, usable, writer)
        mine = [loss for loss in found if loss.paper in held]
        run = writer.start_run(["banmian", "repair", *held], list(held))
        outcomes = []
        if wanted := [paper for paper in free if paper.slug in days]:
            with bars:
                keep_loaded()
                outcomes = run_spiders(
                    wanted,
                    existing_database(),
                    directory,
                    {},
                    bars,
                    locks={paper.slug: held[paper.slug] for paper in wanted},
                    spider=AgainSpider.of_days(days),
                )
        recovered = writer.recover([loss.capture_id for loss in mine], give_up)
        left = set() if give_up else set(recovered.gone)
        for loss in mine:
            if loss.damaged and loss.capture_id not in left:
                overwrite(directory, loss.paper, loss.date or date.min, loss.place, damaged=True)
        complete = not left and len(mine) == len(found) and not faults
        failed = any(outcome.reason in ("", "storage_failed") for outcome in outcomes)
        code = Exit.STORAGE_FAILED if failed else Exit.COMPLETE if complete else Exit.UNFINISHED
        requests = sum(outcome.counts["requests"] for outcome in outcomes)
        counts = {"requests": requests, **{name: len(ids) for name, ids in counted(recovered).items()}}
        writer.finish_run(run, counts, code)
    gone = [loss for loss in mine if loss.capture_id in recovered.gone]
    if json:
        listed = [{"paper": loss.paper, "date": loss.date, "url": loss.url} for loss in gone]
        print_json({"exit_code": code, **counts, "gone": listed})
    else:
        if gone:
            print_rows(["paper", "date", "url"], [[loss.paper, loss.date, loss.url] for loss in gone])
            print("These bytes cannot come back: the site has others, or none. Their texts stay.")
        print(
            f"{len(found)} lost: {counts['back']} came back, {counts['needless']} were needed for nothing, "
            f"{counts['gone']} are gone; {requests} requests"
        )
        for fault in faults:
            print(f"{fault.slug}: {fault.error}")
    sys.exit(code)


def counted(recovered: Recovered) -> dict[str, tuple[int, ...]]:
    """What became of the lost captures, by name."""
    return {"back": recovered.back, "needless": recovered.needless, "gone": recovered.gone}

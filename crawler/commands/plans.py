"""`banmian crawl --dry-run`: what would be fetched, and how long it would take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import Engine

from crawler.commands.output import print_json, print_rows
from crawler.commands.places import database_url
from crawler.days.alarms import duration, sentence_of_plan
from crawler.paper import Paper, today
from crawler.plan import CAUGHT_UP, newest_candidates, nothing_because, plan, uncrawled, wanted_dates
from storage import ledger
from storage.writer import Writer


@dataclass(frozen=True, slots=True)
class Span:
    """Which issues are asked for."""

    since: date | None
    until: date | None
    everything: bool
    recheck: bool = False

    @property
    def is_cron(self) -> bool:
        """Whether no dates are given: a run as cron makes one every morning."""
        return not (self.everything or self.since or self.until)

    def as_arguments(self) -> dict[str, str]:
        """The spider arguments that say the same."""
        arguments = {"since": self.since and str(self.since), "until": self.until and str(self.until)}
        return {key: value for key, value in arguments.items() if value} | (
            {name: "1" for name, given in (("all", self.everything), ("recheck", self.recheck)) if given}
        )


def print_plans(papers: Sequence[Paper], span: Span, *, as_json: bool) -> None:
    """Prints what would be fetched, one row per paper."""
    with Writer(database_url()) as writer:
        plans = [
            plan(paper, writer.engine, span.since, span.until, span.everything, span.recheck)
            for paper in papers
        ]
        said = {
            paper.slug: nothing_because(paper, span.since, span.until)
            or (without_dates(paper, writer.engine) if span.is_cron else "")
            for paper in papers
        }
    if as_json:
        print_json([asdict(each) for each in plans])
        return
    columns = ["paper", "issues", "first", "last", "pages", "articles", "requests", "time"]
    print_rows(
        columns,
        [
            [
                *(each.paper, each.issues, each.first, each.last, each.pages, each.articles),
                "not known" if each.requests is None else f"about {each.requests}",
                duration(each),
            ]
            for each in plans
        ],
    )
    for slug, sentence in said.items():
        if sentence:
            print(f"{slug}: {sentence}")


def without_dates(paper: Paper, source: Engine) -> str:
    """What a run without dates does where it does not go on from day to day; '' where it does."""
    if gap := uncrawled(paper, source):
        return sentence_of_plan(plan(paper, source, *gap, everything=False), *gap)
    days = newest_candidates(paper, source)
    if wanted_dates(paper, source, None, None, everything=False) is not None or not days:
        return ""
    said = f"the newest issue is looked for, from {days[-1]} back to {days[0]} at most"
    newest = ledger.newest_complete(source, paper.slug)
    if paper.newest_only or newest is None or newest >= today() - timedelta(days=CAUGHT_UP):
        return said
    return (
        f"{said}; the newest complete one here is of {newest}, and more than {CAUGHT_UP} days are not caught "
        f"up: `banmian crawl {paper.slug} --since {newest + timedelta(days=1)}` fetches what lies between"
    )

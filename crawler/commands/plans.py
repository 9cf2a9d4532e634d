"""`banmian crawl --dry-run`: what would be fetched, and how long it would take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from crawler.commands.output import print_json, print_rows
from crawler.commands.places import database_url
from crawler.paper import Paper
from crawler.plan import Plan, nothing_because, plan
from storage.writer import Writer


@dataclass(frozen=True, slots=True)
class Span:
    """Which issues are asked for."""

    since: date | None
    until: date | None
    everything: bool

    def as_arguments(self) -> dict[str, str]:
        """The spider arguments that say the same."""
        arguments = {"since": self.since and str(self.since), "until": self.until and str(self.until)}
        return {key: value for key, value in arguments.items() if value} | (
            {"all": "1"} if self.everything else {}
        )


def print_plans(papers: Sequence[Paper], span: Span, *, as_json: bool) -> None:
    """Prints what would be fetched, one row per paper."""
    with Writer(database_url()) as writer:
        plans = [plan(paper, writer.engine, span.since, span.until, span.everything) for paper in papers]
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
    for paper in papers:
        if because := nothing_because(paper, span.since, span.until):
            print(f"{paper.slug}: {because}")


def duration(each: Plan) -> str:
    """The estimated duration of a plan, in words."""
    if each.seconds is None:
        return "not known: no complete issue tells how large one is"
    minutes, hours = each.seconds / 60, each.seconds / 3600
    return f"{each.seconds:.0f} s" if minutes < 2 else f"{minutes:.0f} min" if hours < 2 else f"{hours:.1f} h"

"""What a run says of days without a front page: when they want a person, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Engine

from crawler.absence import is_alarming, is_isolated, rows_of
from crawler.days.unpublished import publication_days
from crawler.paper import Paper, today
from crawler.plan import Plan, plan, uncrawled
from storage import ledger

QUESTION = "late, not printed, or is the address of this era wrong?"


def alarm_of(engine: Engine, paper: Paper, since: date | None, until: date | None, *, cron: bool) -> str:
    """Why days without a front page want a person (docs/completeness.md), in words; '' when they do not.

    `cron`: after a run without dates, else after one with `since` and `until` (None: from, to no end given).
    """
    if cron and (gap := uncrawled(paper, engine)):
        return sentence_of_plan(plan(paper, engine, *gap, everything=False), *gap)
    published = ledger.published(engine, paper.slug)
    accepted = ledger.spans(engine, [paper.slug], ["accepted"])
    absent = [
        each.date
        for each in ledger.absences(engine, paper.slug)
        if not any(each.date in span for span in accepted)
    ]
    if not cron:
        first, last = since or date.min, until or date.max
        rows = [row for row in rows_of(absent, published) if row[0] <= last and row[-1] >= first]
        return "; ".join(sentence_of_row(row) for row in rows if not is_isolated(row, published))
    spans = ledger.spans(engine, [paper.slug], ["cron"])
    absent = [day for day in absent if day < today() and any(day in each for each in spans)]
    if not spans or not is_alarming(today(), published, absent, publication_days(paper, published)):
        return ""
    rows = rows_of(absent, published)
    if rows:
        return "; ".join(map(sentence_of_row, rows))
    return f"its newest issue is of {published[-1]}, it was never silent for so long in four weeks"


def sentence_of_row(row: Sequence[date]) -> str:
    """What is lacking, and what to ask oneself about it."""
    days = str(row[0]) if len(row) == 1 else f"{len(row)} days from {row[0]} to {row[-1]}"
    return f"the front page of {days} is not there, and nothing proves that there was no issue: {QUESTION}"


def sentence_of_plan(planned: Plan, first: date, last: date) -> str:
    """What catching up would cost, for a gap that is not caught up unasked."""
    requests = "not known" if planned.requests is None else f"about {planned.requests}"
    return (
        f"not crawled without dates since {first}: {(last - first).days + 1} days, {planned.issues} issues, "
        f"requests: {requests}, time: {duration(planned)}; "
        f"`banmian crawl {planned.paper} --since {first}` fetches them, a later --since leaves some out"
    )


def duration(each: Plan) -> str:
    """The estimated duration of a plan, in words."""
    if each.seconds is None:
        return "not known: no complete issue tells how large one is"
    minutes, hours = each.seconds / 60, each.seconds / 3600
    return f"{each.seconds:.0f} s" if minutes < 2 else f"{minutes:.0f} min" if hours < 2 else f"{hours:.1f} h"

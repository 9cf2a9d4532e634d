"""`banmian trend`: how often something is written about, over time."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.choosing import selecting
from crawler.commands.options import Json, WholeWords
from crawler.commands.output import check_replaceable, print_json, print_rows, writing
from crawler.commands.places import opened
from crawler.commands.status import expected_dates
from storage.charts import MARK, Drawn, asked, covered, format_of, save
from storage.charts import plot as curves
from storage.extras import altair
from storage.search import By, Count, Per
from storage.search import trend as counted
from storage.selection import Selection, snapshot, with_slugs


@selecting(match=False)
def trend(
    selection: Selection,
    queries: Annotated[
        list[str], typer.Argument(metavar="QUERY...", help="Written as for `banmian search`.")
    ],
    per: Annotated[
        Per | None,
        typer.Option(help="Count by day, week, month or year (default: by month if they are few)."),
    ] = None,
    relative: Annotated[
        bool, typer.Option("--relative", help="Also per million characters, per issue.")
    ] = False,
    by: Annotated[By | None, typer.Option(help="Count each paper or each page name separately.")] = None,
    whole_words: WholeWords = False,
    plot: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Draw the curve: .html (needs no network), .svg, .png, .pdf."),
    ] = None,
    draw: Annotated[
        Drawn | None,
        typer.Option(help="What the curve shows (default: occurrences; with --relative per-million)."),
    ] = None,
    json: Json = False,
) -> None:
    """Count articles and occurrences over time, of one query or several."""
    with opened() as engine:
        if plot is not None:  # say what is lacking before a long count, not after it
            format_of(plot)
            check_replaceable(plot, MARK)
            altair()
        counts = counted(engine, queries, selection, per=per, by=by, whole_words=whole_words)
        if plot is not None:
            with snapshot(engine) as connection:
                known = with_slugs(connection, selection)
            expected = expected_dates(engine, known.papers or None, known.since, known.until)
            rests_on = covered(engine, known, expected)
            shown = draw or ("per-million" if relative else "occurrences")
            with writing(plot):
                save(curves(counts, rests_on, drawn=shown, asked=asked(selection)), plot)
    if json:
        print_json([_as_json(each) for each in counts])
    else:
        print_counts(counts, by, relative)
        if any(each.partial for each in counts):
            print("* the database has, or was asked for, a part of this time only", file=sys.stderr)


def print_counts(counts: Sequence[Count], by: By | None, relative: bool) -> None:
    """Prints one row per query, group and period."""
    heads = ["query", *([by] if by else []), "period", "articles", "of", "occurrences"]
    relatives = ["per_million", "per_issue"] if relative else []
    rows = []
    for each in counts:
        row: list[object] = [each.query, *([each.group] if by else []), each.period + "*" * each.partial]
        row += [each.articles, each.all_articles, each.occurrences]
        rows.append([*row, *(f"{getattr(each, name):.2f}" for name in relatives)])
    print_rows([*heads, *relatives], rows)


def _as_json(each: Count) -> dict[str, object]:
    return {**asdict(each), "per_million": round(each.per_million, 3), "per_issue": round(each.per_issue, 3)}

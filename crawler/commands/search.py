"""`banmian search`: full text in both scripts, as lines of a concordance."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler.commands.choosing import Choice, choosing
from crawler.commands.options import (
    Authors,
    Json,
    OnlyPapers,
    PageNames,
    Since,
    Until,
    WholeWords,
    WithoutPrints,
    selection_of,
)
from crawler.commands.output import print_fields, print_json
from crawler.commands.places import opened
from crawler.commands.saved import check_query_file, compared, read_saved, write_query
from storage.errors import UsageError
from storage.search import KWIC, MANY, MANY_LONG, RANKED, READ, Found, Order, answer, read_places
from storage.search import search as searched

SHOWN = 20
"""Articles shown without --limit; with --json all of them."""


@choosing(OnlyPapers)
def search(
    papers: Choice,
    query: Annotated[
        str | None,
        typer.Argument(
            help='What to look for: 社工站 · 慈善 公益 · (慈善 OR 公益) NOT 基金 · "social work" · 社?工 · '
            "社*工 · 慈善 NEAR/5 基金 · headline:慈善 · 慈善 /捐.{0,3}款/."
        ),
    ] = None,
    kwic: Annotated[int, typer.Option(min=0, help="Characters shown on either side of a match.")] = KWIC,
    since: Since = None,
    until: Until = None,
    page_name: PageNames = None,
    author: Authors = None,
    dedup: WithoutPrints = "none",
    limit: Annotated[
        int | None, typer.Option(min=0, help=f"Articles shown; 0 for all (default {SHOWN}; with --json all).")
    ] = None,
    offset: Annotated[int, typer.Option(min=0, help="Articles passed over first.")] = 0,
    order: Annotated[Order, typer.Option(help="Which articles come first.")] = "relevance",
    sort: Annotated[
        str,
        typer.Option(metavar="PLACES", help="Sort lines by context: L1,R1 (first character left, right)."),
    ] = "",
    sample: Annotated[int | None, typer.Option(min=1, help="So many lines, drawn by chance.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed draws the same lines.")] = 0,
    every: Annotated[bool, typer.Option("--every", help="A line for every occurrence.")] = False,
    whole_words: WholeWords = False,
    exact: Annotated[
        bool,
        typer.Option(
            "--exact",
            help=f"Count the articles found, however many (else up to {MANY:,}; of three and "
            f"more characters up to {MANY_LONG:,}).",
        ),
    ] = False,
    save: Annotated[
        Path | None, typer.Option(metavar="FILE.toml", help="Keep the query with the state of the database.")
    ] = None,
    saved: Annotated[
        Path | None, typer.Option(metavar="FILE.toml", help="Ask a kept query again; say what has changed.")
    ] = None,
    json: Json = False,
) -> None:
    """Find texts in either script, from one character up; lines with left and right context."""
    names = {
        "paper": papers.stored(),
        "since": since,
        "until": until,
        "page_name": page_name,
        "author": author,
    }
    asked: dict[str, Any] = {**names, "dedup": dedup, "whole_words": whole_words}
    earlier: dict[str, Any] | None = None
    if save is not None:
        check_query_file(save)
    if saved is not None:
        if query is not None or any(asked[name] for name in names):
            raise UsageError("--saved has its own query and filters: leave these out")
        query, options, earlier = read_saved(saved)
        asked |= options
    if query is None:
        raise UsageError("say what to look for, for example 社工站 (or --saved FILE.toml)")
    whole_words = asked.pop("whole_words")
    selection = selection_of(*asked.values())
    places = read_places(sort)
    if limit is None:
        limit = 0 if json else max(SHOWN, sample or 0)
    with opened() as engine:
        found = searched(
            engine,
            query,
            selection,
            kwic=kwic,
            limit=limit or None,
            offset=offset,
            order=order,
            sort=places,
            sample=sample,
            seed=seed,
            every=every,
            whole_words=whole_words,
            exact=exact,
        )
        if save is not None or earlier is not None:
            now = answer(engine, query, selection, whole_words=whole_words)
    if save is not None:
        write_query(save, query, {**asked, "whole_words": whole_words}, now)
    if json:
        print_json(asdict(found))
    else:
        print_lines(found)
        print(summary(found), file=sys.stderr)
    if earlier is not None:
        print(compared(earlier, now), file=sys.stderr)


def print_lines(found: Found) -> None:
    """Prints the lines, aligned on a terminal, elsewhere tab-separated."""
    if sys.stdout.isatty():
        from crawler.commands.concordance import concordance
        from crawler.commands.terminal import Pager

        console = Pager(highlight=False, soft_wrap=True)
        for line in concordance(found.hits, console.width):
            console.print(line)
    elif found.hits:
        print_fields(["cite_id", "date", "page_number", "left", "match", "right"], found.hits)


def summary(found: Found) -> str:
    """How much there is and how much of it is shown, as a sentence: `1,024 in 310 articles, 20 shown`."""
    more = "" if found.total_is == "exact" else "more than "
    articles = f"{more}{found.total:,} article{'' if found.total == 1 else 's'}"
    parts = [f"{found.occurrences:,} in {articles}" if found.occurrences else articles]
    shown = len({hit.cite_id for hit in found.hits})
    if shown < found.total:
        lines = f" in {len(found.hits):,} lines" if len(found.hits) != shown else ""
        parts.append(f"{shown:,} shown{lines} (--limit 0 for all)")
    if found.sample is not None:
        parts.append(f"chosen from {found.sample:,} articles drawn by chance from all times")
    if found.occurrences is None:
        most = f"{RANKED:,} articles, where lines are sorted or drawn {READ:,}"
        parts.append(f"occurrences are counted in up to {most}, or with --limit 0")
    return ", ".join(parts)

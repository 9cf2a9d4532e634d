"""Search: what a query finds, with facets; concordance, trend and collocates of it; all of it as a file."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, get_args

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from storage.browse.around import MEASURES, WINDOWS, around, read_around
from storage.browse.asked import as_asked
from storage.browse.curves import CURVES, chart
from storage.browse.facets import Facets, facets
from storage.browse.reader import Reader, of
from storage.errors import UsageError
from storage.exports import Order, export
from storage.search import Collocates, Found, QueryError, read_places, search, trend
from storage.selection import Selection, UnknownPaper

SIZE = 20
"""Articles on a page of results."""
PAGES = 50
"""So many pages of results can be turned; more are had as a file."""
LINES = 500
"""Articles a concordance is made of, the best or the oldest."""
A_PAGE = 100
"""Lines of a concordance on a page."""
CONTEXT = 30
PLACES = {"left": "L1,L2,L3", "right": "R1,R2,R3"}
"""Orders of a concordance with a name → the places they sort by; any others are asked for as `L1,R1`."""
Download = Literal["csv", "jsonl", "release"]
TYPES: Mapping[Download, str] = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "release": "application/zip",
}
"""What can be downloaded → its media type."""


@dataclass(frozen=True, slots=True)
class Search:
    """What a search page asks."""

    query: str
    selection: Selection
    sort: str
    place: int
    """Number of the page, 1 for the first."""

    @property
    def asked(self) -> Mapping[str, Any]:
        """The same as questions of an address, without the page."""
        return {"q": self.query, **as_asked(self.selection)}


def results(request: Request) -> Response:
    """The articles found, a page of them, with facets."""
    reader, asked = of(request)
    sort = asked.one_of("sort", ("rank", "date"))
    wish = Search(asked.text("q"), asked.selection(), sort, asked.number("page", 1, 1, PAGES))
    found: Found | None = None
    counted: Facets | None = None
    wrong: UsageError | None = None
    before = (wish.place - 1) * SIZE
    if wish.query:
        try:
            engine = reader.corpus.engine
            found = search(
                engine,
                wish.query,
                wish.selection,
                kwic=CONTEXT,
                limit=SIZE,
                offset=before,
                order="oldest" if wish.sort == "date" else "relevance",
                exact=True,
            )
            counted = facets(engine, wish.query, wish.selection)
        except (QueryError, UnknownPaper) as error:
            wrong = error
    last = min(-(-found.total // SIZE), PAGES) if found is not None else 0
    return _answer(
        reader, request, "search.html.j2", wish, wrong,
        found=found, before=before, facets=counted, last=last,
    )  # fmt: skip


def concordance(request: Request) -> Response:
    """Every occurrence as a line, sorted by what stands before or behind it."""
    reader, asked = of(request)
    sort = asked.text("sort", "rank")
    wish = Search(asked.text("q"), asked.selection(), sort, asked.number("page", 1, 1, LINES))
    found: Found | None = None
    wrong: UsageError | None = None
    try:
        places = "" if sort in ("rank", "date") else PLACES.get(sort, sort)
        read_places(places)
        if wish.query:
            found = search(
                reader.corpus.engine,
                wish.query,
                wish.selection,
                kwic=CONTEXT,
                limit=LINES,
                order="oldest" if sort == "date" else "relevance",
                every=True,
                exact=True,
            )
            found = found.sort(places) if places else found
    except UsageError as error:
        wrong = error
    lines = found.hits if found is not None else ()
    last = -(-len(lines) // A_PAGE)
    shown = lines[(wish.place - 1) * A_PAGE : wish.place * A_PAGE]
    return _answer(
        reader, request, "concordance.html.j2", wish, wrong,
        found=found, lines=shown, all_lines=len(lines), last=last, most=LINES,
    )  # fmt: skip


def curve(request: Request) -> Response:
    """How often words are written, over time."""
    reader, asked = of(request)
    queries = tuple(word for text in asked.texts("q") for word in re.split(r"[,，、;；]+\s*", text) if word)
    per = asked.one_of("per", ("", "month", "year")) or None
    selection = asked.selection()
    wrong: UsageError | None = None
    counts = []
    try:
        if len(queries) > CURVES:
            raise QueryError(f"{len(queries)} words: at most {CURVES} are drawn")
        counts = trend(reader.corpus.engine, queries, selection, per=per) if queries else []
    except (QueryError, UnknownPaper) as error:
        wrong = error
    wish = Search("、".join(queries), selection, "rank", 1)
    drawn = chart(counts)
    return _answer(reader, request, "trend.html.j2", wish, wrong, counts=counts, chart=drawn, per=per or "")


def near(request: Request) -> Response:
    """What stands near a word more often than by chance."""
    reader, asked = of(request)
    asks = read_around(asked)
    found: Collocates | None = None
    wrong: UsageError | None = None
    try:
        found = around(reader.corpus.engine, asks) if asks.query else None
    except UsageError as error:
        wrong = error
    wish = Search(asks.query, asks.selection, "rank", 1)
    return _answer(
        reader, request, "collocates.html.j2", wish, wrong,
        found=found, asks=asks, measures=MEASURES, windows=WINDOWS,
    )  # fmt: skip


def _answer(
    reader: Reader, request: Request, template: str, wish: Search, wrong: UsageError | None, **values: Any
) -> Response:
    return reader.page(
        request,
        template,
        400 if wrong is not None else 200,
        wish=wish,
        wrong=str(wrong) if wrong is not None else "",
        papers=reader.corpus.papers(),
        turned=turned,
        context=CONTEXT,
        **values,
    )


def download(request: Request) -> Response:
    """What a query finds as one file (csv, jsonl), or as a release with its data card (zip)."""
    reader, asked = of(request)
    selection = replace(asked.texts_wanted(), match=asked.text("q"))
    form: Download = asked.one_of("format", get_args(Download))
    with ExitStack() as made:
        directory = TemporaryDirectory(prefix="banmian-browse-", ignore_cleanup_errors=True)
        file = _written(reader, selection, form, Path(made.enter_context(directory)))
        done = BackgroundTask(made.pop_all().close)  # the file is sent first
    return FileResponse(file, filename=f"banmian-{file.name}", media_type=TYPES[form], background=done)


def _written(reader: Reader, selection: Selection, form: Download, directory: Path) -> Path:
    """The file to send."""
    if form != "release":
        file = directory / f"articles.{form}"
        export(reader.corpus.engine, file, Order(selection, form, reader.program, bom=form == "csv"))
        return file
    papers = selection.papers or None
    expected = reader.expected(papers, selection.since, selection.until)
    release = directory / "release"
    export(reader.corpus.engine, release, Order(selection, "jsonl", reader.program, expected=expected))
    return Path(shutil.make_archive(str(directory / "release"), "zip", release))


def turned(place: int, last: int) -> Iterator[int]:
    """The pages one can turn to from a page: the first, the last, and those around."""
    for number in sorted({1, *range(place - 2, place + 3), last}):
        if 1 <= number <= last:
            yield number

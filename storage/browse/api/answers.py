"""The same for programs: JSON under /api, the fields those of releases and of the commands' --json.

ENDPOINTS is the whole of it; the routes are made of it and so is the description (`openapi`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipelines.text.plain import plain
from storage import ledger
from storage.browse import reading
from storage.browse.api.openapi import PATH, Endpoint, Question, description
from storage.browse.api.queries import (
    FARTHEST,
    MOST,
    PAGE,
    WIDEST,
    Answer,
    counted,
    curve,
    near,
    searched,
    window,
    window_of,
)
from storage.browse.around import LEAST, MEASURES, UNITS, WINDOWS
from storage.browse.asked import DEDUPS, SCRIPTS, Asked, Unreadable, read_day
from storage.browse.curves import CURVES
from storage.browse.reader import Reader, of
from storage.corpus import articles as selected
from storage.corpus import history, record
from storage.reprints import explain
from storage.search import KWIC
from storage.selection import snapshot

_PAPER = Question("paper", "Slug of a paper; repeatable.", many=True)
_SPAN = (
    Question("since", "Earliest issue date.", kind="date"),
    Question("until", "Latest issue date.", kind="date"),
)
_CHOSEN = (
    _PAPER,
    *_SPAN,
    Question("page_name", "Name of a page (版名), * matches anything; repeatable.", many=True),
    Question("author", "Name of an author; repeatable.", many=True),
    Question("source", "来源 of an article; repeatable.", many=True),
)
_PAGED = (
    Question("limit", f"Items of an answer ({PAGE}).", kind="integer", least=1, most=MOST),
    Question("offset", "Items left out at the beginning.", kind="integer", least=0, most=FARTHEST),
)
_SCRIPT = Question("script", "Script of the texts.", allowed=SCRIPTS)
_DEDUP = Question("dedup", "Which prints are left out.", allowed=DEDUPS)
_QUERY = Question("q", "What to look for (docs/search.md).", required=True)


def papers(reader: Reader, asked: Asked, path: Mapping[str, str]) -> Answer:
    """The newspapers, with what there is of each."""
    return {"items": [plain(one, ["years"]) for one in reader.overview().papers]}


def issues(reader: Reader, asked: Asked, path: Mapping[str, str]) -> Answer:
    """Every issue that is stored or expected, with its state."""
    span = _span(reader, asked)
    return _page(asked, ledger.status(reader.corpus.engine, **span))


def gaps(reader: Reader, asked: Asked, path: Mapping[str, str]) -> Answer:
    """What was promised or expected and is not there, and why."""
    span = _span(reader, asked)
    return _page(asked, ledger.gaps(reader.corpus.engine, **span))


def issue(reader: Reader, asked: Asked, path: Mapping[str, str]) -> Answer:
    """One issue as it was printed: pages, title lists, areas."""
    reader.paper(path["paper"])
    found = reader.corpus.issue(path["paper"], read_day(path["date"]), asked.text("edition"))
    shown = plain(found)
    for page in shown["pages"]:
        for placement in page["placements"]:
            article = placement.pop("article")
            placement["cite_id"] = article and article["cite_id"]
    shown["unplaced"] = [article["cite_id"] for article in shown["unplaced"]]
    return dict(shown)


def day(reader: Reader, asked: Asked, path: Mapping[str, str]) -> Answer:
    """The issues of all papers of a day."""
    return {"items": reading.fronts(reader.corpus.engine, read_day(path["date"]))}


def articles(reader: Reader, asked: Asked, path: Mapping[str, str]) -> Answer:
    """Articles in print order: rows of a release."""
    wish = asked.texts_wanted()
    offset, limit = window_of(asked)
    with snapshot(reader.corpus.engine) as connection:
        found = list(islice(selected(connection, wish), offset, offset + limit + 1))
    items = [record(article) for article in found[:limit]]
    return {**window(offset, limit, len(found) > limit), "items": items}


def article(reader: Reader, asked: Asked, path: Mapping[str, str]) -> Answer:
    """One article: a row of a release."""
    script = asked.one_of("script", SCRIPTS)
    return record(reader.corpus.article(path["cite_id"], script=script))


def versions(reader: Reader, asked: Asked, path: Mapping[str, str]) -> Answer:
    """The versions of an article, the oldest first."""
    cite_id = path["cite_id"]
    found = history(reader.corpus.engine, cite_id)
    if found is None:
        raise LookupError(f"no article {cite_id!r}")
    return dict(plain(found))


def prints(reader: Reader, asked: Asked, path: Mapping[str, str]) -> Answer:
    """Every print of an article's text, in the order of print, with what each changed."""
    found = reader.corpus.article(path["cite_id"])
    cluster = explain.prints(reader.corpus.engine, found.cluster) if found.cluster else None
    if cluster is None:
        return {"cluster": None, "prints": []}
    return dict(plain(cluster))


ENDPOINTS: Sequence[tuple[Endpoint, Callable[[Reader, Asked, Mapping[str, str]], Answer]]] = (
    (Endpoint("/papers", "Papers"), papers),
    (Endpoint("/issues", "Page", (_PAPER, *_SPAN, *_PAGED)), issues),
    (Endpoint("/issues/{paper}/{date}", "Issue", (Question("edition", "'' for the only edition."),)), issue),
    (Endpoint("/days/{date}", "Items"), day),
    (Endpoint("/gaps", "Page", (_PAPER, *_SPAN, *_PAGED)), gaps),
    (
        Endpoint(
            "/articles",
            "Articles",
            (
                *_CHOSEN,
                Question("match", "A query headline and body must answer."),
                _SCRIPT,
                _DEDUP,
                *_PAGED,
            ),
        ),
        articles,
    ),
    (Endpoint("/articles/{cite_id}", "Article", (_SCRIPT,)), article),
    (Endpoint("/articles/{cite_id}/versions", "History"), versions),
    (Endpoint("/articles/{cite_id}/prints", "Cluster"), prints),
    (
        Endpoint(
            "/search",
            "Found",
            (
                _QUERY,
                *_CHOSEN,
                Question("sort", "Best first, or oldest first.", allowed=("rank", "date")),
                Question("every", "A line for every occurrence.", allowed=("false", "true")),
                Question("kwic", f"Characters of context ({KWIC}).", kind="integer", least=0, most=WIDEST),
                *_PAGED,
            ),
        ),
        searched,
    ),
    (Endpoint("/facets", "Facets", (_QUERY, *_CHOSEN)), counted),
    (
        Endpoint(
            "/trend",
            "Items",
            (
                Question("q", "A word; up to six.", required=True, many=True, most=CURVES),
                *_CHOSEN,
                Question("per", "Months or years.", allowed=("month", "year")),
                Question("by", "Groups.", allowed=("paper", "page-name")),
            ),
        ),
        curve,
    ),
    (
        Endpoint(
            "/collocates",
            "Collocates",
            (
                _QUERY,
                *_CHOSEN,
                _DEDUP,
                Question("window", "Items on a side, or the sentence.", allowed=WINDOWS),
                Question("unit", "What is counted.", allowed=UNITS),
                Question("by", "The measure that orders the rows.", allowed=MEASURES),
                Question("least", "Occurrences near it (2).", kind="integer", least=1, most=LEAST),
            ),
        ),
        near,
    ),
)


def refused(code: int, sentence: str) -> Response:
    """What is answered where there is nothing to give."""
    return JSONResponse({"error": sentence}, code)


def _span(reader: Reader, asked: Asked) -> dict[str, Any]:
    wish = asked.selection()
    for slug in wish.papers:
        reader.paper(slug)
    chosen = wish.papers or None
    expected = reader.expected(chosen, wish.since, wish.until)
    return {"papers": chosen, "since": wish.since, "until": wish.until, "expected": expected}


def _page(asked: Asked, rows: Sequence[Any]) -> Answer:
    offset, limit = window_of(asked)
    ahead = len(rows) > offset + limit
    items = rows[offset : offset + limit]
    return {"total": len(rows), **window(offset, limit, ahead), "items": items}


@dataclass(frozen=True, slots=True)
class _View:
    """An endpoint as an answer to a request: unknown questions are refused, then it is asked."""

    endpoint: Endpoint
    answer: Callable[[Reader, Asked, Mapping[str, str]], Answer]

    def __call__(self, request: Request) -> Response:
        reader, asked = of(request)
        check(self.endpoint, request.query_params)
        return JSONResponse(plain(self.answer(reader, asked, request.path_params)))


def check(endpoint: Endpoint, given: QueryParams) -> None:
    """Raises Unreadable for a question an endpoint does not know, or one without an answer."""
    known = {question.name: question for question in endpoint.questions}
    for name, value in given.multi_items():
        if name not in known:
            raise Unreadable(f"{name} is not asked here: {', '.join(known) or 'nothing is'}")
        question = known[name]
        if not value and (question.kind != "text" or question.allowed or question.required):
            raise Unreadable(f"{name} has no value")


def root(request: Request) -> Response:
    """What there is, and where it is described."""
    paths = [f"{PATH}{endpoint.path}" for endpoint, _ in ENDPOINTS]
    return JSONResponse({"description": f"{PATH}/openapi.json", "paths": paths})


def openapi(request: Request) -> Response:
    """The description of the API, as OpenAPI 3.1."""
    reader, _ = of(request)
    summaries = [(endpoint, answer.__doc__ or "") for endpoint, answer in ENDPOINTS]
    return JSONResponse(description(summaries, reader.program.version))


ROUTES = [
    Route(PATH, root),
    Route(f"{PATH}/openapi.json", openapi),
    *(Route(f"{PATH}{endpoint.path}", _View(endpoint, answer).__call__) for endpoint, answer in ENDPOINTS),
]

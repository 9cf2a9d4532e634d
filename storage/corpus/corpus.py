"""The researchers' door: `from storage import Corpus`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Any, Self, TypedDict, Unpack, get_args

from sqlalchemy import select

from pipelines.text.fold import PrintScript
from storage import ledger
from storage.charts import Trend
from storage.corpus.articles import those
from storage.corpus.issues import read_issue
from storage.corpus.selected import Articles
from storage.corpus.values import Article, Issue
from storage.corpus.versions import why_none
from storage.database import open_existing
from storage.models import table
from storage.search import (
    KWIC,
    WINDOW,
    By,
    Collocates,
    Found,
    Frequencies,
    Measure,
    Order,
    Per,
    Unit,
    Window,
    collocates,
    frequencies,
    read_places,
    read_query,
    search,
    trend,
)
from storage.selection import Dedup, Selection, first_day, last_day, snapshot, stored_papers, with_slugs

_ARTICLES, _ALIASES = table("articles"), table("aliases")

Day = dt.date | str
"""A date, or how it is written: 2023-10-17; a span may begin and end with a month or year: 2023-10, 2023."""


class Filters(TypedDict, total=False):
    """What narrows every question to some articles; without any of them it is asked of all."""

    paper: str | Iterable[str] | None
    """Slugs or names of papers."""
    since: Day | None
    """First issue date."""
    until: Day | None
    """Last issue date."""
    page_name: str | Iterable[str] | None
    """Names of pages in either script, `*` and `?` as in file names."""
    author: str | Iterable[str] | None
    """Names in either script."""
    dedup: Dedup
    """Which prints of one text are left out, as of `Selection`."""


class Corpus:
    """A database to read; a context manager.

    >>> with Corpus("sqlite:///banmian.db") as corpus:
    ...     for article in corpus.articles(paper="gongyishibao", since="2023-01-01", dedup="near"):
    ...         print(article.date, article.page_name, article.headline)

    `url` as in `storage.database.open_engine`. Raises StorageError when the database cannot be opened,
    and where there is no database yet: a reader creates none.
    """

    def __init__(self, url: str) -> None:
        self.engine = open_existing(url)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def articles(
        self,
        *,
        match: str = "",
        script: PrintScript = "printed",
        as_of: Day | None = None,
        **filters: Unpack[Filters],
    ) -> Articles:
        """The articles of some papers and dates (both included), in print order, without limit.

        `filters` are paper, since, until, page_name, author and dedup (`Filters`); `match` (a query as of
        `search`), `script` and `as_of` as of `Selection`. Raises ValueError for a paper the database does not
        have (`UnknownPaper`), a query that cannot be read (`QueryError`), and for a word or date it does not
        know.

        >>> corpus.articles(match="慈善法", script="hant").to_pandas()
        """
        selection = _selection(match, script, as_of, **filters)
        if match:
            read_query(match)
        with snapshot(self.engine) as connection:
            return Articles(self.engine, with_slugs(connection, selection))

    def papers(self) -> dict[str, str]:
        """Slug → name of every paper there is."""
        with snapshot(self.engine) as connection:
            return {slug: row.name for slug, row in sorted(stored_papers(connection, Selection()).items())}

    def article(self, cite_id: str, *, script: PrintScript = "printed", as_of: Day | None = None) -> Article:
        """The article of that cite_id, also by a second id of its text. Raises LookupError.

        >>> corpus.article("gongyishibao-2023-10-17-36017").headline
        """
        selection = _selection("", script, as_of)
        second = select(_ALIASES.c.article_id).where(_ALIASES.c.cite_id == cite_id)
        with snapshot(self.engine) as connection:
            found = those(
                connection, selection, (_ARTICLES.c.cite_id == cite_id) | _ARTICLES.c.id.in_(second)
            )
        if not found:
            raise LookupError(why_none(self.engine, cite_id))
        return next((article for article in found if article.cite_id == cite_id), found[0])

    def prints(self, article: Article) -> list[Article]:
        """The other prints of an article's text, in print order."""
        if article.cluster is None:
            return []
        with snapshot(self.engine) as connection:
            found = those(connection, Selection(), _ARTICLES.c.cluster == article.cluster)
        return [each for each in found if each.cite_id != article.cite_id]

    def issue(
        self,
        paper: str,
        date: Day,
        edition: str = "",
        *,
        script: PrintScript = "printed",
        page: int | None = None,
    ) -> Issue:
        """The issue of that day as it was printed: pages, their title lists, their articles.

        With `page` (the sequence of one) those of other pages are left out.
        Raises LookupError when nothing of it is stored; on a day without an issue it has no pages.

        >>> for page in corpus.issue("gongyishibao", "2023-10-17").pages:
        ...     print(page.number, page.name, [placement.title for placement in page.placements])
        """
        day = dt.date.fromisoformat(date) if isinstance(date, str) else date
        selection = _selection("", script, paper=paper)
        with snapshot(self.engine) as connection:
            return read_issue(connection, selection, day, edition, page)

    def search(
        self,
        query: str,
        *,
        kwic: int = KWIC,
        limit: int | None = 100,
        offset: int = 0,
        order: Order = "relevance",
        sort: str = "",
        sample: int | None = None,
        seed: int = 0,
        every: bool = False,
        whole_words: bool = False,
        exact: bool = True,
        **filters: Unpack[Filters],
    ) -> Found:
        """The articles a query finds, as lines of a concordance (`storage.search`).

        `limit` bounds the articles shown, None for all; `total` of the result counts them all (with
        exact=False only up to a bound, which is faster; `total_is` says so). `sort` names
        places, for example `L1,R1`; `filters` are paper, since, until, page_name, author and dedup
        (`Filters`). Raises ValueError for a paper the database does not have and for a place
        that cannot be read, and QueryError for a query that cannot be read.

        >>> for hit in corpus.search("社工站", paper="gongyishibao").hits:
        ...     print(hit)
        """
        return search(
            self.engine,
            query,
            _selection(**filters),
            kwic=kwic,
            limit=limit,
            offset=offset,
            order=_one_of("order", order, get_args(Order)),
            sort=read_places(sort),
            sample=sample,
            seed=seed,
            every=every,
            whole_words=whole_words,
            exact=exact,
        )

    def concordance(self, query: str, **asked: Any) -> Found:
        """Every occurrence of what a query finds, in print order: `search` with every=True and no limit.

        >>> corpus.concordance("社工站", dedup="near").sort("L1,R1")
        """
        return self.search(query, **{"every": True, "limit": None, "order": "oldest", **asked})

    def collocates(
        self,
        word: str,
        *,
        match: str = "",
        unit: Unit = "character",
        window: Window = WINDOW,
        by: Measure = "ll",
        least: int = 2,
        limit: int | None = None,
        **filters: Unpack[Filters],
    ) -> Collocates:
        """What stands near a word more often than by chance (`storage.search.collocates`).

        `filters` are paper, since, until, page_name, author and dedup (`Filters`).

        >>> [row.item for row in corpus.collocates("社工站", unit="word", window="sentence").rows[:10]]
        """
        selection = _selection(match, **filters)
        measures: dict[str, Any] = {"unit": unit, "window": window, "by": by, "least": least, "limit": limit}
        return collocates(self.engine, word, selection, **measures)

    def frequencies(
        self,
        *,
        match: str = "",
        unit: Unit = "character",
        n: int = 1,
        **filters: Unpack[Filters],
    ) -> Frequencies:
        """How often each run of `n` characters or words stands there; for `storage.search.keywords`, too.

        `filters` are paper, since, until, page_name, author and dedup (`Filters`).

        >>> keywords(corpus.frequencies(paper="a", n=2), corpus.frequencies(paper="b", n=2), limit=20)
        """
        selection = _selection(match, **filters)
        return frequencies(self.engine, selection, unit=unit, n=n)

    def trend(
        self,
        *queries: str,
        per: Per | None = None,
        by: By | None = None,
        whole_words: bool = False,
        **filters: Unpack[Filters],
    ) -> Trend:
        """How often each query is met in every month or year there are articles of: a list, with `plot`.

        `filters` are paper, since, until, page_name, author and dedup (`Filters`). Raises ValueError for a
        paper the database does not have, and QueryError for an unreadable query.

        >>> {count.period: count.per_million for count in corpus.trend("慈善", per="year")}
        >>> corpus.trend("慈善", by="paper").plot("charity.svg", drawn="per-million")
        """
        selection = _selection(**filters)
        counts = trend(self.engine, queries, selection, per=per, by=by, whole_words=whole_words)
        return Trend(counts, self.engine, selection)

    def status(
        self, paper: str | Iterable[str] | None = None, since: Day | None = None, until: Day | None = None
    ) -> list[ledger.IssueStatus]:
        """What is complete, partial or lacking of every issue that is stored or failed (`ledger.status`)."""
        selection = _selection(paper=paper, since=since, until=until)
        with snapshot(self.engine) as connection:
            papers = with_slugs(connection, selection).papers
        return ledger.status(self.engine, papers=papers or None, since=selection.since, until=selection.until)


def _selection(
    match: str = "",
    script: PrintScript = "printed",
    as_of: Day | None = None,
    /,
    *,
    paper: str | Iterable[str] | None = None,
    since: Day | None = None,
    until: Day | None = None,
    page_name: str | Iterable[str] | None = None,
    author: str | Iterable[str] | None = None,
    dedup: Dedup = "none",
) -> Selection:
    """What the keywords of the door select. Raises ValueError for a date or word that cannot be."""
    return Selection(
        papers=_words(paper),
        since=_day(since),
        until=_day(until, last_day),
        page_names=_words(page_name),
        authors=_words(author),
        match=match,
        script=_one_of("script", script, get_args(PrintScript)),
        dedup=_one_of("dedup", dedup, get_args(Dedup)),
        as_of=_day(as_of),
    )


def _words(given: str | Iterable[str] | None) -> tuple[str, ...]:
    return () if given is None else (given,) if isinstance(given, str) else tuple(given)


def _day(given: Day | None, read: Callable[[str], dt.date] = first_day) -> dt.date | None:
    return read(given) if isinstance(given, str) else given


def _one_of(name: str, given: Any, allowed: Sequence[str]) -> Any:
    if given not in allowed:
        raise ValueError(f"{name}: {given!r} is not one of {', '.join(allowed)}")
    return given

"""The researchers' door: `from storage import Corpus`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, get_args

from sqlalchemy import Engine, select

from pipelines.text.fold import PrintScript
from storage import ledger
from storage.corpus.articles import articles, those
from storage.corpus.columns import COLUMNS, arrow_table
from storage.corpus.issues import read_issue
from storage.corpus.values import Article, Issue
from storage.corpus.versions import near
from storage.database import existing, open_engine
from storage.models import table
from storage.search import KWIC, By, Count, Found, Per, Sort, read_query, search, trend
from storage.selection import Dedup, Selection, snapshot, stored_papers

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]
    import polars

_ARTICLES, _ALIASES = table("articles"), table("aliases")

Day = dt.date | str
"""A date, or how it is written: 2023-10-17."""


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles of a selection: in print order, read from the database each time they are iterated."""

    engine: Engine
    selection: Selection

    def __iter__(self) -> Iterator[Article]:
        with snapshot(self.engine) as connection:
            yield from articles(connection, self.selection)

    def to_pandas(self) -> pandas.DataFrame:
        """All of them as a pandas table, a column a field of `Article`. Raises ImportError without pandas."""
        try:
            import pandas
        except ImportError as error:
            raise ImportError("to_pandas needs pandas: pip install pandas") from error
        found = self._columns()
        frame = pandas.DataFrame(found, columns=list(found))
        frame["date"] = pandas.to_datetime(frame["date"])
        return frame

    def to_polars(self) -> polars.DataFrame:
        """All of them as a Polars table, a column a field of `Article`.

        Raises ImportError without Polars and pyarrow.
        """
        try:
            import polars
        except ImportError as error:
            raise ImportError("to_polars needs Polars: pip install polars") from error
        return polars.DataFrame(polars.from_arrow(arrow_table(list(self))))

    def _columns(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {column.name: [] for column in COLUMNS}
        for article in self:
            for name, values in found.items():
                values.append(getattr(article, name))
        return found


class Corpus:
    """A database to read; a context manager.

    >>> with Corpus("sqlite:///banmian.db") as corpus:
    ...     for article in corpus.articles(paper="gongyishibao", since="2023-01-01", dedup="near"):
    ...         print(article.date, article.page_name, article.headline)

    `url` as in `storage.database.open_engine`. Raises StorageError when the database cannot be opened,
    and where there is no database yet: a reader creates none.
    """

    def __init__(self, url: str) -> None:
        self.engine = open_engine(existing(url))

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
        paper: str | Iterable[str] | None = None,
        since: Day | None = None,
        until: Day | None = None,
        page_name: str | Iterable[str] | None = None,
        author: str | Iterable[str] | None = None,
        match: str = "",
        script: PrintScript = "printed",
        dedup: Dedup = "none",
        as_of: Day | None = None,
    ) -> Articles:
        """The articles of these papers and dates (both included), in print order, without limit.

        `page_name` (`*` and `?` as in file names), `author`, `match` (a query as of `search`), `script`,
        `dedup` and `as_of` as of `Selection`. Raises ValueError for a paper the database does not have
        (`UnknownPaper`), a query that cannot be read (`QueryError`), and for a word or date it does not know.

        >>> corpus.articles(match="慈善法", script="hant").to_pandas()
        """
        selection = _selection(paper, since, until, page_name, author, match, script, dedup, as_of)
        if match:
            read_query(match)
        with snapshot(self.engine) as connection:
            stored_papers(connection, selection)
        return Articles(self.engine, selection)

    def papers(self) -> dict[str, str]:
        """Slug → name of every paper there is."""
        with snapshot(self.engine) as connection:
            return {slug: row.name for slug, row in sorted(stored_papers(connection, Selection()).items())}

    def article(self, cite_id: str, *, script: PrintScript = "printed", as_of: Day | None = None) -> Article:
        """The article of that cite_id, also by a second id of its text. Raises LookupError.

        >>> corpus.article("gongyishibao-2023-10-17-36017").headline
        """
        selection = _selection(script=script, as_of=as_of)
        second = select(_ALIASES.c.article_id).where(_ALIASES.c.cite_id == cite_id)
        with snapshot(self.engine) as connection:
            found = those(
                connection, selection, (_ARTICLES.c.cite_id == cite_id) | _ARTICLES.c.id.in_(second)
            )
        if not found:
            alike = near(self.engine, cite_id)
            hint = f": did you mean {', '.join(alike)}?" if alike else ""
            raise LookupError(f"no article {cite_id!r}{hint}")
        return next((article for article in found if article.cite_id == cite_id), found[0])

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
        selection = _selection(paper, script=script)
        with snapshot(self.engine) as connection:
            return read_issue(connection, selection, day, edition, page)

    def search(
        self,
        query: str,
        *,
        paper: str | Iterable[str] | None = None,
        since: Day | None = None,
        until: Day | None = None,
        page_name: str | Iterable[str] | None = None,
        author: str | Iterable[str] | None = None,
        kwic: int = KWIC,
        limit: int | None = 100,
        sort: Sort = "rank",
        every: bool = False,
        whole_words: bool = False,
    ) -> Found:
        """The articles a query finds, as lines of a concordance (`storage.search`).

        `limit` bounds the articles shown, None for all; `total` of the result counts them all. Raises
        ValueError for a paper the database does not have, and QueryError for a query that cannot be read.

        >>> for hit in corpus.search("社工站", paper="gongyishibao").hits:
        ...     print(hit.cite_id, hit.left, hit.match, hit.right)
        """
        return search(
            self.engine,
            query,
            _selection(paper, since, until, page_name, author),
            kwic=kwic,
            limit=limit,
            sort=_one_of("sort", sort, get_args(Sort)),
            every=every,
            whole_words=whole_words,
        )

    def trend(
        self,
        *queries: str,
        paper: str | Iterable[str] | None = None,
        since: Day | None = None,
        until: Day | None = None,
        page_name: str | Iterable[str] | None = None,
        author: str | Iterable[str] | None = None,
        per: Per | None = None,
        by: By | None = None,
        whole_words: bool = False,
    ) -> list[Count]:
        """How often each query is met in every month or year there are articles of.

        Raises ValueError for a paper the database does not have, and QueryError for an unreadable query.

        >>> {count.period: count.per_million for count in corpus.trend("慈善", per="year")}
        """
        selection = _selection(paper, since, until, page_name, author)
        return trend(self.engine, queries, selection, per=per, by=by, whole_words=whole_words)

    def status(
        self, paper: str | Iterable[str] | None = None, since: Day | None = None, until: Day | None = None
    ) -> list[ledger.IssueStatus]:
        """What is complete, partial or lacking of every issue that is stored or failed (`ledger.status`)."""
        return ledger.status(self.engine, papers=_words(paper) or None, since=_day(since), until=_day(until))


def _selection(
    paper: str | Iterable[str] | None = None,
    since: Day | None = None,
    until: Day | None = None,
    page_name: str | Iterable[str] | None = None,
    author: str | Iterable[str] | None = None,
    match: str = "",
    script: PrintScript = "printed",
    dedup: Dedup = "none",
    as_of: Day | None = None,
) -> Selection:
    """What the keywords of the door select. Raises ValueError for a date or word that cannot be."""
    return Selection(
        papers=_words(paper),
        since=_day(since),
        until=_day(until),
        page_names=_words(page_name),
        authors=_words(author),
        match=match,
        script=_one_of("script", script, get_args(PrintScript)),
        dedup=_one_of("dedup", dedup, get_args(Dedup)),
        as_of=_day(as_of),
    )


def _words(given: str | Iterable[str] | None) -> tuple[str, ...]:
    return () if given is None else (given,) if isinstance(given, str) else tuple(given)


def _day(given: Day | None) -> dt.date | None:
    return dt.date.fromisoformat(given) if isinstance(given, str) else given


def _one_of(name: str, given: Any, allowed: Sequence[str]) -> Any:
    if given not in allowed:
        raise ValueError(f"{name}: {given!r} is not one of {', '.join(allowed)}")
    return given

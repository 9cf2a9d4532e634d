"""How fast full text search is, and whether it finds everything: python -m bench.search N [URL]

Fills a new database (SQLite in a temporary directory, or the empty one at URL) with N articles of invented
text and asks for words of one to four characters: how many articles, the best 20, the curve over time.
Prints Markdown.
"""

import datetime as dt
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from pipelines.text.fold import fold
from storage.database import for_writing, open_engine
from storage.models import table
from storage.search import matching, read_query, search, trend
from storage.selection import Selection

HERE = Path(__file__).parent
LENGTH = 1_300
"""Characters of an article."""
PAGE, ISSUE = 12, 96
"""Articles of a page (one transaction) and of an issue."""
PAPERS = 20
QUERIES = 25
"""Queries of each length."""
TRENDS = 5
"""Of these, counted over time."""
MOMENT = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
"""When everything arrived."""
BARE = 3_000
"""Articles written without the index, for comparison."""

Row = dict[str, Any]


class Writer:
    """Writes invented articles: sentences of invented news, of a vocabulary, and of single characters."""

    def __init__(self, seed: int) -> None:
        words = json.loads((HERE.parent / "tests" / "cases" / "vocabulary.json").read_text("utf-8"))
        news = (HERE / "invented_news.txt").read_text("utf-8")
        self.random = random.Random(seed)
        self.vocabulary = [words[kind] for kind in ("how", "where", "who", "does", "what")]
        self.sentences = [line for line in news.replace("\n", "").split("。") if line]
        self.characters = [one for one in news if "\u4e00" <= one <= "\u9fff"]

    def sentence(self) -> str:
        """One sentence."""
        kind = self.random.random()
        if kind < 0.3:
            return self.random.choice(self.sentences) + "。"
        if kind < 0.6:
            return "".join(map(self.random.choice, self.vocabulary)) + "，"
        return "".join(self.random.choices(self.characters, k=self.random.randint(5, 25))) + "。"

    def article(self) -> tuple[str, str]:
        """Headline and body."""
        lines: list[str] = []
        size = 0
        while size < LENGTH:
            lines.append(self.sentence())
            size += len(lines[-1])
        return self.sentence()[:24], "".join(lines)


def queries() -> dict[int, list[str]]:
    """Length → words that stand in articles like these."""
    writer = Writer(7)
    found: dict[int, list[str]] = {}
    for length in (1, 2, 3, 4):
        words: dict[str, None] = {}
        while len(words) < QUERIES:
            _, body = writer.article()
            start = writer.random.randrange(len(body) - length)
            word = body[start : start + length]
            if all("\u4e00" <= one <= "\u9fff" for one in word):
                words[fold(word)] = None
        found[length] = list(words)
    return found


class Filling:
    """What filling the database with articles took, and what the queries should find."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.bytes = 0
        self.expected: dict[str, int] = {}


def fill(engine: Engine, count: int, asked: dict[int, list[str]], clock: Callable[[], float]) -> Filling:
    """Writes the articles, a page a transaction."""
    writer = for_writing(engine)
    names = ("papers", "issues", "pages", "placements", "articles")
    inserts = {name: sa.insert(table(name)) for name in names}
    filling = Filling()
    words = [word for length in asked for word in asked[length]]
    filling.expected = dict.fromkeys(words, 0)
    press = Writer(1)
    with writer.begin() as connection:
        papers = [{"slug": f"p{n:02}", "name": f"p{n:02}", "script": "hans"} for n in range(PAPERS)]
        connection.execute(inserts["papers"], papers)
    for start in range(0, count, PAGE):
        issue_id, page_id = start // ISSUE + 1, start // PAGE + 1
        numbers = range(start, min(start + PAGE, count))
        issue = {name: _issue(issue_id)[name] for name in ("paper", "date")}
        articles = [
            article_row(
                number + 1,
                issue_id,
                *press.article(),
                source_id=str(number),
                cite_id=f"p-{number}",
                **issue,
            )
            for number in numbers
        ]
        for row in articles:
            text = f"{row['headline']}\n{row['body']}"
            filling.bytes += len(text.encode())
            for word in words:
                if word in text:
                    filling.expected[word] += 1
        placements = [_placement(number, page_id, row) for number, row in enumerate(articles, 1)]
        begun = clock()
        with writer.begin() as connection:
            if start % ISSUE == 0:
                connection.execute(inserts["issues"], _issue(issue_id))
            connection.execute(inserts["pages"], _page(page_id, issue_id))
            connection.execute(inserts["placements"], placements)
            connection.execute(inserts["articles"], articles)
        filling.seconds += clock() - begun
    return filling


def _issue(issue_id: int) -> Row:
    date = dt.date(2004, 1, 1) + dt.timedelta(days=issue_id // PAPERS)
    paper = f"p{issue_id % PAPERS:02}"
    return {"id": issue_id, "paper": paper, "date": date, "edition": "", "promised": [], "first_seen": MOMENT}


def _page(page_id: int, issue_id: int) -> Row:
    number = (page_id - 1) % (ISSUE // PAGE) + 1
    row: Row = {"id": page_id, "issue_id": issue_id, "sequence": number, "number": f"{number:02}"}
    return row | {"name": f"第{number}版", "url": "", "checked_at": MOMENT}


def _placement(position: int, page_id: int, row: Row) -> Row:
    ids = {"source_id": row["source_id"], "listed_id": row["source_id"]}
    return {"page_id": page_id, "position": position, **ids, "title": row["headline"], "url": ""}


def article_row(number: int, issue_id: int, headline: str, body: str, **more: Any) -> Row:
    """A row of `articles` with an invented text; `more` are its ids and what else is not as usual."""
    empty = ("kicker", "subhead", "byline", "dateline", "source", "column_name", "url")
    return {
        "id": number,
        "issue_id": issue_id,
        "script": "hans",
        "char_count": len(body),
        "revision": 1,
        "first_seen": MOMENT,
        "last_seen": MOMENT,
        "authors": [],
        "repairs": [],
        "headline": headline,
        "headline_hans": headline,
        "body": body,
        "body_hans": body,
        **dict.fromkeys(empty, ""),
        **more,
    }


def index_size(engine: Engine) -> int:
    """Bytes of the full text index."""
    size = (
        "SELECT pg_relation_size('search')"
        if engine.dialect.name == "postgresql"
        else "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search#_%' ESCAPE '#' AND aggregate = 1"
    )
    with engine.connect() as connection:
        return int(connection.execute(sa.text(size)).scalar_one())


def without_index(directory: Path, clock: Callable[[], float]) -> float:
    """Articles a second written to an SQLite database without the index."""
    engine = open_engine(f"sqlite:///{directory / 'bare.db'}")
    with for_writing(engine).begin() as connection:
        connection.execute(sa.text("DROP TRIGGER search_insert"))
    filling = fill(engine, BARE, {}, clock)
    engine.dispose()
    return BARE / filling.seconds


def latencies(engine: Engine, asked: dict[int, list[str]], expected: dict[str, int]) -> Iterator[str]:
    """A row a length: how long queries take, cold caches aside, and whether all hits are found."""
    for length, words in asked.items():
        times: list[float] = []
        counted: list[float] = []
        trends: list[float] = []
        wrong = 0
        for word in words:
            with engine.connect() as connection:
                found = matching(connection, read_query(word), Selection())
                count = found.counted()
                begun = time.perf_counter()
                connection.execute(count).scalar_one()
                counted.append(1000 * (time.perf_counter() - begun))
            begun = time.perf_counter()
            total = search(engine, word, limit=20).total
            times.append(1000 * (time.perf_counter() - begun))
            wrong += total != expected[word]
        for word in words[:TRENDS]:
            begun = time.perf_counter()
            articles = sum(each.articles for each in trend(engine, [word]))
            trends.append(1000 * (time.perf_counter() - begun))
            wrong += articles != expected[word]
        hits = statistics.median(expected[word] for word in words)
        cells = (
            length,
            f"{hits:,.0f}",
            *_spread(counted),
            *_spread(times),
            f"{statistics.median(trends):,.0f}",
            f"{len(words) + len(trends) - wrong} of {len(words) + len(trends)}",
        )
        yield "| " + " | ".join(map(str, cells)) + " |"


def _spread(times: list[float]) -> tuple[str, str]:
    return f"{statistics.median(times):,.1f}", f"{sorted(times)[int(len(times) * 0.95)]:,.1f}"


def report(url: str, count: int, directory: Path) -> Iterator[str]:
    """Everything that is measured, line by line."""
    asked = queries()
    engine = open_engine(url)
    sqlite = engine.dialect.name == "sqlite"
    clock = time.process_time if sqlite else time.perf_counter
    bare = f", {without_index(directory, clock):,.0f} without the index" if sqlite else ""
    filling = fill(engine, count, asked, clock)
    if not sqlite:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("VACUUM ANALYZE articles"))
    size = index_size(engine)
    yield f"{engine.dialect.name}, {count:,} articles of {filling.bytes / count / 1000:.1f} kB: "
    yield f"{count / filling.seconds:,.0f} articles/s in{bare}; "
    yield f"an index of {size / 1e6:,.0f} MB, {size / filling.bytes:.2f} of the text."
    yield ""
    heads = ("characters", "articles (median)", "count: median ms", "p95", "search: median ms", "p95")
    yield "| " + " | ".join((*heads, "trend: median ms", "right")) + " |"
    yield "|--:|--:|--:|--:|--:|--:|--:|--:|"
    yield from latencies(engine, asked, filling.expected)
    engine.dispose()


def print_report(
    arguments: list[str], usage: str | None, report: Callable[[str, int, Path], Iterator[str]]
) -> None:
    """Prints the lines of a report of (URL, N, a directory), for the arguments N and perhaps URL."""
    if not 1 <= len(arguments) <= 2 or not arguments[0].isdecimal():
        raise SystemExit(usage)
    with tempfile.TemporaryDirectory(prefix="banmian-bench-") as directory:
        url = arguments[1] if len(arguments) == 2 else f"sqlite:///{directory}/banmian.db"
        for line in report(url, int(arguments[0]), Path(directory)):
            print(line, flush=True)


if __name__ == "__main__":
    print_report(sys.argv[1:], __doc__, report)

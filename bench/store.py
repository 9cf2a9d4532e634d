"""How fast rows are stored and given back: against raw sqlite3, and an export against reading rows."""

from __future__ import annotations

import datetime as dt
import gc
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.ratios import Line, medians
from pipelines.fingerprint import FingerprintPipeline
from pipelines.items import ArticleItem, Item
from pipelines.normalize import NormalizePipeline
from storage import Writer
from storage.corpus import arrow_table
from storage.database import open_engine
from storage.exports import Order, Program, export
from storage.selection import Selection
from tests.support.builders import article, page
from tests.support.editions import changed, sample

PAGES, ARTICLES, PAPERS = 250, 8, 40
DAY = dt.date(2024, 1, 1)
REPRINTED = 0.08
COPIES = 50
"""So many times the articles stored are exported, copies on other days: 100,000 articles."""


def items(count: int = PAGES) -> Iterator[list[Item]]:
    """Pages with their articles as the pipelines hand them on. REPRINTED of the articles are texts of the
    days before, as agencies' texts spread: most stand in 2 or 3 papers, some in 30, each with a head and an
    end of its own."""
    rng = random.Random(1)
    bodies: list[str] = []
    spreading: list[str] = []
    normalize, fingerprint = NormalizePipeline(), FingerprintPipeline()
    for number in range(count):
        paper, day = f"p{number % PAPERS}", DAY + dt.timedelta(days=number // (PAPERS * 8))
        ids = [f"{number}x{n}" for n in range(ARTICLES)]
        batch: list[Item] = [page(number // PAPERS % 8 + 1, *ids, paper=paper, date=day)]
        for source_id in ids:
            bodies = bodies or sample(3 + number, PAGES * ARTICLES, 700)
            body = bodies.pop()
            if spreading and rng.random() < REPRINTED:
                body = (
                    body[:20] + changed(rng, spreading.pop(rng.randrange(len(spreading))), 0.01) + body[-20:]
                )
            elif len(spreading) < 1000:
                prints = min(30, int(rng.paretovariate(1.2)))
                spreading += [body[20:-20]] * (prints - 1)
            batch.append(
                fingerprint.process_item(normalize.process_item(_article(source_id, paper, day, body)))
            )
        yield batch


def _article(source_id: str, paper: str, day: dt.date, body: str) -> ArticleItem:
    url = f"http://paper.test/{paper}/{day}/{source_id}.htm"
    return article(source_id, paper=paper, date=day, url=url, headline=body[:20], body=body)


def lines() -> Iterator[Line]:
    """The database that is filled is read again."""
    pages = list(items())
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        url = f"sqlite:///{directory}/banmian.db"
        begun = time.process_time()
        with Writer(url) as writer:
            for batch in pages:
                writer.store_all(batch)
        stored = time.process_time() - begun
        tables = _rows(directory / "banmian.db")
        count = sum(map(len, tables.values()))
        bare = medians(3, lambda: _raw(directory, tables))[0]
        note = (
            f"{count / stored:,.0f} of {count / bare:,.0f} rows/s, {1000 * stored / PAGES / ARTICLES:.2f} ms "
        )
        note += "an article, full text and near duplicates included"
        yield Line("store: rows a second", "sqlite3 executemany", bare / stored, 0.6, most=False, note=note)
        same = medians(3, lambda: _raw_indexed(directory, tables))[0]
        note = f"{count / same:,.0f} rows/s there"
        peer = "sqlite3 executemany, the same indexes and full text"
        yield Line("store: rows a second", peer, same / stored, 0.6, most=False, note=note)
        engine = open_engine(url)
        _multiply(directory / "banmian.db")
        read = medians(3, lambda: _read(directory / "banmian.db"))[0]
        begun = time.process_time()
        arrow_table([])
        loaded = time.process_time() - begun
        searched = gc.get_threshold()
        gc.set_threshold(100_000, 20, 50)  # as in every command (crawler.__main__)
        for format in ("jsonl", "parquet"):
            begun = time.process_time()
            order = Order(Selection(), format, Program("bench", 2, 2))  # type: ignore[arg-type]
            export(engine, directory / f"out.{format}" if format == "jsonl" else directory / "out", order)
            spent = time.process_time() - begun
            count = PAGES * ARTICLES * COPIES
            note = f"{count / spent:,.0f} articles/s"
            if format == "parquet":
                note += f"; loading pyarrow (and pandas, where there is one) apart: {loaded:.2f} s once"
            name = f"export: {format}, {count:,} articles"
            yield Line(name, "reading the rows", read / spent, 0.25, most=False, note=note)
        gc.set_threshold(*searched)
        engine.dispose()


def _raw_indexed(directory: Path, tables: dict[str, list[tuple[object, ...]]]) -> float:
    """Seconds the same rows take in the same tables with their constraints, indexes, triggers and full text,
    an issue's worth a transaction, without a look at what is stored."""
    path = directory / "indexed.db"
    path.unlink(missing_ok=True)
    engine = open_engine(f"sqlite:///{path}")
    with engine.connect() as pooled:
        connection = pooled.connection.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        pooled.rollback()
        connection.execute("PRAGMA foreign_keys = OFF")  # rows come table by table
        begun = time.process_time()
        for number in range(PAGES):
            connection.execute("BEGIN IMMEDIATE")
            for name, rows in tables.items():
                step = -(-len(rows) // PAGES)
                if part := rows[number * step : (number + 1) * step]:
                    marks = ", ".join("?" * len(part[0]))
                    connection.executemany(f"INSERT INTO {name} VALUES ({marks})", part)
            connection.execute("COMMIT")
        spent = time.process_time() - begun
    engine.dispose()
    return spent


def _rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    names = ("issues", "pages", "placements", "articles", "texts", "bands", "pairs")
    with sqlite3.connect(path) as connection:
        rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    connection.close()
    return rows


def _raw(directory: Path, tables: dict[str, list[tuple[object, ...]]]) -> float:
    """Seconds the same rows take without constraint, index or full text, an issue's worth a transaction."""
    path = directory / "raw.db"
    path.unlink(missing_ok=True)
    begun = time.process_time()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    for name, rows in tables.items():
        if rows:
            connection.execute(f"CREATE TABLE {name} ({', '.join(f'c{n}' for n in range(len(rows[0])))})")
            marks = ", ".join("?" * len(rows[0]))
            step = -(-len(rows) // PAGES)
            for start in range(0, len(rows), step):
                connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows[start : start + step])
                connection.commit()
    connection.close()
    return time.process_time() - begun


def _multiply(path: Path) -> None:
    """Copies of all issues on later days, each with reprints of its own; without full text, which no export
    reads."""
    other = {
        "issues": {"id": "id + :far", "date": "date(date, :later)"},
        "pages": {"id": "id + :far", "issue_id": "issue_id + :far"},
        "placements": {"id": "id + :far", "page_id": "page_id + :far"},
        "articles": {
            "id": "id + :far",
            "issue_id": "issue_id + :far",
            "date": "date(date, :later)",
            "cite_id": "cite_id || :name",
            "cluster": "cluster || :name",
            "reprint_of": "reprint_of || :name",
        },
    }
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER search_insert")
        for name, changed in other.items():
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            chosen = ", ".join(changed.get(column, column) for column in columns)
            copied = f"INSERT INTO {name} ({', '.join(columns)}) SELECT {chosen} FROM {name}"
            for number in range(1, COPIES):
                values = {"far": number * 1_000_000, "later": f"+{number * 30} days", "name": f"-{number}"}
                connection.execute(f"{copied} WHERE id < 1000000", values)
    connection.close()


def _read(path: Path) -> float:
    begun = time.process_time()
    with sqlite3.connect(path) as connection:
        for _ in connection.execute("SELECT * FROM articles JOIN issues ON issues.id = articles.issue_id"):
            pass
    connection.close()
    return time.process_time() - begun

"""How fast: `banmian dedup` over a database of N invented articles, and what the index adds to a crawl."""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.util
import json
import multiprocessing
import random
import re
import resource
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from pipelines.items import ArticleItem
from pipelines.text.fingerprint import fingerprint
from pipelines.text.fold import fold
from pipelines.text.keys import letters
from storage import Writer
from storage.database import for_writing, open_engine
from storage.items import ARTICLE_FIELDS
from storage.models import table
from storage.reprints import dedup, index, likeness
from tests.support.builders import article
from tests.support.editions import FAMILIES, changed, sample

PEERS = 5_000
"""Articles another program is measured on: its speed does not hang on how many there are."""
PAPERS, PER_DAY = 50, 2_500
QUICK = tuple(family for family in FAMILIES if family.name != "new head and tail")
"""The families whose editions take no time to make."""
COPIED = tuple(name for name in ARTICLE_FIELDS if name not in ("content_key", "authors", "repairs"))
NOW = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


def print_speed(count: int) -> None:
    """The table of a database of `count` articles, a fifth of them editions of earlier ones."""
    with tempfile.TemporaryDirectory() as directory:
        path, out = Path(directory, "bench.db"), Path(directory, "out.json")
        url = f"sqlite:///{path}"
        mean = fill(url, count)
        before = size(path)
        result, again = (measured(url, out) for _ in range(2))
        seconds = result["seconds"]
        total, found = sum(seconds.values()), seconds["texts"] + seconds["bands"]
        counts = rows_of(url)
        print(f"\n{count:,} articles of {mean:.0f} characters, SQLite\n\n| | |\n|---|---:|")
        print(f"| `dedup` | {total:.1f} s, {count / total:,.0f} articles/s |")
        print(f"| of this on a processor | {result['cpu']:.1f} s, {count / result['cpu']:,.0f} articles/s |")
        for phase, spent in seconds.items():
            print(f"| its phase {phase} | {spent:.1f} s |")
        print(f"| key, signature, query and insert (texts and bands) | {count / found:,.0f} articles/s |")
        total, found = sum(again["seconds"].values()), again["seconds"]["texts"] + again["seconds"]["bands"]
        print(
            f"| `dedup` again, the keys being up to date | {total:.1f} s, {count / total:,.0f} articles/s |"
        )
        print(f"| of this on a processor | {again['cpu']:.1f} s, {count / again['cpu']:,.0f} articles/s |")
        print(f"| key, signature, query and insert | {count / found:,.0f} articles/s |")
        print(f"| peak of memory | {result['peak']:.0f} MB |")
        print(f"| texts, bands, pairs | {counts[0]:,}, {counts[1]:,}, {counts[2] // 2:,} |")
        print(f"| database before, after | {before / 1e6:,.0f} MB, {size(path) / 1e6:,.0f} MB |")
        print(f"| index for an article | {(size(path) - before) / count:,.0f} bytes |")
        print_peer(url, count / result["cpu"], count / again["cpu"])
        print_share(url)


def print_peer(url: str, first: float, again: float) -> None:
    """The same work by datasketch on texts of that database, where it is installed; ours in articles/s."""
    if importlib.util.find_spec("datasketch") is None:
        return
    module = importlib.import_module("datasketch")
    engine = open_engine(url)
    with engine.connect() as connection:
        bodies = connection.execute(sa.select(table("articles").c.body_hans).limit(PEERS)).scalars().all()
    engine.dispose()
    started = time.process_time()
    lsh = module.MinHashLSH(threshold=0.5, num_perm=128)
    for n, body in enumerate(bodies):
        kept = letters(body)
        hashed = module.MinHash(num_perm=128)
        hashed.update_batch([kept[at : at + 3].encode() for at in range(len(kept) - 2)])
        lsh.query(hashed)
        lsh.insert(n, hashed)
    rate = len(bodies) / (time.process_time() - started)
    print(
        f"| datasketch {module.__version__}, MinHashLSH in memory: signature, query and insert of "
        f"{len(bodies):,}, on a processor | {rate:,.0f} articles/s |"
    )
    print(f"| `dedup`, and `dedup` again, against it | {first / rate:.1f} ×, {again / rate:.1f} × |")


def measured(url: str, out: Path) -> dict[str, Any]:
    """What `measure` finds in a process of its own."""
    process = multiprocessing.get_context("spawn").Process(target=measure, args=(url, str(out)))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"dedup ended with {process.exitcode}")
    return dict(json.loads(out.read_text("utf-8")))


def fill(url: str, count: int) -> float:
    """A database of `count` articles as another KEY_VERSION left it; their mean length."""
    rng = random.Random(1)
    pool = [part for text in sample(1, 4000, 2000) for part in re.split(r"\W+", text) if 4 <= len(part) <= 25]
    engine = open_engine(url)
    recent: list[str] = []
    length = 0
    with for_writing(engine).begin() as connection:
        # The full-text index is measured elsewhere; filling it would take most of the time.
        for name in ("insert", "update", "delete"):
            connection.execute(sa.text(f"DROP TRIGGER IF EXISTS search_{name}"))
        papers = [{"slug": f"p{n}", "name": f"p{n}", "script": "hans"} for n in range(PAPERS)]
        connection.execute(sa.insert(table("papers")), papers)
        issues = [
            {
                "id": day * PAPERS + n + 1,
                "paper": f"p{n}",
                "date": dt.date(2000, 1, 1) + dt.timedelta(days=day),
                "edition": "",
                "promised": [],
                "first_seen": NOW,
            }
            for day in range(count // PER_DAY + 1)
            for n in range(PAPERS)
        ]
        connection.execute(sa.insert(table("issues")), issues)
        batch: list[dict[str, object]] = []
        for n in range(count):
            body = edition_or_new(rng, recent, pool)
            length += len(body)
            batch.append(row(n, body))
            if len(batch) == 5_000 or n == count - 1:
                connection.execute(sa.insert(table("articles")), batch)
                batch = []
    engine.dispose()
    return length / count


def edition_or_new(rng: random.Random, recent: list[str], pool: list[str]) -> str:
    """A fifth of the articles are editions of one of five thousand others."""
    if recent and rng.random() < 0.2:
        family = rng.choice(QUICK)
        return family.edit(rng, rng.choice(recent), rng.choice(family.strengths))
    body = "，".join(rng.choices(pool, k=rng.randint(15, 70))) + "。"
    if len(recent) < 5_000:
        recent.append(body)
    else:
        recent[rng.randrange(5_000)] = body
    return body


def row(n: int, body: str) -> dict[str, object]:
    """The row of an article."""
    item = article(str(n), body=body, body_hans=body)
    return {
        **{name: getattr(item, name) for name in COPIED},
        "issue_id": n // PER_DAY * PAPERS + n % PAPERS + 1,
        "paper": f"p{n % PAPERS}",
        "date": dt.date(2000, 1, 1) + dt.timedelta(days=n // PER_DAY),
        "cite_id": f"p{n % PAPERS}-{n}",
        "content_key": f"k0.0-{n}",
        "authors": [],
        "repairs": [],
        "revision": 1,
        "first_seen": NOW,
        "last_seen": NOW,
    }


def measure(url: str, out: str) -> None:
    """Run `dedup` (in a process of its own): seconds of each phase and the peak of memory, into `out`."""
    engine = open_engine(url)
    seconds: dict[str, float] = defaultdict(float)
    last = time.perf_counter()
    for step in dedup(engine):
        now = time.perf_counter()
        seconds[step.phase] += now - last
        last = now
    seconds["groups"] += time.perf_counter() - last
    engine.dispose()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result = {"seconds": seconds, "cpu": time.process_time(), "peak": peak}
    Path(out).write_text(json.dumps(result), "utf-8")


def print_share(url: str) -> None:
    """What one article more costs in that database: signature, query, comparisons, index, groups."""
    rng = random.Random(5)
    bodies = sample(77, 400, 900)
    for n in range(4, len(bodies), 5):
        bodies[n] = changed(rng, bodies[n - 1], 0.05)
    items = []
    for n, body in enumerate(bodies):
        body_hans = fold(body)
        key, signed = fingerprint(body_hans)
        fields: dict[str, Any] = {"body_hans": body_hans, "content_key": key, "signature": signed}
        items.append(article(f"x{n}", paper=f"p{n % PAPERS}", date=dt.date(2025, 1, 1), body=body, **fields))
    started = time.process_time()
    for item in items:
        fingerprint(item.body_hans)
    signing = (time.process_time() - started) / len(items)
    queries, spent = [], []
    with Writer(url) as archive:
        with archive.engine.connect() as connection:
            for item in items:
                started = time.perf_counter()
                index.sharing(connection, likeness.bands(item.signature))
                queries.append(time.perf_counter() - started)
        for each in ([unindexed(item) for item in items], items):
            archive.store_all(each[:100])  # the first of every statement is compiled
            started = time.process_time()
            for start in range(100, len(each), 10):
                archive.store_all(each[start : start + 10])
            spent.append((time.process_time() - started) / (len(each) - 100))
    median, slow = np.quantile(queries, (0.5, 0.99)) * 1e6
    print(f"| query of the index, median and 99 % | {median:.0f}, {slow:.0f} µs |")
    print(f"| storing an article, without the index (processor time) | {spent[0] * 1e3:.2f} ms |")
    print(f"| storing an article, with it (a fifth are editions) | {spent[1] * 1e3:.2f} ms |")
    print(f"| key and signature of an article | {signing * 1e3:.2f} ms |")
    print(f"| the crawl's own share | {(spent[1] - spent[0] + signing) * 1e3:.2f} ms |")


def unindexed(item: ArticleItem) -> ArticleItem:
    """The same as another article, without its signature."""
    return replace(item, signature=b"", source_id=f"y{item.source_id}", content_key=f"y{item.content_key}")


def rows_of(url: str) -> list[int]:
    """The numbers of texts, bands and pairs (these both ways)."""
    engine = open_engine(url)
    with engine.connect() as connection:
        counted = (sa.select(sa.func.count()).select_from(table(n)) for n in ("texts", "bands", "pairs"))
        counts = [int(connection.execute(each).scalar_one()) for each in counted]
    engine.dispose()
    return counts


def size(path: Path) -> int:
    """Bytes of the database with its log."""
    return sum(file.stat().st_size for file in path.parent.glob(path.name + "*") if file.is_file())


if __name__ == "__main__":
    print_speed(int(sys.argv[1]))

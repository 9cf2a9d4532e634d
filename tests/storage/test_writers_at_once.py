"""Several processes store texts in one PostgreSQL database at once: the same as one after the other."""

from __future__ import annotations

import datetime as dt
import random
from multiprocessing.synchronize import Barrier

import pytest
import sqlalchemy as sa

from pipelines.items import ArticleItem
from pipelines.text.fingerprint import fingerprint
from pipelines.text.fold import fold
from storage import StorageError, Writer
from storage.reprints import index, locks
from tests.storage.test_duplicates import state
from tests.support import forked
from tests.support.builders import DAY, article, capture, empty, hours
from tests.support.databases import Server
from tests.support.editions import changed, sample

WRITERS, BATCHES, CROWDED = 4, 8, 4
SHORT = ("天气预报：明天晴。", "本报讯：今天开门。", "启事")
"""Too little for the index of near duplicates; the last for a key, too."""


def batches_of(writer: int, seed: int) -> list[list[ArticleItem]]:
    """What one writer stores of its paper, a transaction each: texts that all print, texts nearly the same,
    short ones, and articles that come again with another text."""
    rng, common = random.Random(f"{seed} {writer}"), sample(seed, 4, 300)
    own = iter(sample(1000 * seed + writer, BATCHES * 3, 300))
    made: list[list[ArticleItem]] = []
    for number in range(BATCHES):
        batch = []
        for n in range(3):
            kind = rng.random()
            body = rng.choice(common) if kind < 0.7 else rng.choice(SHORT) if kind < 0.8 else next(own)
            if 0.3 < kind < 0.7:
                body = changed(rng, body, 0.02)
            again = made and rng.random() < 0.25
            of = rng.randrange(number) if again else number
            batch.append(printed(writer, of, f"{of}x{n}", body, writer * 1000 + number * 10 + n))
        made.append(batch)
    return made


def printed(writer: int, day: int, source_id: str, body: str, at: int) -> ArticleItem:
    body_hans = fold(body)
    key, signed = fingerprint(body_hans)
    return article(
        source_id,
        paper=f"p{writer}",
        date=DAY + dt.timedelta(days=day),
        body=body,
        body_hans=body_hans,
        char_count=300,
        content_key=key,
        signature=signed,
        capture=capture(at, at=hours(at)),
    )


def write(url: str, writer: int, seed: int, ready: Barrier) -> None:
    """In a process of its own: what one writer stores, when all are ready."""
    index.CROWDED = CROWDED
    batches = batches_of(writer, seed)
    with Writer(url) as archive:
        ready.wait()
        for batch in batches:
            archive.store_all(batch)


def at_once(url: str, seed: int) -> None:
    ready = forked.CONTEXT.Barrier(WRITERS)
    processes = [forked.CONTEXT.Process(target=write, args=(url, n, seed, ready)) for n in range(WRITERS)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0] * WRITERS


def test_writers_at_once_make_what_one_after_the_other_makes(
    postgres_server: Server, postgres_template: str, sqlite_url: str, whole: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(index, "CROWDED", CROWDED)
    with Writer(sqlite_url) as archive:
        for seed in range(40 if whole else 1):
            name = postgres_server.make(postgres_template)
            with postgres_server.admin.connect() as connection:  # who wait for each other shall not wait long
                connection.execute(sa.text(f"ALTER DATABASE {name} SET deadlock_timeout = '20ms'"))
            at_once(postgres_server.address(name), seed)
            for writer in range(WRITERS):
                for batch in batches_of(writer, seed):
                    archive.store_all(batch)
            with Writer(postgres_server.address(name)) as other:
                assert state(other.engine) == state(archive.engine), f"seed {seed}"
            assert len(state(archive.engine)[3]) > 10, "there are near duplicates"
            empty(archive.engine)
            postgres_server.drop(name)


def test_a_writer_waits_for_a_like_text_and_for_no_other(postgres_url: str, postgres_server: Server) -> None:
    first, other = sample(7, 2, 300)
    like = changed(random.Random(7), first, 0.01)
    stored, held = printed(1, 0, "a", other, 1000), printed(0, 0, "a", first, 0)
    assert held.content_key is not None
    with postgres_server.admin.connect() as connection:
        name = sa.make_url(postgres_url).database
        connection.execute(sa.text(f"ALTER DATABASE {name} SET lock_timeout = '300ms'"))
    with Writer(postgres_url) as archive, archive.engine.begin() as connection:
        locks.hold(connection, {held.content_key: held.signature})  # a transaction that has not ended
        assert archive.store(stored) == "new"
        with pytest.raises(StorageError, match="lock timeout"):
            archive.store(printed(2, 0, "a", like, 2000))
        connection.rollback()
        assert archive.store(printed(2, 0, "a", like, 2000)) == "new"

"""A database copied into another: the same rows and answers between any two, however it is stopped."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import Corpus, StorageError, Writer, transfer
from storage.database import SchemaError, open_engine
from storage.transfer import Copied, NotEmpty, copy
from tests.support import databases, sabotage
from tests.support.builders import PAPER, dump, problem
from tests.support.corpora import FORMULAS, fill, kept
from tests.support.desk import Desk

PLACES = ["sqlite to postgres", "postgres to sqlite", "sqlite to sqlite"]


@pytest.fixture(params=PLACES)
def ends(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """The addresses of a database with tables and of one without any."""
    source, target = request.param.split(" to ")
    first: str = request.getfixturevalue(f"{source}_url")
    if target == source:
        return first, f"sqlite:///{tmp_path / 'copy.db'}"
    second: str = request.getfixturevalue(f"empty_{target}_url")
    return first, second.replace("banmian.db", "copy.db")


def everything(url: str) -> dict[str, object]:
    """Every row of every table, and what search finds."""
    engine = open_engine(url)
    with engine.connect() as connection:
        meta = connection.execute(sa.text("SELECT name, value FROM meta ORDER BY name")).all()
    rows: dict[str, object] = {**dump(engine), "meta": [tuple(row) for row in meta]}
    engine.dispose()
    with Corpus(url) as corpus:
        hits = {query: corpus.search(query).hits for query in ("书桌", "石榴树", "雨", "图书馆的")}
    return {**rows, "hits": hits}


def filled(url: str) -> None:
    """A corpus with what tells the databases apart: signs of every sort, polygons, problems, runs."""
    fill(url)
    with Writer(url) as writer:
        for number, sign in enumerate(FORMULAS, 37001):
            writer.store(
                kept(str(number), f"第{number}篇里有一个少见的字𠮷和记号\\N\t{sign}。", headline=sign)
            )
        writer.store(problem(detail="一行\n又一行\\."))
        writer.start_run(["banmian", "crawl", PAPER], [PAPER])


def test_a_copy_has_the_same_rows_and_answers_and_is_written_further(ends: tuple[str, str]) -> None:
    source, target = ends
    filled(source)
    tables = {each.table: each for each in copy(source, target) if isinstance(each, Copied)}
    assert everything(target) == everything(source)
    assert tables["articles"].rows == 13
    assert len(tables["articles"].sha256) == 64
    for url in ends:
        with Writer(url) as writer:
            writer.store(kept("38001", "拷贝之后写下的第一篇，旧书桌还在原来的地方。"))
    after = [everything(url) for url in ends]
    assert after[0]["hits"] == after[1]["hits"]
    assert [len(rows["articles"]) for rows in after] == [14, 14]  # type: ignore[arg-type]


def test_a_copy_of_the_copy_is_the_first_again(ends: tuple[str, str], tmp_path: Path) -> None:
    source, target = ends
    back = f"sqlite:///{tmp_path / 'back.db'}"
    filled(source)
    first = [step for step in copy(source, target) if isinstance(step, Copied)]
    assert [step for step in copy(target, back) if isinstance(step, Copied)] == first
    assert everything(back) == everything(source)


def test_a_copy_killed_anywhere_goes_on_and_is_whole(
    ends: tuple[str, str], tmp_path: Path, whole: bool
) -> None:
    source, target = ends
    filled(source)
    desk = Desk.at(tmp_path)
    for number in range(3, 200, 1 if whole else 20):
        killed = desk.attempt("db", "copy", source, target, prepare=slowly_and_killed, number=number)
        assert killed.returncode in (-9, 0), killed.stderr
        if killed.returncode == 0:
            break
        with pytest.raises(StorageError, match="not finished: run the same `banmian db copy` again"):
            Writer(target)
        with pytest.raises(StorageError, match="is a copy that is not finished"):
            Corpus(target)
    report = desk.json("db", "copy", source, target)
    assert {each["table"]: each["rows"] for each in report["tables"]}["articles"] == 13
    assert everything(target) == everything(source)


def slowly_and_killed(number: int) -> None:
    """Three rows a transaction, and SIGKILL before the N-th COMMIT."""
    transfer.AT_ONCE = 3
    sabotage.killed_at_commit(number)


def test_a_copy_that_was_stopped_is_not_read_and_does_not_begin_again(
    ends: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = ends
    filled(source)
    monkeypatch.setattr(transfer, "AT_ONCE", 3)
    for step in (steps := copy(source, target)):
        if not isinstance(step, Copied) and (step.table, step.done) == ("articles", 6):
            break
    steps.close()
    desk = Desk.at(tmp_path, target)
    for reads in (("search", "书桌"), ("status",), ("export", "all.jsonl"), ("verify",)):
        done = desk.run(*reads, code=5)
        assert "is a copy that is not finished: run the same `banmian db copy` again" in done.stderr
        assert done.stdout == ""
    again = [step for step in copy(source, target) if not isinstance(step, Copied) and not step.verifies]
    assert [step.done for step in again if step.table == "articles"] == [6, 9, 12, 13]


def test_a_target_that_holds_something_else_is_refused_and_left_alone(
    ends: tuple[str, str], tmp_path: Path
) -> None:
    source, target = ends
    filled(source)
    with Writer(target) as writer:
        writer.store_paper("wanbao", "晚报", "hans")
    before = everything(target)
    with pytest.raises(NotEmpty, match=r"holds 0 articles already.*name an empty database"):
        list(copy(source, target))
    assert everything(target) == before
    other = f"sqlite:///{tmp_path / 'other.db'}"
    databases.provide(other)
    beginning = f"sqlite:///{tmp_path / 'beginning.db'}"
    next(copy(source, beginning))
    with pytest.raises(NotEmpty, match="holds the beginning of a copy of"):
        list(copy(other, beginning))
    with pytest.raises(StorageError, match="is a copy that is not finished"):
        list(copy(beginning, other))


def test_a_row_that_differs_is_found(ends: tuple[str, str]) -> None:
    source, target = ends
    filled(source)
    list(copy(source, target))
    assert any(isinstance(step, Copied) for step in copy(source, target)), "it is compared once more"
    engine = open_engine(target)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE placements SET title = title || ' ' WHERE position = 2"))
    engine.dispose()
    with pytest.raises(StorageError, match=r"placements differs: .* rows in .*Copy into an empty database"):
        list(copy(source, target))


def test_a_database_is_not_copied_into_itself(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "banmian.db")
    with pytest.raises(ValueError, match="cannot be copied into itself"):
        list(copy(sqlite_url, f"sqlite:///{tmp_path / 'link.db'}"))


def test_somebody_elses_tables_are_not_copied_into(sqlite_url: str, empty_postgres_url: str) -> None:
    engine = sa.create_engine(empty_postgres_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE customers (id INTEGER)"))
    engine.dispose()
    with pytest.raises(SchemaError, match="customers"):
        list(copy(sqlite_url, empty_postgres_url))


def test_of_a_target_that_is_no_database_it_is_said_how_another_is_named(
    sqlite_url: str, tmp_path: Path
) -> None:
    (tmp_path / "env.sh").write_text("export BANMIAN_DB=sqlite:///banmian.db\n" * 40, encoding="utf-8")
    with pytest.raises(StorageError, match=r"the file is something else: .* TO of `banmian db copy`"):
        list(copy(sqlite_url, f"sqlite:///{tmp_path / 'env.sh'}"))


def test_where_nothing_is_there_is_nothing_to_copy(tmp_path: Path) -> None:
    desk = Desk.at(tmp_path)
    done = desk.run(
        "db", "copy", f"sqlite:///{tmp_path / 'none.db'}", f"sqlite:///{tmp_path / 'new.db'}", code=2
    )
    assert "there is no database at" in done.stderr
    assert not (tmp_path / "new.db").exists()

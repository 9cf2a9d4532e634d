"""A database is opened with exactly this program's tables, or refused with a sentence that helps."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import IntegrityError

from pipelines.text.fingerprint import FINGERPRINT_VERSION
from storage import Writer, driver
from storage.database import (
    END,
    MIGRATIONS,
    SCHEMA,
    SQLITE_TABLES,
    NoDatabase,
    SchemaError,
    StorageError,
    _engine,
    existing,
    explained,
    for_writing,
    migrate,
    open_engine,
    scripts,
    upgrade,
)
from storage.errors import shown
from storage.items import Span
from storage.ledger.status import _COVERAGE
from storage.models import Base, UTCDateTime
from storage.reprints import OtherFingerprints, dedup
from tests.support import forked
from tests.support.builders import DAY, NOON, PAPER, article, capture, dump, issue, page, rows
from tests.support.databases import Server, downgraded


@pytest.fixture
def sqlite_url(empty_sqlite_url: str) -> str:
    """Here a database is made by the program itself."""
    return empty_sqlite_url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Here a database is made by the program itself."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url


def is_of_search(name: str | None) -> bool:
    """Whether that is the name of a part of the full text index, of which the models know nothing."""
    return (name or "").startswith("search")


def test_an_empty_database_gets_its_tables_by_itself(database_url: str) -> None:
    engine = open_engine(database_url)
    tables = {name for name in sa.inspect(engine).get_table_names() if not is_of_search(name)}
    assert tables == {*Base.metadata.tables, "alembic_version"}
    engine.dispose()


def test_whether_a_database_is_there_is_asked_without_making_one(database_url: str) -> None:
    for _ in range(2):
        with pytest.raises(NoDatabase, match=r"there is no database at .*`banmian crawl SLUG` makes one"):
            existing(database_url)
    open_engine(database_url).dispose()
    assert existing(database_url) == database_url


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("postgresql+psycopg:///papers?host=%2Ftmp%2Fpg", "postgresql:///papers?host=/tmp/pg"),
        ("postgresql+psycopg://me:secret@db.example/papers", "postgresql://me:***@db.example/papers"),
        ("postgresql+psycopg:///papers?password=a%2Fsecret", "postgresql:///papers?password=***"),
        ("sqlite:///banmian.db", "sqlite:///banmian.db"),
    ],
)
def test_an_address_is_shown_as_it_was_typed_without_passwords(address: str, says: str) -> None:
    assert shown(sa.make_url(address)) == says


def test_a_database_in_memory_is_refused() -> None:
    for url in ("sqlite://", "sqlite:///:memory:", "sqlite:///file::memory:?uri=true"):
        with pytest.raises(NoDatabase, match="would be gone with the command"):
            open_engine(url)


def test_migrations_and_models_agree(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.connect() as connection:
        of_models = {"include_name": lambda name, *_: not is_of_search(name)}
        context = MigrationContext.configure(connection, opts={"compare_server_default": True} | of_models)
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_the_program_knows_its_newest_migration() -> None:
    assert scripts().get_current_head() == SCHEMA


def test_a_new_sqlite_database_has_what_the_migrations_make(tmp_path: Path) -> None:
    """Where they make something else, it is written: look at it, and commit it."""
    open_engine(f"sqlite:///{tmp_path}/new.db").dispose()
    migrate_empty(f"sqlite:///{tmp_path}/migrated.db")
    migrated = statements_of(tmp_path / "migrated.db")
    if statements_of(tmp_path / "new.db") != migrated:
        SQLITE_TABLES.write_text(END.join(migrated), "utf-8")
        pytest.fail(f"{SQLITE_TABLES} is written anew: look at it, and commit it")


def migrate_empty(url: str) -> None:
    """Runs all migrations, which a new SQLite database is made without."""
    engine = _engine(url)
    try:
        with explained(engine.url), for_writing(engine).begin() as connection:
            migrate(connection)
    finally:
        engine.dispose()


def statements_of(file: Path) -> list[str]:
    """What makes such a database, its rows included, in the order it was made."""
    with closing(sqlite3.connect(file)) as connection:
        made = connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
        ).fetchall()
        rows = [
            f"INSERT INTO {name} VALUES ({', '.join(repr(value) for value in row)})"
            for kind, name, _ in made
            if kind == "table" and not is_of_search(name)
            for row in connection.execute(f"SELECT * FROM {name}")
        ]
    kept = [sql for kind, name, sql in made if not (kind == "table" and name.startswith("search_"))]
    return [*kept, *rows]


def test_every_column_has_its_sentence() -> None:
    silent = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.c
        if not (column.doc or "").endswith(".")
    ]
    assert silent == []


def _set_version(url: str, version: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    engine.dispose()


def test_a_database_newer_than_the_program_is_refused(database_url: str) -> None:
    _set_version(database_url, "9999")
    with pytest.raises(SchemaError, match=r"newer banmian \(9999.*update banmian"):
        open_engine(database_url)
    with pytest.raises(SchemaError, match="newer banmian"):
        upgrade(database_url)


def test_an_older_database_is_refused_until_it_is_upgraded(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_engine(sqlite_url).dispose()
    monkeypatch.setattr("storage.database.SCHEMA", "9999")
    with pytest.raises(SchemaError, match=r"earlier banmian.*run `banmian db upgrade`"):
        open_engine(sqlite_url)


def test_a_database_of_the_first_schema_is_upgraded_with_all_that_is_in_it(database_url: str) -> None:
    with Writer(database_url) as writer:
        dated = article("b", paper="b-paper", printed_date=DAY)
        writer.store_all([issue(), page(1, "a"), article("a"), dated])
        before = dump(writer.engine)
        downgraded(writer.engine, "0001")
    with pytest.raises(SchemaError, match="run `banmian db upgrade`"):
        open_engine(database_url)
    assert upgrade(database_url) == ("0001", SCHEMA)
    with pytest.raises(OtherFingerprints, match=r"version k1\.1-s1, .* run `banmian dedup`"):
        Writer(database_url)
    engine = open_engine(database_url)
    assert dump(engine) | {"spans": []} == before
    for _ in dedup(engine):
        pass
    engine.dispose()
    with Writer(database_url) as writer:
        spans = [(PAPER, DAY, DAY, "asked"), ("b-paper", DAY, DAY, "asked")]
        assert rows(writer.engine, "spans", "paper", "since", "until", "kind") == sorted(spans)
        assert rows(writer.engine, "meta", "name", "value") == [("fingerprint", FINGERPRINT_VERSION)]


def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    assert upgrade(database_url) == (None, SCHEMA)
    assert upgrade(database_url) == (SCHEMA, SCHEMA)


def test_someone_elses_tables_are_not_touched(database_url: str) -> None:
    engine = sa.create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE customers (id INTEGER)"))
    with pytest.raises(SchemaError, match=r"not banmian's.*customers.*--db"):
        open_engine(database_url)
    with pytest.raises(SchemaError, match="customers"):
        upgrade(database_url)
    assert sa.inspect(engine).get_table_names() == ["customers"]
    engine.dispose()


def test_a_failed_migration_leaves_nothing_behind(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = shutil.copytree(MIGRATIONS, tmp_path / "migrations")
    script = broken / "versions" / "0001_contract.py"
    halfway = re.compile(r'    op\.create_table\(\s+"images"')
    script.write_text(halfway.sub(r'    op.execute("oops")\n\g<0>', script.read_text("utf-8")), "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("storage.database.MIGRATIONS", broken)
        with pytest.raises(StorageError, match="oops"):
            migrate_empty(database_url)
    open_engine(database_url).dispose()


def _open(url: str) -> None:
    open_engine(url).dispose()


def test_programs_that_open_an_empty_database_together_do_not_collide(database_url: str) -> None:
    with forked.CONTEXT.Pool(3) as pool:
        pool.map(_open, [database_url] * 3)


def test_no_connection_stays_open_when_others_empty_the_pool_it_came_from(
    postgres_url: str, postgres_server: Server
) -> None:
    engine = open_engine(postgres_url)
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            with engine.connect() as connection:
                connection.execute(sa.select(1))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(700):
        engine.dispose()
        is_over.wait(0.0005)
    is_over.set()
    for thread in threads:
        thread.join()
    engine.dispose()
    assert postgres_server.connections(postgres_url) == 0


def test_it_works_from_any_directory_and_sets_up_no_logging(sqlite_url: str, tmp_path: Path) -> None:
    code = (
        "import logging, sys; from storage.database import open_engine; open_engine(sys.argv[1]).dispose();"
        "print(logging.getLogger().handlers, logging.getLogger('alembic.runtime.migration').handlers)"
    )
    where = tmp_path / "100% elsewhere"
    where.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, sqlite_url],
        cwd=where,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[] []\n", "")


def test_sqlite_is_set_up_for_one_writer_and_many_readers(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:

        def pragma(name: str) -> object:
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()

        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 1
        assert pragma("foreign_keys") == 1
        assert pragma("busy_timeout") == 30000
        assert int(str(pragma("wal_autocheckpoint"))) >= 20000
    engine.dispose()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:////no/such/place/banmian.db", "/no/such/place does not exist"),
        ("mysql://localhost/banmian", "keeps no data in 'mysql'"),
        ("banmian.db", "not a database address.*sqlite:///"),
        ("postgresql://nobody:secret@127.0.0.1:1/banmian", "is the server running"),
    ],
)
def test_an_address_that_leads_nowhere_gets_one_clear_sentence(url: str, sentence: str) -> None:
    with pytest.raises(StorageError, match=sentence) as caught:
        open_engine(url)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_directory_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="is a directory"):
        open_engine(f"sqlite:///{tmp_path}")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no database " * 100)
    with pytest.raises(StorageError, match=r"notes\.txt: file is not a database"):
        open_engine(f"sqlite:///{tmp_path / 'notes.txt'}")


def test_a_database_that_may_not_be_written_says_so(tmp_path: Path) -> None:
    open_engine(f"sqlite:///{tmp_path / 'banmian.db'}").dispose()
    with (
        Writer(f"sqlite:///file:{tmp_path / 'banmian.db'}?mode=ro&uri=true") as archive,
        pytest.raises(StorageError, match="may not write"),
    ):
        archive.store(issue())


def test_a_database_that_does_not_exist_on_the_server_is_named(postgres_server: Server) -> None:
    with pytest.raises(StorageError, match="does not exist"):
        open_engine(postgres_server.address("other"))


def test_without_the_driver_the_extra_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StorageError, match=r"pip install 'psycopg\[binary\]' .*'\.\[postgres\]'"):
        open_engine("postgresql://localhost/banmian")


def test_an_instant_comes_back_as_the_same_instant(database_url: str) -> None:
    engine = open_engine(database_url)
    moment = NOON.astimezone(dt.timezone(dt.timedelta(hours=8))) + dt.timedelta(microseconds=7)
    with engine.begin() as connection:
        back = connection.execute(sa.select(sa.bindparam("t", moment, UTCDateTime))).scalar_one()
        stored = sa.Table("t", sa.MetaData(), sa.Column("at", UTCDateTime))
        stored.create(connection)
        connection.execute(sa.insert(stored), {"at": moment})
        kept = connection.execute(sa.select(stored.c.at)).scalar_one()
        with pytest.raises(sa.exc.StatementError, match="needs its time zone"):
            connection.execute(sa.insert(stored), {"at": dt.datetime(2023, 1, 1)})  # noqa: DTZ001
    assert back is not None
    assert kept == moment
    assert kept.utcoffset() == dt.timedelta(0)
    engine.dispose()


def test_opening_a_database_that_is_up_to_date_does_not_load_the_migrations(sqlite_url: str) -> None:
    open_engine(sqlite_url).dispose()
    code = (
        "import sys; from storage.database import open_engine; open_engine(sys.argv[1]).dispose();"
        "assert 'alembic' not in sys.modules"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, "-c", code, sqlite_url], env=environment, check=True)


IMPOSSIBLE = {
    "an article of another day than its issue": "UPDATE articles SET date = '2023-10-18'",
    "an article of another paper than its issue": "UPDATE articles SET paper = 'b'",
    "a text of less than no characters": "UPDATE articles SET char_count = -5",
    "a script that is none": "UPDATE articles SET script = 'klingon'",
    "a reprint of what is not its group's first print": "UPDATE articles SET reprint_of = 'nowhere'",
    "a revision before the first": "UPDATE articles SET revision = 0",
    "less than no pages": "UPDATE issues SET page_count = -3",
    "a paper's script that is none": "UPDATE papers SET script = 'mixed'",
    "more than a whole page": "UPDATE placements SET share = 1.5",
    "a place before the first": "UPDATE placements SET position = 0",
    "a record before its file": "UPDATE captures SET \"offset\" = -1",
    "a span that ends before it begins": "UPDATE spans SET until = '1066-10-14'",
    "a span of no kind": "UPDATE spans SET kind = 'hoped'",
}  # fmt: skip


def is_refused(engine: sa.Engine, statement: str) -> bool:
    """Whether a statement breaks a condition; it is undone."""
    with for_writing(engine).connect() as connection:
        try:
            connection.execute(sa.text(statement))
        except IntegrityError:
            return True
        return False


def test_what_cannot_be_true_is_refused_by_the_database(database_url: str) -> None:
    with Writer(database_url) as writer:
        read = capture(1)
        writer.store_all([issue(), page(1, "a"), article("a", capture=read), article("b", paper="b-paper")])
        writer.store_span(Span(PAPER, DAY, DAY, "asked", "", NOON))
        before = dump(writer.engine)
        accepted = [
            what for what, statement in IMPOSSIBLE.items() if not is_refused(writer.engine, statement)
        ]
        assert accepted == []
        assert dump(writer.engine) == before


def test_the_conditions_of_the_models_are_those_of_the_database(database_url: str) -> None:
    engine = open_engine(database_url)
    inspector = sa.inspect(engine)
    for name, of in Base.metadata.tables.items():
        conditions = {str(each.name) for each in of.constraints if isinstance(each, sa.CheckConstraint)}
        assert {each["name"] for each in inspector.get_check_constraints(name)} == conditions
    engine.dispose()


def test_every_foreign_key_has_an_index(database_url: str) -> None:
    engine = open_engine(database_url)
    inspector = sa.inspect(engine)
    for name in Base.metadata.tables:
        indexed = [inspector.get_pk_constraint(name)["constrained_columns"]]
        indexed += [index["column_names"] for index in inspector.get_indexes(name)]
        indexed += [unique["column_names"] for unique in inspector.get_unique_constraints(name)]
        for key in inspector.get_foreign_keys(name):
            assert any(columns[:1] == key["constrained_columns"][:1] for columns in indexed), (name, key)
    engine.dispose()


def test_guessed_articles_are_counted_by_an_index_of_their_own(database_url: str) -> None:
    engine = open_engine(database_url)
    plan = "EXPLAIN" if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    with engine.connect() as connection:
        lines = connection.execute(sa.text(f"{plan} {_COVERAGE.compile(engine)}")).all()
    assert "ix_articles_guessed" in str(lines)
    engine.dispose()


def test_a_row_that_was_impossible_all_along_is_named_before_anything_is_changed(database_url: str) -> None:
    with Writer(database_url) as writer:
        writer.store_all([issue(), page(1, "a"), article("a")])
        downgraded(writer.engine, "0010")
        with for_writing(writer.engine).begin() as connection:
            connection.execute(sa.text("UPDATE articles SET char_count = -5"))
    with pytest.raises(StorageError, match="1 rows of articles are against char_count >= 0"):
        upgrade(database_url)
    engine = sa.create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one() == "0010"
    engine.dispose()


def test_the_index_of_an_earlier_database_has_the_numbers_that_texts_have_now(postgres_url: str) -> None:
    texts = ("", "一", "AI 技术，AI技术", "第 3 版\n20\u3000人 ２０人", "é中 b\t文", " \n", "\U0001f600字")
    grams = sa.select(*(sa.func.search_grams(head, body) for head in texts for body in texts))
    engine = open_engine(postgres_url)
    with engine.connect() as connection:
        now = connection.execute(grams).one()
    downgraded(engine, "0015")
    with engine.connect() as connection:
        assert connection.execute(grams).one() == now
    engine.dispose()


@pytest.mark.parametrize("listened", [False, True])
def test_a_statement_on_the_drivers_cursor_fails_as_sqlalchemys_do(database_url: str, listened: bool) -> None:
    engine = open_engine(database_url)
    heard: list[str] = []
    if listened:
        sa.event.listen(engine, "before_cursor_execute", lambda *told: heard.append(told[2]))
    statement = "INSERT INTO papers (slug) VALUES (NULL)"
    with pytest.raises(IntegrityError) as raised, engine.begin() as connection:
        driver.run(connection, statement)
    assert raised.value.statement == statement
    assert raised.value.orig is not None
    assert (statement in heard) is listened
    with engine.begin() as connection:
        assert driver.run(connection, "SELECT count(*) FROM papers").fetchall() == [(0,)]
    engine.dispose()

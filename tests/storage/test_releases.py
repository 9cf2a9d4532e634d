"""A database of every released version becomes one of today, with all that was in it."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import Corpus
from storage.database import open_engine, upgrade
from storage.ledger import spans, status
from storage.models import Base
from tests.support.builders import dump
from tests.support.databases import downgraded

RELEASES = sorted(folder for folder in (Path(__file__).parents[1] / "releases").iterdir() if folder.is_dir())


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database without any table."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url


def filled_by(release: Path, url: str) -> None:
    """Puts what the release stored into an empty database."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        path.write_bytes(lzma.decompress((release / "banmian.db.xz").read_bytes()))
        return
    script = lzma.decompress((release / "banmian.sql.xz").read_bytes()).decode("utf-8")
    # psql's own commands (\restrict) are not SQL.
    statements = "\n".join(line for line in script.splitlines() if not line.startswith("\\"))
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        cursor = connection.connection.cursor()
        cursor.execute(statements)
        cursor.execute("SELECT set_config('search_path', 'public', false)")
    engine.dispose()


def counts(url: str) -> dict[str, int]:
    """Rows a table."""
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        tables = set(sa.inspect(connection).get_table_names()) & set(Base.metadata.tables)
        found = {
            name: connection.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar_one() for name in tables
        }
    engine.dispose()
    return found


@pytest.mark.parametrize("release", RELEASES, ids=lambda folder: folder.name)
def test_a_database_of_a_release_is_upgraded_with_all_that_was_in_it(
    release: Path, database_url: str
) -> None:
    filled_by(release, database_url)
    before = counts(database_url)
    assert before["articles"] > 5
    upgrade(database_url)
    after = counts(database_url)
    assert {name: after[name] for name in before} == before
    with Corpus(database_url) as corpus:
        articles = list(corpus.articles())
        assert len(articles) == before["articles"]
        assert all(article.body and article.cite_id for article in articles)
        assert [hit.cite_id for hit in corpus.search("书桌").hits]
        assert {row.state for row in status(corpus.engine)} >= {"partial", "no_issue"}
        # What its runs asked for and its issues imply is expected from now on, and nothing else.
        days = {(row.paper, row.date) for row in status(corpus.engine)}
        asked = spans(corpus.engine)
        assert {span.kind for span in asked} <= {"asked", "cron"}
        assert all(any(span.paper == paper and day in span for span in asked) for paper, day in days)
        assert not any(row.unproved for row in status(corpus.engine)), "nobody knows"
    upgrade(database_url)
    assert counts(database_url) == after
    contents = rows_of(database_url)
    # And back to the tables of the release, and forth again: nothing of it is lost on the way.
    engine = open_engine(database_url)
    downgraded(engine, "0001")
    engine.dispose()
    assert {name: counts(database_url)[name] for name in before} == before
    upgrade(database_url)
    assert rows_of(database_url) == contents


def rows_of(url: str) -> dict[str, list[dict[str, object]]]:
    """Every row but of what an upgrade makes of others."""
    engine = open_engine(url)
    found = {name: rows for name, rows in dump(engine).items() if name != "spans"}
    engine.dispose()
    return found

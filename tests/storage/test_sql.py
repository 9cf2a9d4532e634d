"""docs/sql.md: every question is answered by either database, and by the real datasette and sqlite-utils."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from storage import Corpus, Writer
from tests.support.builders import capture
from tests.support.corpora import fill, kept

DOCUMENT = (Path(__file__).parents[2] / "docs" / "sql.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"^## (\d+)\. .*?(?=^## |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL)
STATEMENTS = re.findall(r"```sql ?(\w*)\n(.*?)```", DOCUMENT, re.DOTALL)


def of(dialect: str) -> list[str]:
    """The statements of the document for a database."""
    return [statement.strip() for name, statement in STATEMENTS if name in ("", dialect)]


def test_there_are_ten_questions() -> None:
    assert [str(number) for number in range(1, 11)] == QUESTIONS


def test_every_question_is_answered_alike_by_both_databases(sqlite_url: str, postgres_url: str) -> None:
    answers = []
    for url, dialect in ((sqlite_url, "sqlite"), (postgres_url, "postgresql")):
        fill(url)
        with Writer(url) as archive:
            wire = "新华社北京10月16日电 三条新路今天同时通车，居民都说方便。"
            archive.store(kept("7001", wire, capture=capture(70)))
        with Corpus(url) as corpus, corpus.engine.connect() as connection:
            found = [
                connection.execute(sa.text(statement.replace(":", r"\:"))).all() for statement in of(dialect)
            ]
        # SQLite has dates as texts.
        answers.append([[tuple(map(str, row)) for row in rows] for rows in found])
    of_sqlite, of_postgresql = answers
    plain = [len(rows) for rows in of_sqlite]
    assert plain == [len(rows) for rows in of_postgresql]
    for statement, one, other in zip(of("sqlite"), of_sqlite, of_postgresql, strict=True):
        if "withdrawn_at" not in statement:  # written differently
            assert one == other, statement
    assert plain[8] == 3, "the three prints of a text say 社工站"
    empty = [one for one, number in zip(of("sqlite"), plain, strict=True) if not number]
    assert all("share" in statement or "problems" in statement for statement in empty), empty


def answered(arguments: Sequence[str], home: Path) -> str:
    """What a program of another project prints."""
    environment = os.environ | {"HOME": str(home), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=home, env=environment, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


DATASETTE = """
import asyncio, json, sys
from datasette.app import Datasette

async def main(file, plugins, *paths):
    client = Datasette([file], plugins_dir=plugins).client
    print(json.dumps([(await client.get(path)).json() for path in paths]))

asyncio.run(main(*sys.argv[1:]))
"""


def test_datasette_answers_them_too_and_has_facets(sqlite_url: str, tmp_path: Path) -> None:
    pytest.importorskip("datasette", reason="the extra dev is not installed")
    fill(sqlite_url)
    (tmp_path / "ask.py").write_text(DATASETTE, encoding="utf-8")
    paths = [f"/banmian.json?{urlencode({'sql': each, '_shape': 'objects'})}" for each in of("sqlite")]
    paths.append("/banmian/articles.json?_facet=paper&_facet=date&_extra=facet_results")
    paths.append("/banmian/printed.json?_facet=paper_name")
    paths += ["/banmian/search.json?_shape=objects", "/banmian.json?sql=select+count(*)+as+n+from+search"]
    paths[-1] += "&_shape=objects"
    [plugin] = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "banmian_search.py").write_text(plugin, encoding="utf-8")
    *answers, facets, view, index, counted = json.loads(
        answered(["ask", sqlite_url.removeprefix("sqlite:///"), "plugins", *paths], tmp_path)
    )
    assert len(index["rows"]) == 7
    assert counted["rows"] == [{"n": 7}]
    assert all(answer["ok"] for answer in answers)
    found = facets["facet_results"]
    found = found.get("results", found)
    papers = {each["value"]: each["count"] for each in found["paper"]["results"]}
    assert papers == {"gongyishibao": 4, "jingxiang": 3}
    assert len(found["date"]["results"]) == 2
    assert len(view["rows"]) == 8


def test_without_our_functions_the_index_finds_and_counts_and_its_own_column_is_refused(
    sqlite_url: str,
) -> None:
    fill(sqlite_url)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        asked = "SELECT count(*) FROM search WHERE search MATCH '\"社 工 站\"'"
        assert connection.execute(asked).fetchall() == [(3,)]
        with pytest.raises(sqlite3.OperationalError, match="no such function: search_characters"):
            connection.execute("SELECT count(*) FROM search")


def test_sqlite_utils_answers_the_one_about_words(sqlite_url: str, tmp_path: Path) -> None:
    pytest.importorskip("sqlite_utils", reason="the extra dev is not installed")
    fill(sqlite_url)
    [statement] = [statement for statement in of("sqlite") if "MATCH" in statement]
    rows = json.loads(
        answered(["sqlite_utils", "query", sqlite_url.removeprefix("sqlite:///"), statement], tmp_path)
    )
    assert len(rows) == 3

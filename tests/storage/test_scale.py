"""docs/scale.md: its examples run over a release, and its schedulers are told what they understand."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from storage import Corpus
from tests.support.builders import PAPER
from tests.support.corpora import MIRROR, fill
from tests.support.desk import Desk

DOCUMENT = (Path(__file__).parents[2] / "docs" / "scale.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)(?: (\w+))?\n(.*?)```", DOCUMENT, re.DOTALL)


def blocks(language: str, kind: str = "") -> list[str]:
    return [text for name, of, text in BLOCKS if (name, of) == (language, kind)]


def test_duckdb_answers_the_questions_over_a_release(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    fill(sqlite_url)
    Desk.at(tmp_path).run("export", "release", "--format", "parquet")
    monkeypatch.chdir(tmp_path)
    with duckdb.connect() as connection:
        counted, curve, network = (connection.sql(query).fetchall() for query in blocks("sql", "duckdb"))
    with Corpus(sqlite_url) as corpus:
        articles = list(corpus.articles())
    characters: Counter[str] = Counter()
    for article in articles:
        characters[article.paper] += article.char_count
    assert counted == [(paper, 2023, count, characters[paper]) for paper, count in ((PAPER, 4), (MIRROR, 3))]
    alone = [article for article in articles if article.reprint_of is None]
    assert curve == [(2023, sum("书桌" in article.body for article in alone), len(alone))]
    assert network == [(PAPER, MIRROR, 2)]


def test_what_schedulers_are_given_can_be_read() -> None:
    yaml = pytest.importorskip("yaml")
    [job] = map(yaml.safe_load, blocks("yaml"))
    [container] = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    assert container["args"][:2] == ["banmian", "crawl"]
    for program in blocks("python"):
        ast.parse(program)

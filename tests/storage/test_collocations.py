"""Collocates, keywords and n-grams are what a second, naive implementation of the formulas finds."""

from __future__ import annotations

import math
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.text.fold import fold
from storage import Writer
from storage.extras import MissingExtra
from storage.search import Window, collocates, frequencies, keywords, ngrams, without
from storage.selection import Selection
from tests.support.builders import article, page
from tests.support.corpora import fill
from tests.support.corpora import kept as kept_text
from tests.support.desk import Desk

TEXTS = {
    "1": (
        "社工站开门",
        "沿河县的社工站今天开门，社工小方借书给孩子。社工站不收钱。\n孩子喜欢书，社工也喜欢书。",
    ),
    "2": ("书与灯塔", "灯塔下的书店卖旧书，孩子读书，AI 读书。2023年社工来了！社工走了？社工又来了。"),
    "3": ("舊書", "圖書館的舊書借給孩子，社工和志願者整理舊書；社工說，AI讀書快。"),
    "4": ("水渠", "水渠边没有别的，只有木匠和账本。木匠不读书。"),
}
OTHER = {"5": ("足球", "足球队赢了，球迷高兴。足球场边没有书。"), "6": ("篮球", "篮球队输了，球迷不高兴。")}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with six articles of two papers."""
    desk = Desk.at(tmp_path_factory.mktemp("linguist"))
    with Writer(desk.db) as archive:
        for paper, texts in (("hebao", TEXTS), ("tiyubao", OTHER)):
            archive.store(page(1, *texts, paper=paper))
            for source_id, (headline, body) in texts.items():
                folded = {"headline_hans": fold(headline), "body_hans": fold(body)}
                archive.store(article(source_id, paper=paper, headline=headline, body=body, **folded))
    return desk


@pytest.fixture(scope="module")
def archive(desk: Desk) -> Iterator[Writer]:
    """The same database."""
    with Writer(desk.db) as archive:
        yield archive


# --- the second implementation: slow, and written from the formulas alone -----------------------------------


def naive_items(text: str) -> list[str]:
    """Characters and Latin words of a text, marks left out."""
    return re.findall(r"[0-9a-z]+|[一-鿿]", fold(text).lower())


def naive_collocates(
    word: str, window: Window, paper: dict[str, tuple[str, str]]
) -> dict[str, dict[str, Any]]:
    """item → measures, from whole texts cut at the word."""
    everything: list[str] = []
    near: list[tuple[str, int]] = []
    occurrences = 0
    for both in paper.values():
        for text in (fold(part).lower() for part in both):
            everything += naive_items(text)
            for piece in re.split(r"[。！？；\n]" if window == "sentence" else r"\n", text):
                between = [naive_items(part) for part in piece.split(word)]
                occurrences += len(between) - 1
                for place, items in enumerate(between):
                    for index, item in enumerate(items):
                        after = index + 1 if place else math.inf
                        before = len(items) - index if place < len(between) - 1 else math.inf
                        distance = after if after <= before else -before
                        if distance not in (math.inf, -math.inf) and (
                            window == "sentence" or abs(distance) <= int(window)
                        ):
                            near.append((item, int(distance)))
    found = {}
    n, inside = len(everything), len(near)
    for item in {item for item, _ in near}:
        o11 = sum(1 for each, _ in near if each == item)
        f = everything.count(item)
        cells = [[o11, inside - o11], [f - o11, n - inside - f + o11]]
        rows, columns = [sum(row) for row in cells], [f, n - f]
        expected = [[rows[i] * columns[j] / n for j in (0, 1)] for i in (0, 1)]
        ll = 2 * sum(
            cells[i][j] * math.log(cells[i][j] / expected[i][j])
            for i in (0, 1)
            for j in (0, 1)
            if cells[i][j]
        )
        if o11 > expected[0][0]:
            found[item] = {
                "f": f,
                "f_xy": o11,
                "ll": ll,
                "pmi": math.log2(o11 * n / (inside * f)),
                "logdice": 14 + math.log2(2 * o11 / (occurrences + f)),
                "t": (o11 - inside * f / n) / o11**0.5,
                "left": sum(1 for each, distance in near if each == item and distance < 0),
                "right": sum(1 for each, distance in near if each == item and distance > 0),
            }
    return found


@pytest.mark.parametrize("window", [1, 2, 5, "sentence"])
@pytest.mark.parametrize("word", ["社工", "书", "读书"])
def test_collocates_are_those_of_the_second_implementation(
    archive: Writer, window: Window, word: str
) -> None:
    found = collocates(archive.engine, word, Selection(papers=("hebao",)), window=window, least=1)
    expected = naive_collocates(word, window, TEXTS)
    assert {row.item for row in found.rows} == expected.keys()
    for row in found.rows:
        assert {name: getattr(row, name) for name in expected[row.item]} == pytest.approx(expected[row.item])
    assert [row.ll for row in found.rows] == sorted((row.ll for row in found.rows), reverse=True)
    for row in found.rows:
        assert row.left + row.right == row.f_xy
        assert window == "sentence" or sum(row.positions.values()) == row.f_xy


def test_both_scripts_are_one_and_words_may_be_any_query(archive: Writer) -> None:
    plain = collocates(archive.engine, "旧书", Selection(), least=1)
    assert plain.rows == collocates(archive.engine, "舊書", Selection(), least=1).rows
    assert (plain.occurrences, plain.articles) == (4, 2)
    either = collocates(archive.engine, "旧书 OR 读书", Selection(), least=1)
    assert either.occurrences == 4 + 4
    assert collocates(archive.engine, "犀牛", Selection()).rows == ()


def test_words_are_split_by_jieba_whose_version_is_noted(archive: Writer) -> None:
    found = collocates(archive.engine, "社工", Selection(), unit="word", least=1)
    assert re.fullmatch(r"jieba 0\.\d+\.\d+", found.tokenizer)
    assert {"喜欢", "志愿者"} & {row.item for row in found.rows}
    counted = frequencies(archive.engine, Selection(papers=("tiyubao",)), unit="word")
    assert counted.counts["球迷"] == 2
    assert not any("，" in item for item in counted.counts)


def test_without_jieba_the_package_to_install_is_named(
    archive: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jieba", None)
    with pytest.raises(MissingExtra, match=r"pip install jieba .*'\.\[words\]'"):
        frequencies(archive.engine, Selection(), unit="word")


@pytest.mark.parametrize("n", [1, 2, 3])
def test_ngrams_run_over_no_mark_and_are_counted_as_by_hand(archive: Writer, n: int) -> None:
    expected: Counter[str] = Counter()
    for both in TEXTS.values():
        for run in re.findall(r"[0-9a-z一-鿿 ]+", "\n".join(map(fold, both)).lower()):
            items = naive_items(run)
            expected.update("".join(items[start : start + n]) for start in range(len(items) - n + 1))
    found = frequencies(archive.engine, Selection(papers=("hebao",)), n=n)
    assert found.counts == expected
    assert (found.tokens, found.articles, found.missed) == (expected.total(), 4, 0)
    rows = ngrams(found, limit=3)
    assert rows[0].f == max(expected.values())
    assert rows[0].per_million == pytest.approx(1e6 * rows[0].f / expected.total())


def test_what_is_counted_with_little_memory_is_wrong_by_at_most_what_is_said(
    archive: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = frequencies(archive.engine, Selection(), n=2).counts
    monkeypatch.setattr(sys.modules["storage.search.frequencies"], "MOST", 40)
    found = frequencies(archive.engine, Selection(), n=2)
    assert found.missed
    for item, count in found.counts.items():
        assert exact[item] <= count <= exact[item] + found.missed


def test_keywords_are_those_of_the_formulas(archive: Writer) -> None:
    here = frequencies(archive.engine, Selection(papers=("tiyubao",)))
    there = frequencies(archive.engine, Selection(papers=("hebao",)))
    a, b = (
        Counter(naive_items("\n".join("\n".join(both) for both in texts.values())))
        for texts in (OTHER, TEXTS)
    )
    [key] = [row for row in keywords(here, there, least=1) if row.item == "球"]
    c, d, k, m = a.total(), b.total(), a["球"], b["球"]
    assert (key.f, key.f_against) == (k, m) == (7, 0)
    e1 = c * (k + m) / (c + d)
    assert key.ll == pytest.approx(2 * k * math.log(k / e1))
    ratio = (k / c) / (0.5 / d)
    assert key.log_ratio == pytest.approx(math.log2(ratio))
    error = 1.96 * math.sqrt(1 / k - 1 / c + 1 / 0.5 - 1 / d)
    assert (key.low, key.high) == pytest.approx(
        tuple(math.log2(ratio * math.exp(sign * error)) for sign in (-1, 1)), abs=1e-3
    )
    assert keywords(here, there, least=1)[0].item == "球"
    assert "社" in {row.item for row in keywords(here, there, least=1, negative=True)}
    rest = without(frequencies(archive.engine, Selection()), here)
    assert (rest.counts, rest.tokens, rest.articles) == (there.counts, there.tokens, there.articles)


def test_each_text_counts_once_where_that_is_asked(sqlite_url: str) -> None:
    fill(sqlite_url)
    with Writer(sqlite_url) as archive:
        counts = {
            dedup: collocates(archive.engine, "旧书桌 NOT 几位", Selection(dedup=dedup)).articles
            for dedup in ("none", "exact", "near")
        }
    assert counts == {"none": 3, "exact": 2, "near": 1}


def test_the_commands_print_rows_or_the_documents_of_the_contract(desk: Desk) -> None:
    document = desk.json("collocates", "社工", "--window", "sentence", "--least", "1", "--paper", "hebao")
    assert {"word", "unit", "window", "articles", "rows"} <= document.keys()
    assert (document["word"], document["unit"], document["window"]) == ("社工", "character", "sentence")
    assert list(document["rows"][0]) == ["item", "f", "f_xy", "ll", "pmi", "logdice", "t", "left", "right"]
    lines = desk.run("collocates", "社工", "--positions", "--window", "2").stdout.splitlines()
    assert lines[0].split("\t")[-4:] == ["L2", "L1", "R1", "R2"]
    document = desk.json("keywords", "--paper", "tiyubao", "--against", "hebao", "--n", "1", "--least", "1")
    assert document["rows"][0]["item"] == "球"
    assert document["rows"] == desk.json("keywords", "--paper", "tiyubao", "--n", "1", "--least", "1")["rows"]
    assert "say of which part" in desk.run("keywords", code=2).stderr
    document = desk.json("ngrams", "--n", "2", "--limit", "1", "--match", "足球 OR 篮球")
    assert (document["n"], document["unit"], document["articles"]) == (2, "character", 2)
    assert document["rows"] == [{"item": "足球", "f": 3, "per_million": 3e6 / document["tokens"]}]
    for words in (("--window", "0"), ("--window", "x"), ("--window", "21")):
        assert "--window" in desk.run("collocates", "社工", *words, code=2).stderr


def test_a_query_may_begin_with_a_hyphen(desk: Desk) -> None:
    for words in (("-5℃",), ("--limit", "3", "-5℃"), ("--", "-5℃"), ("-－",), ("--慈善",)):
        assert "0 articles" in desk.run("search", *words).stderr
    assert "No such option" in desk.run("search", "书", "--pape", "x", code=2).stderr
    assert {each["query"] for each in desk.json("trend", "-5℃", "书", "--per", "year")} == {"-5℃", "书"}
    assert desk.json("collocates", "-5℃", "--window", "2")["word"] == "-5℃"


def test_a_saved_query_is_asked_again_and_says_what_has_changed(tmp_path: Path) -> None:
    desk = Desk.at(tmp_path)
    fill(desk.db)
    words = ("石榴树", "--paper", "公益时报", "--since", "2023", "--dedup", "near")
    first = desk.run("search", *words, "--save", "q.toml").stdout
    kept = tomllib.loads((desk.home / "q.toml").read_text("utf-8"))
    assert (kept["query"], kept["options"]["paper"], kept["answer"]["articles"]) == (
        "石榴树",
        ["公益时报"],
        1,
    )
    assert kept["answer"]["sha256"] in kept["cite"]
    again = desk.run("search", "--saved", "q.toml")
    assert again.stdout == first
    assert "the same 1 articles as on" in again.stderr
    with Writer(desk.db) as archive:
        archive.store(kept_text("36099", "又一棵石榴树在石桥镇开花了，居民们都来看它。"))
    assert "1 articles then, 2 now" in desk.run("search", "--saved", "q.toml").stderr
    assert "leave these out" in desk.run("search", "书", "--saved", "q.toml", code=2).stderr
    assert "is no query that --save wrote" in desk.run("search", "--saved", "none.toml", code=2).stderr
    assert "say what to look for" in desk.run("search", code=2).stderr

"""Counts over time: right, relative to what there is, and drawn in a file that needs no network."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.items import ArticleItem
from pipelines.text.fold import fold
from storage import Corpus, Writer
from storage.charts import Drawn, covered, plot, save
from storage.database import for_writing
from storage.errors import UsageError
from storage.extras import MissingExtra
from storage.models import table
from storage.search import Count, QueryError, trend
from storage.selection import Selection
from tests.support.builders import DAY, PAPER, SITE, article, capture, empty, hours, page, problem
from tests.support.corpora import fill
from tests.support.desk import Desk


def text(source_id: str, date: str, headline: str, body: str, paper: str = "hebao") -> ArticleItem:
    """An invented article of that day."""
    fields = {"headline": headline, "headline_hans": fold(headline), "body": body, "body_hans": fold(body)}
    day = dt.date.fromisoformat(date)
    count = sum(not character.isspace() for character in body)
    return article(source_id, paper=paper, date=day, char_count=count, **fields)


ARTICLES = (
    text("1", "2021-03-02", "慈善", "慈善和公益，慈善。"),
    text("2", "2021-03-02", "水渠", "水渠边没有别的。"),
    text("3", "2021-05-04", "公益", "公益公益公益。\n慈善"),
    text("4", "2023-01-03", "灯塔", "慈善機構點亮了燈塔。", paper="wanbao"),
    text("5", "2023-01-03", "账本", "账本在木匠那里。"),
)


def store_all(archive: Writer) -> None:
    """The five articles, three of them on pages."""
    archive.store(page(1, "1", "2", paper="hebao", date=dt.date(2021, 3, 2), name="要闻"))
    archive.store(page(2, "1", paper="hebao", date=dt.date(2021, 3, 2), name="副刊", number="02"))
    archive.store(page(1, "4", paper="wanbao", date=dt.date(2023, 1, 3), name="公益"))
    archive.store_all(ARTICLES)


@pytest.fixture
def archive(database_url: str) -> Iterator[Writer]:
    """An archive with five articles of two papers."""
    with Writer(database_url) as archive:
        store_all(archive)
        yield archive


def numbers(counts: list[Count]) -> list[tuple[str, str, int, int, int]]:
    """The counts as tuples."""
    return [(each.period, each.group, each.articles, each.occurrences, each.all_articles) for each in counts]


def points(curve: Any) -> list[dict[str, Any]]:
    """What a chart draws."""
    return list(curve.to_dict()["data"]["values"])


def test_articles_and_occurrences_are_counted_by_month_and_by_year(archive: Writer) -> None:
    assert numbers(trend(archive.engine, ["慈善"])) == [
        ("2021-03", "", 1, 3, 2),
        ("2021-05", "", 1, 1, 1),
        ("2023-01", "", 1, 1, 2),
    ]
    assert numbers(trend(archive.engine, ["慈善"], per="year")) == [
        ("2021", "", 2, 4, 3),
        ("2023", "", 1, 1, 2),
    ]


def test_several_queries_and_those_with_more_than_one_phrase(archive: Writer) -> None:
    counts = trend(archive.engine, ["公益 OR 慈善", "公益 NOT 慈善", "機構"], per="year")
    assert [(each.query, each.period, each.articles, each.occurrences) for each in counts] == [
        ("公益 OR 慈善", "2021", 2, 9),
        ("公益 OR 慈善", "2023", 1, 1),
        ("公益 NOT 慈善", "2021", 0, 0),
        ("公益 NOT 慈善", "2023", 0, 0),
        ("機構", "2021", 0, 0),
        ("機構", "2023", 1, 1),
    ]


def test_relative_counts_are_per_million_characters_of_what_there_is(archive: Writer) -> None:
    [count] = trend(archive.engine, ["慈善"], Selection(until=dt.date(2021, 3, 31)), per="year")
    assert count.characters == len("慈善慈善和公益，慈善。水渠水渠边没有别的。")
    assert count.per_million == pytest.approx(1e6 * 3 / count.characters)


def test_by_paper_and_by_the_page_an_article_is_first_printed_on(archive: Writer) -> None:
    assert numbers(trend(archive.engine, ["慈善"], per="year", by="paper")) == [
        ("2021", "hebao", 2, 4, 3),
        ("2023", "hebao", 0, 0, 1),
        ("2023", "wanbao", 1, 1, 1),
    ]
    assert numbers(trend(archive.engine, ["慈善"], per="year", by="page-name")) == [
        ("2021", "", 1, 1, 1),
        ("2023", "", 0, 0, 1),
        ("2023", "公益", 1, 1, 1),
        ("2021", "要闻", 1, 3, 2),
    ]


def test_a_time_without_articles_gives_no_row_and_breaks_the_curve(archive: Writer) -> None:
    counts = trend(archive.engine, ["慈善"])
    values = [row["value"] for row in points(plot(counts))]
    assert values == [3, None, 1, None, 1]
    assert trend(archive.engine, ["慈善"], Selection(since=dt.date(2024, 1, 1))) == []


def test_a_plot_says_what_it_shows_and_what_it_leaves_out(archive: Writer) -> None:
    for number in range(9):
        archive.store(text(f"p{number}", "2021-06-01", "标", "慈善。", paper=f"paper{number}"))
    counts = trend(archive.engine, ["慈善"], per="year", by="paper")
    of = covered(archive.engine, Selection())
    assert of.last_seen is not None
    title = plot(counts, of, asked="each text once").title
    assert title.text == "慈善"
    assert title.subtitle == [
        "occurrences, 2021 to 2023, each text once",
        "hebao、paper0、paper1、paper2、paper3、paper4 and 5 more",
        f"11 papers, 13 issues (0.0 % complete), 14 articles; database of {of.last_seen}",
        "drawn are the 8 of 11 curves with most occurrences; the table has all",
        "hollow: the database has, or was asked for, a part of this time only",
    ]


def test_papers_are_drawn_by_name_and_what_is_in_part_only_is_marked(archive: Writer) -> None:
    with for_writing(archive.engine).begin() as connection:
        papers = table("papers")
        connection.execute(sa.update(papers).where(papers.c.slug == "wanbao").values(name="灯塔晚报"))
    with Corpus(archive.engine.url.render_as_string(hide_password=False)) as corpus:
        found = corpus.trend("慈善", per="year", by="paper")
        rows = points(found.plot())
        assert [(row["label"], row["value"], row["partial"]) for row in rows] == [
            ("慈善 · hebao", 4, True),
            ("慈善 · hebao", None, False),
            ("慈善 · hebao", 0, True),
            ("慈善 · 灯塔晚报", 1, True),
        ]
        assert (rows[0]["of"], rows[0]["issues"]) == (3, 2)


@pytest.mark.parametrize(
    ("drawn", "values", "axis"),
    [
        ("per-issue", [2.0, None, 0.5], "occurrences per issue"),
        ("share", [2 / 3, None, 0.5], "share of the articles"),
    ],
)
def test_a_curve_is_divided_by_what_there_is_where_that_is_asked(
    archive: Writer, drawn: Drawn, values: list[float | None], axis: str
) -> None:
    curve = plot(trend(archive.engine, ["慈善"], per="year"), drawn=drawn)
    assert [row["value"] for row in points(curve)] == values
    assert curve.title.subtitle[0] == f"{axis}, 2021 to 2023"


def test_many_months_are_counted_by_year_unless_one_says_otherwise(archive: Writer) -> None:
    for month in range(40):
        day = f"{2000 + month // 12}-{month % 12 + 1:02}-05"
        archive.store(text(f"m{month}", day, "标", "钟表与书信。"))
    assert len({each.period for each in trend(archive.engine, ["钟表"])}) == 6
    assert len({each.period for each in trend(archive.engine, ["钟表"], per="month")}) == 43


def test_a_bad_query_is_told(archive: Writer) -> None:
    with pytest.raises(QueryError):
        trend(archive.engine, ["慈善", "("])


def test_without_the_extra_the_package_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(MissingExtra, match=r"pip install vl-convert-python .*'\.\[corpus\]'"):
        plot([])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with the articles in its database."""
    desk = Desk.at(tmp_path)
    with Writer(desk.db) as archive:
        store_all(archive)
    return desk


def test_the_command_counts_and_draws(desk: Desk) -> None:
    lines = desk.run("trend", "慈善", "公益", "--per", "year", "--relative").stdout.splitlines()
    assert lines[0].split("\t") == [
        "query", "period", "articles", "of", "occurrences", "per_million", "per_issue",
    ]  # fmt: skip
    assert lines[1].split("\t")[:5] == ["慈善", "2021*", "2", "3", "4"]
    assert desk.json("trend", "慈善", "--plot", "curve.svg")[0]["occurrences"] == 3
    drawn = (desk.home / "curve.svg").read_text("utf-8")
    assert "慈善" in drawn
    assert drawn.count("graphics-symbol") >= 3


def test_a_picture_and_a_page_that_loads_nothing(archive: Writer, tmp_path: Path) -> None:
    chart = plot(trend(archive.engine, ["慈善"]))
    save(chart, tmp_path / "curve.png")
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")
    save(chart, tmp_path / "curve.pdf")
    assert (tmp_path / "curve.pdf").read_bytes().startswith(b"%PDF")
    save(chart, tmp_path / "curve.html")
    document = (tmp_path / "curve.html").read_text("utf-8")
    assert '<meta charset="utf-8">' in document
    assert 'name="viewport"' in document
    assert "慈善" in document
    assert not re.search(r"<script[^>]+src=|<link[^>]+href=|@import", document)


def test_a_file_no_chart_is_written_to_is_told_before_anything_is_counted(desk: Desk) -> None:
    assert ".html, .svg, .png or .pdf" in desk.run("trend", "慈善", "--plot", "curve.gif", code=2).stderr
    assert "cannot be written" in desk.run("trend", "慈善", "--plot", "no/such/place.svg", code=5).stderr


def test_by_day_and_by_week(archive: Writer) -> None:
    by_day = trend(archive.engine, ["慈善"], per="day")
    assert [(each.period, each.occurrences) for each in by_day] == [
        ("2021-03-02", 3), ("2021-05-04", 1), ("2023-01-03", 1),
    ]  # fmt: skip
    by_week = trend(archive.engine, ["慈善"], per="week")
    assert [each.period for each in by_week] == ["2021-W09", "2021-W18", "2023-W01"]
    assert [row["value"] for row in points(plot(by_week))] == [3, None, 1, None, 1]
    assert not any(each.partial for each in (*by_day, *by_week))


def test_what_there_is_only_a_part_of_is_marked_and_divided_by_what_there_is(archive: Writer) -> None:
    for number, day in enumerate(("2022-01-04", "2022-06-30", "2022-12-28")):
        archive.store(text(f"w{number}", day, "标", "慈善慈善。", paper="wanbao"))
    counts = trend(archive.engine, ["慈善"], per="year")
    assert [(each.period, each.partial) for each in counts] == [
        ("2021", True),
        ("2022", False),
        ("2023", True),
    ]
    assert (counts[1].issues, counts[1].per_issue) == (3, 2.0)
    by_paper = trend(archive.engine, ["慈善"], per="year", by="paper")
    assert {(each.period, each.group): each.partial for each in by_paper}["2022", "wanbao"] is False
    asked = trend(archive.engine, ["慈善"], Selection(until=dt.date(2022, 7, 31)), per="year")
    assert [each.partial for each in asked] == [True, True]


def test_a_page_name_is_one_in_both_scripts(archive: Writer) -> None:
    archive.store(page(1, "6", paper="wanbao", date=dt.date(2023, 1, 4), name="要聞"))
    archive.store(text("6", "2023-01-04", "標", "慈善慈善。", paper="wanbao"))
    names = {each.group for each in trend(archive.engine, ["慈善"], per="year", by="page-name")}
    assert names == {"", "公益", "要闻"}


def test_each_text_counts_once_where_that_is_asked_in_the_part_and_in_the_whole(database_url: str) -> None:
    fill(database_url)
    with Writer(database_url) as archive:
        for dedup, articles, every in (("none", 3, 8), ("exact", 2, 7), ("near", 1, 6)):
            [count] = trend(archive.engine, ["旧书桌擦"], Selection(dedup=dedup), per="year")
            assert (count.articles, count.all_articles) == (articles, every - 1), dedup


TEXTS = st.sampled_from([("text-1", 40), ("text-1", 40), ("text-2", 900), ("text-3", 12)])
EVENTS = st.one_of(
    st.tuples(
        st.just("article"), st.integers(1, 3), st.integers(0, 1), TEXTS, st.sampled_from(["", "generic"])
    ),
    st.tuples(st.just("page"), st.integers(1, 2), st.integers(0, 1), st.permutations(["1", "2", "3"])),
    st.tuples(st.just("gone"), st.integers(1, 3), st.integers(0, 1)),
    st.tuples(st.just("taken down"), st.integers(1, 3), st.integers(0, 1)),
    st.tuples(st.just("guesses dropped"), st.integers(0, 1)),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(events=st.lists(EVENTS, max_size=14))
def test_the_totals_of_an_issue_are_those_of_its_articles_whatever_comes_in_whichever_order(
    database_url: str, events: list[tuple[Any, ...]]
) -> None:
    with Writer(database_url) as archive:
        empty(archive.engine)
        archive.recall(())
        for hour, event in enumerate(events):
            happen(archive, hour, event)
        with archive.engine.connect() as connection:
            counted = connection.execute(sa.text(COUNTED)).all()
            kept = connection.execute(sa.text("SELECT * FROM totals ORDER BY issue_id")).all()
            assert kept == counted


COUNTED = (
    "SELECT issue_id, count(*), sum(char_count + length(headline)) FROM articles "
    "GROUP BY issue_id ORDER BY issue_id"
)


def happen(archive: Writer, hour: int, event: tuple[Any, ...]) -> None:
    """One of the things that may befall an article, at that hour."""
    match event:
        case ("article", number, later, (key, size), read_by):
            day, seen = DAY + dt.timedelta(days=later), capture(hour, at=hours(hour))
            fields: dict[str, Any] = {"date": day, "char_count": size, "body": "文" * size, "capture": seen}
            fields |= {"headline": f"{key}{'头' * hour}", "read_by": read_by}
            archive.store(article(str(number), key, **fields))
        case ("page", sequence, later, ids):
            day, seen = DAY + dt.timedelta(days=later), capture(hour, at=hours(hour))
            archive.store(page(sequence, *ids, date=day, capture=seen))
        case ("gone", number, later):
            day, seen = DAY + dt.timedelta(days=later), capture(hour, at=hours(hour))
            archive.store(problem(f"{SITE}/content_{number}.htm", date=day, capture=seen))
        case ("taken down", number, later):
            with contextlib.suppress(UsageError):
                archive.take_down(f"{PAPER}-{DAY + dt.timedelta(days=later)}-{number}", "asked")
        case ("guesses dropped", later):
            archive.drop_guessed(PAPER, DAY + dt.timedelta(days=later))


def test_the_totals_give_the_curve_that_counting_gives(archive: Writer) -> None:
    asked: dict[str, Any] = {"per": "month", "by": "paper"}
    of_totals = trend(archive.engine, ["慈善"], **asked)
    every = Selection(authors=("张三",))
    assert of_totals == trend(archive.engine, ["慈善"], every, **asked) != []
    span = {"since": dt.date(2021, 3, 3), "until": dt.date(2023, 1, 2)}
    few = trend(archive.engine, ["慈善"], Selection(**span), **asked)
    assert few == trend(archive.engine, ["慈善"], replace(every, **span), **asked) != []


@pytest.mark.parametrize("per", ["day", "month", "year"])
@pytest.mark.parametrize("by", [None, "paper", "page-name"])
def test_one_character_is_counted_without_texts_as_it_is_with_them(
    archive: Writer, per: Any, by: Any
) -> None:
    for character in ("慈", "的", "那", "，", "燈"):
        for selection in (Selection(), Selection(papers=("hebao",)), Selection(authors=("张三",))):
            either = f"{character} OR 无人用此词"
            [quick, read] = (trend(archive.engine, [query], selection, per=per, by=by)
                             for query in (character, either))  # fmt: skip
            assert [replace(each, query="") for each in quick] == [replace(each, query="") for each in read]
            assert sum(each.occurrences for each in quick) == sum(
                f"{each.headline_hans}{each.body_hans}".count(fold(character))
                for each in ARTICLES
                if not selection.papers or each.paper in selection.papers
            )

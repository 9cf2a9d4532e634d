"""`from storage import Corpus`: what a researcher asks of a database, on SQLite and on PostgreSQL."""

from __future__ import annotations

import ast
import csv
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import duckdb
import pytest

from pipelines.text.fold import fold, to_hant
from storage import Corpus, StorageError, Writer
from storage.corpus import COLUMNS, Article
from storage.selection import UnknownPaper
from tests.support.builders import DAY, PAPER, article, capture, hours, issue, page
from tests.support.corpora import MIRROR, NEXT_DAY, STORY, TRADITIONAL, fill, kept

FIRST, SECOND, THIRD, UNPLACED = (
    f"{PAPER}-{DAY}-{number}" for number in ("36001", "36002", "36003", "36009")
)
EXACT, NEARLY, OWN = (f"{MIRROR}-{NEXT_DAY}-{number}" for number in ("9001", "9002", "9003"))
NOTEBOOK = Path(__file__).parents[2] / "docs" / "corpus.ipynb"


@pytest.fixture
def corpus(database_url: str) -> Iterator[Corpus]:
    fill(database_url)
    with Corpus(database_url) as corpus:
        yield corpus


def ids(articles: object) -> list[str]:
    assert hasattr(articles, "__iter__")
    return [article.cite_id for article in articles]


def test_articles_come_in_print_order_and_those_without_a_page_behind_their_issue(corpus: Corpus) -> None:
    assert ids(corpus.articles()) == [FIRST, SECOND, THIRD, UNPLACED, EXACT, NEARLY, OWN]


def test_print_order_is_date_then_paper_then_page_however_many_issues_there_are(database_url: str) -> None:
    days = [DAY + dt.timedelta(days=n) for n in range(20)]
    with Writer(database_url) as archive:
        for day in reversed(days):
            for paper in ("b_paper", "a_paper"):
                archive.store(issue(2, paper=paper, date=day))
                archive.store(page(2, "3", paper=paper, date=day))
                archive.store(page(1, "2", "1", paper=paper, date=day))
                archive.store_all([article(n, paper=paper, date=day, key=f"{paper}{day}{n}") for n in "123"])
    with Corpus(database_url) as corpus:
        expected = [f"{paper}-{day}-{n}" for day in days for paper in ("a_paper", "b_paper") for n in "213"]
        assert ids(corpus.articles()) == expected


def test_a_row_says_where_it_is_printed_and_who_printed_it_besides(corpus: Corpus) -> None:
    found = {article.cite_id: article for article in corpus.articles()}
    first, near, alone = found[FIRST], found[NEARLY], found[UNPLACED]
    assert (first.paper_name, first.page_number, first.page_name, first.further_pages) == (
        "公益时报", "01", "头版", ("02",)
    )  # fmt: skip
    assert (first.page_sequence, first.position, first.issue_number) == (1, 1, "1042")
    assert (first.cluster, first.reprint_of, first.reprints, first.reprint_papers) == (
        FIRST,
        None,
        2,
        (MIRROR,),
    )
    assert (near.cluster, near.reprint_of, near.reprints) == (FIRST, FIRST, 2)
    assert near.reprint_papers == (PAPER, MIRROR)
    assert (alone.page_number, alone.page_sequence, alone.cluster, alone.reprints) == ("", None, None, 0)
    assert first.images[0].caption == "图为现场。"
    assert first.authors == ("张三",)


def test_the_selection_is_by_paper_date_page_and_text(corpus: Corpus) -> None:
    assert ids(corpus.articles(paper=MIRROR)) == [EXACT, NEARLY, OWN]
    assert ids(corpus.articles(paper=[PAPER], since=DAY, until="2023-10-17")) == [
        FIRST,
        SECOND,
        THIRD,
        UNPLACED,
    ]
    assert ids(corpus.articles(since=NEXT_DAY)) == [EXACT, NEARLY, OWN]
    assert (
        ids(corpus.articles(page_name="社会*"))
        == ids(corpus.articles(page_name="社會?生活"))
        == [FIRST, THIRD]
    )
    assert ids(corpus.articles(page_name=("要聞", "没有"))) == [EXACT, NEARLY, OWN]
    assert ids(corpus.articles(match="石榴樹")) == [FIRST, EXACT, NEARLY]
    assert ids(corpus.articles(match="頭髮")) == ids(corpus.articles(match="头发")) == [OWN]
    assert ids(corpus.articles(match="100%")) == []


def test_articles_of_an_author_are_found_in_either_script_and_as_they_were_signed_then(
    database_url: str,
) -> None:
    with Writer(database_url) as archive:
        archive.store(article("a", authors=("陳曉",), capture=capture(1, at=hours(0))))
        archive.store(article("b", authors=("张三", "陈晓"), capture=capture(2, at=hours(1))))
        archive.store(article("b", headline="新题", authors=("张三",), capture=capture(3, at=hours(48))))
        archive.store(article("c", authors=("李四",), capture=capture(4, at=hours(2))))
    with Corpus(database_url) as corpus:
        assert [each.cite_id[-1] for each in corpus.articles(author="陈晓")] == ["a"]
        assert [each.cite_id[-1] for each in corpus.articles(author=["陳曉", "李四"], as_of=DAY)] == [*"abc"]


def test_duplicates_are_left_out_by_key_or_by_cluster(corpus: Corpus) -> None:
    assert ids(corpus.articles(dedup="exact")) == [FIRST, SECOND, THIRD, UNPLACED, NEARLY, OWN]
    assert ids(corpus.articles(dedup="near")) == [FIRST, SECOND, THIRD, UNPLACED, OWN]


def test_the_first_print_among_those_selected_is_kept_not_the_first_of_all(corpus: Corpus) -> None:
    assert ids(corpus.articles(paper=MIRROR, dedup="near")) == [EXACT, OWN]
    assert ids(corpus.articles(match="桂花树", dedup="near")) == [NEARLY]
    assert ids(corpus.articles(page_name="要聞", dedup="exact")) == [EXACT, NEARLY, OWN]


def test_texts_come_in_the_script_asked_for_and_say_what_they_were_in_print(corpus: Corpus) -> None:
    printed, hans, hant = (corpus.article(OWN, script=script) for script in ("printed", "hans", "hant"))  # type: Article, Article, Article
    assert printed.body == hant.body == TRADITIONAL
    assert hans.body == fold(TRADITIONAL)
    assert (hans.paper_name, hans.page_name, hans.headline) == ("镜像时报", "要闻", "旧书桌")
    assert hans.script == "hant"
    simplified = corpus.article(FIRST, script="hant")
    assert simplified.body == to_hant(STORY)
    assert (simplified.paper_name, simplified.byline) == ("公益時報", "本報記者 張三")


def test_every_article_is_found_as_it_stood_at_the_end_of_a_day(corpus: Corpus) -> None:
    day = {article.cite_id: article for article in corpus.articles(as_of=DAY)}
    assert set(day) == {FIRST, SECOND, THIRD, UNPLACED}, "the reprints came the next day"
    assert (day[FIRST].cluster, day[FIRST].reprints) == (None, 0)
    assert "多云，后天" in day[SECOND].body
    assert (day[SECOND].revision, day[SECOND].repairs) == (1, None)
    assert day[THIRD].withdrawn_at is None
    later = {article.cite_id: article for article in corpus.articles(as_of="2023-10-19")}
    assert "多云转晴" in later[SECOND].body
    assert later[SECOND].revision == 2
    assert ids(corpus.articles(match="多雲轉晴", as_of=DAY)) == []
    assert ids(corpus.articles(match="多雲轉晴", as_of="2023-10-19")) == [SECOND]


def test_the_texts_of_today_are_the_texts_without_a_day(corpus: Corpus) -> None:
    assert list(corpus.articles(as_of="2030-01-01")) == list(corpus.articles())
    assert next(a for a in corpus.articles() if a.cite_id == THIRD).withdrawn_at == hours(96)


def test_a_day_ends_where_the_papers_are_printed(database_url: str) -> None:
    with Writer(database_url) as archive:  # 23:59 and 00:00 in Shanghai
        archive.store(kept("1", STORY, capture=capture(1, at=hours(12) - dt.timedelta(minutes=1))))
        archive.store(kept("2", TRADITIONAL, capture=capture(2, at=hours(12))))
    with Corpus(database_url) as corpus:
        assert ids(corpus.articles(as_of=DAY)) == [f"{PAPER}-{DAY}-1"]


def test_where_the_first_print_was_not_known_yet_the_first_known_one_is_the_first(database_url: str) -> None:
    with Writer(database_url) as archive:
        for number, day in ((1, DAY + dt.timedelta(days=2)), (2, NEXT_DAY), (3, DAY)):
            archive.store(kept("1", STORY, date=day, capture=capture(number, at=hours(72 + 24 * number))))
    with Corpus(database_url) as corpus:
        known = list(corpus.articles(as_of=DAY + dt.timedelta(days=5)))
        assert [(each.date, each.cluster, each.reprint_of) for each in known] == [
            (NEXT_DAY, f"{PAPER}-{NEXT_DAY}-1", None),
            (DAY + dt.timedelta(days=2), f"{PAPER}-{NEXT_DAY}-1", f"{PAPER}-{NEXT_DAY}-1"),
        ]


def test_an_issue_comes_as_it_was_printed(corpus: Corpus) -> None:
    found = corpus.issue(PAPER, "2023-10-17")
    assert [(page.number, page.name, page.is_read) for page in found.pages] == [
        ("01", "头版", True), ("02", "社会·生活", True), ("03", "第3版面", False)
    ]  # fmt: skip
    assert [[one.article.cite_id for one in page.placements if one.article] for page in found.pages] == [
        [FIRST, SECOND], [THIRD, FIRST], []
    ]  # fmt: skip
    assert ids(found.unplaced) == [UNPLACED]
    assert ids(found.articles) == [FIRST, SECOND, THIRD, UNPLACED]
    assert (found.paper_name, found.number, found.page_count) == ("公益时报", "1042", 3)


def test_a_title_whose_article_is_not_stored_stands_in_its_page(database_url: str) -> None:
    with Writer(database_url) as archive:
        archive.store(page(1, "1"))
    with Corpus(database_url) as corpus:
        [[placement]] = [page.placements for page in corpus.issue(PAPER, DAY).pages]
    assert (placement.title, placement.article) == ("标题1", None)


def test_an_article_is_found_by_every_cite_id_that_ever_led_to_it(database_url: str) -> None:
    with Writer(database_url) as archive:
        archive.store(page(1, "2", "1"))
        archive.store(article("1", key="one"))
        archive.store(article("2", key="one"))
    with Corpus(database_url) as corpus:
        assert corpus.article(f"{PAPER}-{DAY}-1").cite_id == f"{PAPER}-{DAY}-2"


def test_what_is_not_there_is_said_with_what_is_near(corpus: Corpus) -> None:
    with pytest.raises(LookupError, match=f"did you mean .*{FIRST}"):
        corpus.article(f"{FIRST}9")
    with pytest.raises(LookupError, match="nearest issues are those of 2023-10-17"):
        corpus.issue(PAPER, "2024-01-01")
    with pytest.raises(UnknownPaper, match=f"'gongyishibo': did you mean {PAPER}"):
        corpus.articles(paper="gongyishibo")
    with pytest.raises(ValueError, match="script: 'simplified' is not one of printed, hans, hant"):
        corpus.articles(script="simplified")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="Invalid isoformat string: 'gestern'"):
        corpus.articles(since="gestern")


def test_a_misspelt_database_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="there is no database"):
        Corpus(f"sqlite:///{tmp_path / 'banmain.db'}")
    assert list(tmp_path.iterdir()) == []


def test_a_search_goes_through_the_same_papers_days_and_pages(corpus: Corpus) -> None:
    found = corpus.search("石榴樹", order="oldest", kwic=4)
    assert [(hit.cite_id, hit.match) for hit in found.hits] == [
        (FIRST, "石榴树"), (EXACT, "石榴树"), (NEARLY, "石榴树")
    ]  # fmt: skip
    assert corpus.search("石榴树", paper=MIRROR, limit=1).total == 2
    assert [hit.cite_id for hit in corpus.search("石榴树", until=DAY, page_name="头版").hits] == [FIRST]


def test_a_trend_counts_in_the_same_articles(corpus: Corpus) -> None:
    counts = {
        count.group: (count.articles, count.all_articles) for count in corpus.trend("石榴树", by="paper")
    }
    assert counts == {PAPER: (1, 4), MIRROR: (2, 3)}
    [count] = corpus.trend("石榴樹", paper=PAPER, per="year")
    assert (count.period, count.articles, count.occurrences) == ("2023", 1, 6)


def test_articles_can_be_iterated_again_and_given_up_halfway(corpus: Corpus) -> None:
    articles = corpus.articles()
    assert next(iter(articles)).cite_id == FIRST
    assert len(list(articles)) == len(list(articles)) == 7


def test_the_tables_of_pandas_and_polars_have_the_columns_of_a_release(corpus: Corpus) -> None:
    pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    pytest.importorskip("pyarrow")
    names = [column.name for column in COLUMNS]
    frame = corpus.articles().to_pandas()
    assert list(frame.columns) == names
    assert frame.groupby(frame["date"].dt.day).size().to_dict() == {17: 4, 18: 3}
    table = corpus.articles(dedup="near").to_polars()
    assert table.columns == names
    assert table.filter(polars.col("reprints") > 0)["cite_id"].to_list() == [FIRST]
    assert corpus.articles(match="没有这句话").to_polars().schema == table.schema


def test_the_columns_are_the_fields_of_an_article() -> None:
    assert [column.name for column in COLUMNS] == [each.name for each in fields(Article)]
    assert all(column.doc.endswith((".", "confidence.")) for column in COLUMNS)


def test_the_notebook_runs_and_shows_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pandas")
    fill(f"sqlite:///{tmp_path / 'banmian.db'}")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            block = ast.parse("".join(cell["source"]))
            exec(compile(block, NOTEBOOK.name, "exec"), names)
    printed = capsys.readouterr().out
    assert FIRST in printed
    assert "1 of 5 articles" in printed
    assert "公益时报 2023-10 1 of 4" in printed
    figure = (tmp_path / "study.svg").read_text("utf-8")
    for said in (
        "occurrences per issue, 2023-10",
        "社工站 · 公益时报",
        "社工站 · 鏡像時報",
        "2 papers",
        "hollow",
    ):
        assert said in figure
    with (tmp_path / "study.csv").open(encoding="utf-8", newline="") as file:
        assert [row["cite_id"] for row in csv.DictReader(file)] == [FIRST]


def test_articles_are_a_sequence_and_are_written_as_files(corpus: Corpus, tmp_path: Path) -> None:
    found = corpus.articles(paper=PAPER)
    whole = list(found)
    assert len(found) == len(whole)
    assert (found[0], found[-1], found[1:3], found[:-1]) == (whole[0], whole[-1], whole[1:3], whole[:-1])
    for place in (len(whole), -len(whole) - 1):
        with pytest.raises(IndexError):
            found[place]
    assert (
        repr(corpus.articles(paper="公益时报", dedup="near"))
        == f"<{len(whole)} articles: papers={PAPER}, dedup=near>"
    )
    assert "<table>" in found._repr_html_()
    assert "&lt;" not in found._repr_html_()
    assert len(corpus.articles(match="石榴树")) == corpus.search("石榴树").total
    assert len(corpus.articles(dedup="near")) == len(list(corpus.articles(dedup="near")))
    assert found.to_csv(tmp_path / "a.csv") == len(whole)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["body"] for row in rows] == [each.body for each in whole]
    assert json.loads(rows[0]["authors"]) == list(whole[0].authors)
    assert found.to_parquet(tmp_path / "a.parquet") == len(whole)
    table = duckdb.sql(f"SELECT cite_id FROM '{tmp_path / 'a.parquet'}'").fetchall()
    assert [cite_id for (cite_id,) in table] == [each.cite_id for each in whole]


def test_a_concordance_is_every_occurrence_and_is_sorted_again(corpus: Corpus) -> None:
    lines = corpus.concordance("石榴树", dedup="exact")
    assert len(lines) == lines.occurrences == 11
    assert [hit.right[:1] for hit in lines.sort("R1,L1")] == sorted(hit.right[:1] for hit in lines)
    assert "石榴树" in lines._repr_html_()
    assert corpus.collocates("石榴树", dedup="exact", window=1).rows[0].item in "棵，"
    assert corpus.frequencies(paper=PAPER, n=2).counts["石榴"] == 6

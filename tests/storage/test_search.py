"""Search finds every character of what is stored, in either script, on either database, the same."""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipelines.items import ArticleItem
from pipelines.text.fold import fold, to_hant
from storage import Corpus, Writer
from storage.characters import OTHER_WORDS, PLAIN, Phrase, characters, tokens
from storage.errors import UsageError
from storage.search import Found, QueryError, drawing, in_print, matching, read_places, read_query, search
from storage.selection import Selection, UnknownPaper
from tests.support.builders import DAY, PAPER, article, empty, page
from tests.support.corpora import fill
from tests.support.desk import Desk

CASES: dict[str, Any] = json.loads((Path(__file__).parents[1] / "cases" / "search.json").read_text("utf-8"))
MARKS = {chr(code) for code in range(0x80) if not chr(code).isalnum()}
TEXTS: dict[str, list[str]] = CASES["texts"]


def text(source_id: str, headline: str, body: str, **fields: Any) -> ArticleItem:
    """An article as the pipelines hand it over."""
    folded = {"headline_hans": fold(headline), "body_hans": fold(body)}
    return article(source_id, headline=headline, body=body, **folded, **fields)


def store_sixty(archive: Writer, word: str) -> None:
    """An article a day that has a word once, twice or three times."""
    for number in range(60):
        day = DAY + dt.timedelta(days=number)
        archive.store(text(f"n{number:02}", "标", word * (1 + number % 3), date=day))


def store_cases(archive: Writer) -> None:
    """The invented articles of tests/cases/search.json, on one page."""
    archive.store(page(1, *TEXTS))
    for source_id, (headline, body) in TEXTS.items():
        archive.store(text(source_id, headline, body))


@pytest.fixture
def archive(database_url: str) -> Iterator[Writer]:
    """An archive that holds the cases."""
    with Writer(database_url) as archive:
        store_cases(archive)
        yield archive


def ids(found: Found) -> list[str]:
    """The source ids of the hits, sorted."""
    assert found.total == len({hit.cite_id for hit in found.hits})
    return sorted(hit.cite_id.removeprefix(f"{PAPER}-{DAY}-") for hit in found.hits)


@pytest.mark.parametrize("case", CASES["queries"], ids=lambda case: case["query"])
def test_a_query_finds_what_its_case_says(archive: Writer, case: dict[str, Any]) -> None:
    found = search(archive.engine, case["query"], whole_words=case.get("whole_words", False))
    assert ids(found) == case["finds"], case.get("why")


def test_a_release_of_what_a_query_finds_holds_what_the_search_finds(archive: Writer) -> None:
    corpus = Corpus(archive.engine.url.render_as_string(hide_password=False))
    with corpus:
        for query in (case["query"] for case in CASES["queries"]):
            found = sorted(hit.cite_id for hit in corpus.search(query, limit=None).hits)
            for as_of in (None, "2100-01-01"):
                kept = sorted(each.cite_id for each in corpus.articles(match=query, as_of=as_of))
                assert kept == found, (query, as_of)
        with pytest.raises(QueryError):
            corpus.articles(match="慈善 NOT")


@pytest.mark.parametrize("case", CASES["errors"], ids=lambda case: case["query"])
def test_a_query_that_makes_no_sense_gets_one_sentence(case: dict[str, str]) -> None:
    with pytest.raises(QueryError, match=re.escape(case["says"])) as caught:
        read_query(case["query"])
    assert "\n" not in str(caught.value)


def test_a_hit_shows_the_printed_script_around_the_match(archive: Writer) -> None:
    [hit] = search(archive.engine, "慈善总会", kwic=4).hits
    assert (hit.left, hit.match, hit.right) == ("市區的新", "慈善總會", "昨日掛牌")
    assert (hit.paper, hit.date, hit.page_number) == (PAPER, DAY, "01")
    assert hit.headline == TEXTS["hant"][0]


def test_every_occurrence_is_a_line_when_asked_for(archive: Writer) -> None:
    found = search(archive.engine, "社工", Selection(), every=True, kwic=2)
    assert found.total == len({hit.cite_id for hit in found.hits}) < len(found.hits)
    assert all(hit.match == "社工" for hit in found.hits)


def test_what_says_most_of_it_comes_first_and_dates_can_order_instead(archive: Writer) -> None:
    archive.store(text("much", "社工站", "社工站,社工站,社工站。" * 20, date=DAY + dt.timedelta(days=1)))
    archive.store(text("little", "别的", "水渠边有一个社工站。" + "账本与灯塔。" * 40))
    by_rank = [hit.cite_id for hit in search(archive.engine, "社工站").hits]
    assert by_rank[0].endswith("much")
    assert by_rank[-1].endswith("little")
    dates = [hit.date for hit in search(archive.engine, "社工站", order="oldest").hits]
    assert dates == sorted(dates)
    assert dates[-1] > DAY


def test_a_limit_bounds_the_hits_and_not_the_total(archive: Writer) -> None:
    whole = search(archive.engine, "的")
    assert whole.total > 2
    for order in ("relevance", "oldest", "newest"):
        few = search(archive.engine, "的", limit=2, order=order)
        assert (few.total, len(few.hits)) == (whole.total, 2)
    assert search(archive.engine, "的", limit=2).hits == whole.hits[:2]


def test_filters_by_paper_date_page_and_author(archive: Writer) -> None:
    later = DAY + dt.timedelta(days=1)
    archive.store(page(2, "n2", paper="other", date=later, name="慈善週刊", number="A2"))
    archive.store(text("n2", "水渠", "社工修好了水渠。", paper="other", date=later, authors=("陳曉",)))

    def total(query: str = "社工", **fields: Any) -> int:
        return search(archive.engine, query, Selection(**fields)).total

    everything = total()
    assert total(papers=("other",)) == total(since=later) == total(authors=("陈晓",)) == 1
    assert (
        total(page_names=("慈善周刊",))
        == total(page_names=("慈善*",))
        == total(page_names=("慈善週刊",))
        == 1
    )
    assert total(papers=(PAPER,)) == total(until=DAY) == total(page_names=("头版",)) == everything - 1
    assert (
        total(page_names=("体育",)) == total(authors=("无名",)) == total(since=later + dt.timedelta(1)) == 0
    )
    with pytest.raises(UnknownPaper, match="did you mean"):
        total(papers=("othre",))


def test_the_index_is_never_behind_whatever_is_done_to_an_article(archive: Writer) -> None:
    def total(query: str) -> int:
        return search(archive.engine, query).total

    archive.store(text("x", "旧标题", "原来写着鲸鱼的文章,后来改了又改。"))
    assert (total("鲸鱼"), total("旧标题")) == (1, 1)
    archive.store(text("x", "新标题", "原来写着海豚的文章,后来改了又改。", content_key="other"))
    assert (total("鲸鱼"), total("海豚"), total("旧标题"), total("新标题")) == (0, 1, 0, 1)
    with archive.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE articles SET source_id = 'y', cite_id = 'renamed' WHERE source_id = 'x'")
        )
    assert search(archive.engine, "海豚").hits[0].cite_id == "renamed"
    with archive.engine.connect() as connection:
        connection.execute(sa.text("UPDATE articles SET body_hans = '犀牛'"))
        connection.rollback()
    assert (total("犀牛"), total("海豚")) == (0, 1)
    empty(archive.engine)
    assert (total("海豚"), total("的")) == (0, 0)
    store_cases(archive)
    assert total("的") > 0


def test_a_writer_without_the_index_is_refused_and_a_reader_is_not(sqlite_url: str) -> None:
    with Writer(sqlite_url) as archive:
        store_cases(archive)
        with archive.engine.connect() as connection:
            connection.execute(sa.text("INSERT INTO search(search) VALUES ('integrity-check')"))
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    assert other.execute("SELECT count(*) FROM search WHERE search MATCH '\"社 工\"'").fetchone()[0] > 0
    with pytest.raises(sqlite3.OperationalError, match="search_characters"):
        other.execute("UPDATE articles SET body_hans = '犀牛'")
    other.close()


def test_more_hits_than_are_read_are_ranked_by_a_sample_of_all_times_and_that_is_said(
    archive: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_sixty(archive, "鲸鱼")
    whole = search(archive.engine, "鲸鱼", limit=5)
    assert (whole.total, whole.occurrences, whole.sample) == (60, 120, None)
    assert whole.hits == search(archive.engine, "鲸鱼").hits[:5]
    monkeypatch.setattr(sys.modules["storage.search.search"], "RANKED", 30)
    some = search(archive.engine, "鲸鱼", limit=30)
    assert (some.total, some.occurrences) == (60, None)
    assert some.sample is not None
    assert 15 <= some.sample <= 45
    days = {(hit.date - DAY).days // 20 for hit in some.hits}
    assert days == {0, 1, 2}, "of all times, not the newest"
    assert search(archive.engine, "鲸鱼", limit=30) == some
    assert search(archive.engine, "鲸鱼").occurrences == 120, "where all are shown all are read"


def test_very_many_hits_are_counted_to_their_end_only_where_that_is_asked_for(
    archive: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_sixty(archive, "鲸鱼")
    room = sys.modules["storage.search.search"]
    for name, value in {"RANKED": 12, "MANY": 20}.items():
        monkeypatch.setattr(room, name, value)
    monkeypatch.setattr(drawing, "STRIPS", 6)
    some = search(archive.engine, "鲸鱼", limit=5)
    assert (some.total, some.total_is, len(some.hits)) == (20, "at_least", 5)
    assert some.sample is not None
    assert 10 <= some.sample <= 30
    exact = search(archive.engine, "鲸鱼", limit=5, exact=True)
    assert exact == replace(some, total=60, total_is="exact"), "the same hits"
    assert search(archive.engine, "鲸鱼", limit=5, seed=3).hits != some.hits
    assert {(hit.date - DAY).days // 20 for hit in search(archive.engine, "鲸鱼", limit=12).hits} == {0, 1, 2}
    whole = search(archive.engine, "鲸鱼")
    assert (whole.total, whole.total_is, len(whole.hits)) == (60, "exact", 60), "who is shown all counts all"
    within = Selection(until=DAY + dt.timedelta(days=24))
    assert search(archive.engine, "鲸鱼", within, limit=5).total_is == "at_least"
    within = Selection(until=DAY + dt.timedelta(days=19))
    assert search(archive.engine, "鲸鱼", within, limit=5).total_is == "exact"


def test_hits_that_cost_more_to_find_are_counted_less_far_alike_on_both_databases(
    archive: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_sixty(archive, "座头鲸群")
    room = sys.modules["storage.search.search"]
    for name, value in {"RANKED": 12, "MANY": 100, "MANY_LONG": 20}.items():
        monkeypatch.setattr(room, name, value)
    monkeypatch.setattr(drawing, "STRIPS", 6)
    for query, bounded in (("座头", False), ("座头鲸", True), ("座?鲸", True)):
        some = search(archive.engine, query, limit=5)
        assert (some.total, some.total_is) == ((20, "at_least") if bounded else (60, "exact")), query
        assert search(archive.engine, query, limit=5, exact=True) == replace(some, total=60, total_is="exact")
        assert search(archive.engine, query, limit=5, order="newest").total == 60, (
            "these are looked up anyway"
        )
        with monkeypatch.context() as patch:
            patch.setattr(room, "MANY", 20)
            same = search(archive.engine, query, limit=5)
        assert same == replace(some, total=20, total_is="at_least"), "whether their numbers are known or not"


@pytest.mark.parametrize("last", [1, 7, 30, 1_000])
@pytest.mark.parametrize("seed", [0, 5])
def test_the_strips_of_a_sample_meet_every_article_once(last: int, seed: int) -> None:
    met = [
        number for runs in drawing.strips(last, seed) for low, high in runs for number in range(low, high + 1)
    ]
    assert sorted(met) == list(range(1, (last // drawing.STRIPS + 1) * drawing.STRIPS + 1))


@pytest.mark.parametrize("size", [3, 40])
def test_a_sample_is_the_first_hits_of_each_strip_whatever_the_database(archive: Writer, size: int) -> None:
    for number in range(150):
        is_hit = number % 4 == 0 or number > 120
        archive.store(text(f"n{number}", "标", "鲸鱼" if is_hit else "海豚"))
    with archive.engine.connect() as connection:
        found = matching(connection, read_query("鲸鱼"), Selection())
        hits = connection.execute(found.numbers()).scalars().all()
        last = connection.execute(sa.text("SELECT max(id) FROM articles")).scalar_one()
        for share in (1.0, 0.01):
            taken = drawing.drawn(connection, found, size, 7, share)
            expected = [
                [hit for low, high in runs for hit in sorted(hits) if low <= hit <= high]
                for runs in drawing.strips(last, 7)
            ]
            each = next(n for n in range(1, 9) if sum(len(some[:n]) for some in expected) >= len(taken))
            assert sorted(taken) == sorted(hit for some in expected for hit in some[:each])
            assert len(taken) >= size * 0.8


def test_lines_are_sorted_by_their_context_and_drawn_by_chance_repeatably(archive: Writer) -> None:
    for number, body in enumerate(("一只鲸鱼游走。", "啊鲸鱼来了。", "兩隻鯨魚游走。鲸鱼来了。", "鲸鱼吧")):
        archive.store(text(f"w{number}", "标", body))
    found = search(archive.engine, "鲸鱼", sort=read_places("L1,R1"), every=True, kwic=1)
    assert [(hit.left, hit.right) for hit in found.hits] == [
        ("", "吧"), ("。", "来"), ("啊", "来"), ("隻", "游"), ("只", "游"),
    ]  # fmt: skip
    by_right = search(archive.engine, "鲸鱼", sort=read_places("R1"), every=True, kwic=0, offset=1, limit=2)
    assert [hit.match for hit in by_right.hits] == ["鲸鱼", "鲸鱼"]
    assert found.occurrences == 5
    drawn = [search(archive.engine, "鲸鱼", sample=3, seed=seed, every=True).hits for seed in (1, 1, 2, 3, 4)]
    assert drawn[0] == drawn[1]
    assert {len(hits) for hits in drawn} == {3}
    assert len(set(drawn)) > 1
    for word in ("L0", "X1", "L51", "date"):
        with pytest.raises(UsageError, match="no place to sort by"):
            read_places(word)


def test_pages_of_a_concordance_follow_one_another(archive: Writer) -> None:
    for order in ("relevance", "newest", "oldest"):
        whole = search(archive.engine, "的", order=order).hits
        pages = [
            search(archive.engine, "的", order=order, limit=2, offset=start).hits for start in (0, 2, 4, 6)
        ]
        assert tuple(hit for hits in pages for hit in hits) == whole[:8]


def test_without_repeated_prints_a_search_finds_what_a_release_keeps(database_url: str) -> None:
    fill(database_url)
    with Corpus(database_url) as corpus:
        for dedup in ("none", "exact", "near"):
            for query in ("石榴树", "桂花树", "邻居"):
                found = corpus.search(query, dedup=dedup, limit=None)
                kept = {each.cite_id for each in corpus.articles(match=query, dedup=dedup)}
                assert {hit.cite_id for hit in found.hits} == kept, (dedup, query)
                assert found.total == len(kept)


def test_papers_are_named_as_on_their_nameplate_in_either_script(database_url: str) -> None:
    fill(database_url)
    with Corpus(database_url) as corpus:
        assert corpus.search("石榴树", paper="镜像时报") == corpus.search("石榴树", paper="jingxiang")
        assert [*corpus.articles(paper="公益時報")] == [*corpus.articles(paper=PAPER)]
        assert corpus.issue("公益时报", DAY).paper == PAPER
        for word, meant in (("镜象时报", "jingxiang (鏡像時報)"), ("时报", PAPER), ("gongyishibo", PAPER)):
            with pytest.raises(UnknownPaper, match=f"did you mean .*{re.escape(meant)}"):
                corpus.articles(paper=word)
        with pytest.raises(UnknownPaper, match="none of its 2 is called so"):
            corpus.articles(paper="完全不同")
        whole = corpus.search("石榴树", since="2023", until="2023").total
        assert (
            whole
            == corpus.search("石榴树").total
            == corpus.search("石榴树", since="2023-10", until="2023-10").total
        )
        assert corpus.search("石榴树", until="2022").total == 0


# --- every substring -------------------------------------------------------------------------------------

SIGNS = (
    "的社工站会基金慈善总，。“”《》（）、：？！—…·%％-　 aAｂBÉé１1２5.,ЖжΩΔωÿŸ〇里裡裏后後麵面著Ḁ𠀀①㎡が한\t"
)
LINES = st.text(alphabet=SIGNS, min_size=1, max_size=24)


def quoted(part: str) -> str | None:
    """The part as a query; None where there is nothing in it to be asked."""
    return f'"{part}"' if part.strip() and "\n" not in part and '"' not in part else None


@given(bodies=st.lists(LINES, min_size=1, max_size=4), data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_substring_is_found_by_either_script_and_nothing_else_is(
    databases: tuple[Writer, Writer], bodies: list[str], data: st.DataObject
) -> None:
    items = [text(f"n{n}", "标", body, content_key=f"k{n}") for n, body in enumerate(bodies)]
    for archive in databases:
        empty(archive.engine)
        for item in items:
            archive.store(item)
    chosen = data.draw(st.sampled_from(items))
    start = data.draw(st.integers(0, len(chosen.body_hans) - 1))
    part = chosen.body_hans[start : start + data.draw(st.integers(1, 4))]
    for query in {quoted(part), quoted(to_hant(part))}:
        if query is None or fold(query) != fold(quoted(part) or ""):
            continue
        wanted = tokens(fold(query[1:-1].strip())).strip()
        expected = sorted(
            item.source_id for item in items if re.search(Phrase(wanted).pattern, item.body_hans)
        )
        assert chosen.source_id in expected
        results = [search(archive.engine, query) for archive in databases]
        assert results[0] == results[1]
        assert ids(results[0]) == expected


@pytest.fixture
def databases(sqlite_url: str, postgres_url: str) -> Iterator[tuple[Writer, Writer]]:
    """An archive on SQLite and one on PostgreSQL."""
    with Writer(sqlite_url) as one, Writer(postgres_url) as other:
        yield one, other


KEPT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=["\0", *OTHER_WORDS]), max_size=40)


@given(line=KEPT)
@example("".join(map(chr, [*PLAIN, 0x24F, 0x250, 0x36F, 0x370, 0x52F, 0x530, 0xD7, 0xF7, 0x1EFF])))
def test_on_sqlite_every_character_is_a_word(line: str) -> None:
    wanted = tokens(f"标\n{line}")
    expected = "".join(chr(0x10FF00 + ord(c)) + " " if c in MARKS else f"{c} " for c in wanted)
    assert characters("标", line) == expected


@given(lines=st.lists(KEPT | LINES, min_size=2, max_size=2), data=st.data())
@example([" Ａ 3人\t人 3，AI x\u3000y ÿŸ Ａ", "社 工 站"], None)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_on_postgresql_the_numbers_of_a_phrase_are_those_of_the_texts_that_may_have_it(
    postgres_archive: Writer, lines: list[str], data: st.DataObject | None
) -> None:
    texts = [fold(line) for line in lines]
    with postgres_archive.engine.connect() as connection:
        grams = {
            line: {*connection.execute(sa.select(sa.func.search_grams("", line))).scalar_one()}
            for line in texts
        }
    whole = tokens(texts[0])
    starts = range(len(whole)) if data is None else [data.draw(st.integers(0, len(whole)))]
    for start in starts:
        for length in range(1, 6):
            wanted = whole[start : start + length].strip(" ")
            if not wanted or "\n" in wanted:
                continue
            phrase = Phrase(wanted)
            for line in texts:
                is_there = phrase.finder().search(line) is not None
                is_candidate = all(not grams[line].isdisjoint(codes) for codes in phrase.codes)
                assert is_candidate >= is_there
                if phrase.is_pair:
                    assert is_candidate == is_there


@pytest.fixture
def postgres_archive(postgres_url: str) -> Iterator[Writer]:
    """An empty archive on PostgreSQL."""
    with Writer(postgres_url) as archive:
        yield archive


def test_a_page_pasted_by_mistake_is_told(archive: Writer) -> None:
    with pytest.raises(QueryError, match="at most 500"):
        search(archive.engine, "社" * 501)
    with pytest.raises(QueryError, match="at most 200"):
        search(archive.engine, "(" * 300)


@pytest.mark.parametrize("character", ["\0", "\udcff", "\U0010ff25", "\U0010ffff"])
def test_a_character_no_text_has_is_told(character: str) -> None:
    with pytest.raises(QueryError, match="no text has the character U") as caught:
        read_query(f"社{character}工")
    str(caught.value).encode()


def test_a_text_with_a_stand_in_for_a_mark_is_not_taken_for_the_mark(archive: Writer) -> None:
    archive.store(text("odd", "标", "鲸\U0010ff25\U0010ff20鱼"))
    for query in ("鲸%", '"鲸% 鱼"', "鲸鱼", '"鲸 鱼"'):
        assert search(archive.engine, query).total == 0
    assert search(archive.engine, "鲸").total == 1


def test_places_in_the_folded_text_are_found_in_print_also_where_lengths_differ() -> None:
    assert list(in_print("甲乙丙丁", "甲乙丙丁", [(1, 3)])) == [(1, 3)]
    assert list(in_print("甲子醜丙丁", "甲乙丙丁", [(0, 1), (2, 4)])) == [(0, 1), (3, 5)]
    assert list(in_print("甲丙丁", "甲乙乙丙丁", [(3, 4)])) == [(1, 2)]


# --- the command -----------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with the cases in its database."""
    desk = Desk.at(tmp_path)
    with Writer(desk.db) as archive:
        store_cases(archive)
    return desk


def test_the_command_prints_lines_or_the_documents_of_the_contract(desk: Desk) -> None:
    lines = desk.run("search", "慈善总会", "--kwic", "4").stdout.splitlines()
    assert lines[1].split("\t")[3:] == ["市區的新", "慈善總會", "昨日掛牌"]
    document = desk.json("search", "慈善總會")
    assert list(document) == ["query", "total", "total_is", "occurrences", "sample", "hits"]
    assert list(document["hits"][0]) == [
        "cite_id", "paper", "date", "page_number", "headline", "left", "match", "right",
    ]  # fmt: skip
    assert document["hits"][0]["date"] == str(DAY)


def test_nothing_found_is_no_failure_and_a_bad_query_is(desk: Desk) -> None:
    assert desk.json("search", "犀牛") == {
        "query": "犀牛", "total": 0, "total_is": "exact", "occurrences": 0, "sample": None, "hits": []
    }  # fmt: skip
    assert "0 articles" in desk.run("search", "犀牛").stderr
    said = desk.run("search", '"慈善', code=2).stderr
    assert said.startswith("banmian: a quotation mark without a second one")
    assert len(said.splitlines()) == 1
    assert "did you mean" in desk.run("search", "慈善", "--paper", "gongyishiboa", code=2).stderr


def test_an_export_of_a_bad_query_leaves_nothing(desk: Desk) -> None:
    said = desk.run("export", "out", "--match", "(慈善", code=2).stderr
    assert said.startswith("banmian: an opening bracket without a closing one")
    assert not [path for path in desk.home.iterdir() if path.name.startswith("out")]


def test_an_index_alone_answers_where_it_can(database_url: str) -> None:
    with Writer(database_url) as archive, archive.engine.connect() as connection:
        pairs = archive.engine.dialect.name == "postgresql"
        for query, whole, needs in (("社", False, False), ("社工", False, False), ("社工站", False, pairs),
                                    ("a", False, False), ("a", True, True), ("社", True, False)):  # fmt: skip
            found = matching(connection, read_query(query, whole_words=whole), Selection())
            assert (len(found.indexed) == 2) == needs, query


def test_very_many_hits_are_in_the_same_order_as_few(
    archive: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        day = DAY + dt.timedelta(days=number % 5)
        archive.store(text(f"n{number}", "标", "社工站的AI" * (1 + number % 3), date=day))
    for query in ("的", "社工站", "AI OR 水渠", "社工 NOT 沿河"):
        for order in ("relevance", "oldest", "newest"):
            few = search(archive.engine, query, limit=4, order=order)
            with monkeypatch.context() as patch:
                patch.setattr(sys.modules["storage.search.search"], "MANY", 0)
                assert search(archive.engine, query, limit=4, order=order, exact=True) == few
            assert len(few.hits) == 4

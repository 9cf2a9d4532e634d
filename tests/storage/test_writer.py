"""What is stored, and what storing it again, otherwise, or in another order does."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from pipelines import items
from storage import StorageError, Writer, driver
from storage.database import open_engine
from storage.items import ARTICLE_FIELDS, PAGE_FIELDS
from storage.ledger import lacking
from storage.models import Base
from tests.support.builders import (
    DAY,
    NOON,
    PAPER,
    SITE,
    article,
    capture,
    dump,
    empty,
    hours,
    image,
    issue,
    page,
    placements,
    problem,
    promised,
    rows,
)
from tests.support.databases import Server


@pytest.fixture
def archive(database_url: str) -> Iterator[Writer]:
    with Writer(database_url) as archive:
        yield archive


def whole_issue() -> list[items.Item]:
    """One issue with everything that has a table."""
    area = (((1.0, 2.0), (3.5, 4.0), (5.0, 6.0)),)
    listed = (replace(placements("a")[0], area=area), replace(placements("b")[0], position=2))
    repairs = ({"field": "body", "start": 0, "end": 1, "observed": "虛", "restored": "虚", "at": (1, 2)},)
    return [
        issue(2, capture=capture(1)),
        page(1, placements=listed, capture=capture(1), image_url=f"{SITE}/1.jpg", pdf_url=f"{SITE}/1.pdf"),
        page(2, "b", "c", capture=capture(2)),
        article("a", capture=capture(3), images=(image(1), image(2)), repairs=repairs),
        article("b", capture=capture(4)),
        article("c", content_key=None, capture=capture(5)),
        problem(f"{SITE}/content_x.htm", capture=capture(6)),
    ]


def test_an_issue_is_stored_as_it_is(archive: Writer) -> None:
    assert [archive.store(item) for item in whole_issue()] == ["new"] * 7
    assert rows(archive.engine, "issues", "paper", "date", "edition", "number", "page_count") == [
        (PAPER, DAY, "", "1042", 2)
    ]
    stored = dump(archive.engine)
    assert stored["issues"][0]["promised"] == [
        {"sequence": p.sequence, "number": p.number, "name": p.name, "url": p.url} for p in promised(2)
    ]
    assert stored["placements"][0]["area"] == [[[1, 2], [3.5, 4], [5, 6]]]
    assert stored["placements"][1]["area"] is None
    first = stored["articles"][0]
    assert first["cite_id"] == f"{PAPER}-2023-10-17-a"
    assert first["authors"] == ["张三"]
    assert first["repairs"][0]["at"] == [1, 2]
    assert (first["revision"], first["first_seen"], first["last_seen"]) == (1, NOON, NOON)
    assert (first["reprint_of"], first["cluster"], first["withdrawn_at"]) == (None, None, None)
    assert [image["caption"] for image in stored["images"]] == ["图为现场。", "图为现场。"]
    # The front page and page 1 are the same bytes; of the last, nothing could be read.
    number = stored["issues"][0]["id"]
    assert [row["issue_id"] for row in stored["captures"]] == [number] * 5 + [None]


def test_storing_the_same_again_changes_not_one_byte(archive: Writer) -> None:
    for item in whole_issue():
        archive.store(item)
    before = dump(archive.engine)
    for item in (*whole_issue(), *reversed(whole_issue()[:-1])):
        archive.store(item)
    assert [archive.store(item) for item in whole_issue()] == ["same"] * 7
    assert dump(archive.engine) == before


def test_a_batch_stores_what_single_items_store(database_url: str, tmp_path: Any) -> None:
    with Writer(database_url) as one, Writer(f"sqlite:///{tmp_path / 'batch.db'}") as batch:
        for item in whole_issue():
            one.store(item)
        batch.store_all(whole_issue())
        assert dump(one.engine) == dump(batch.engine)


BATCHES: dict[str, list[items.Item]] = {
    "an edit of an article that came before it": [
        article("a", capture=capture(1)),
        article("b", capture=capture(2)),
        article("a", body="改版。", capture=capture(3, at=hours(1))),
        article("c", capture=capture(4)),
    ],
    "an article that takes the text another gives up": [
        article("a", "one", capture=capture(1)),
        article("b", "two", capture=capture(2)),
        article("a", "three", body="改版。", capture=capture(3, at=hours(1))),
        article("c", "one", capture=capture(4)),
    ],
    "two ids of one text, and the first of them with another": [
        page(1, "z", "a"),
        article("a", "same", capture=capture(1)),
        article("z", "same", images=(image(1),), capture=capture(2)),
        article("a", "other", body="另文。", capture=capture(3, at=hours(1))),
        article("z", "same", images=(image(1),), capture=capture(4, at=hours(2))),
    ],
    "an id that is the second of two texts in turn": [
        article("a", "one", capture=capture(1)),
        article("b", "two", capture=capture(2)),
        article("z", "one", capture=capture(3)),
        article("z", "two", capture=capture(4, at=hours(1))),
        article("z", "own", capture=capture(5, at=hours(2))),
    ],
    "reprints, the first print last": [
        article("1", "wire", paper="c-paper"),
        article("2", "wire", paper="b-paper"),
        article("2", "wire", paper="b-paper", date=DAY - dt.timedelta(days=1)),
        page(1, "1", paper="c-paper"),
        article("3", "wire", paper="a-paper", date=DAY - dt.timedelta(days=2)),
        article("3", "edited", paper="a-paper", date=DAY - dt.timedelta(days=2), body="改写。"),
    ],
    "a stub between two readings of one article": [
        article("a", char_count=100, capture=capture(1)),
        article("a", body="短。", char_count=1, capture=capture(2, at=hours(1))),
        article("a", char_count=101, body="全文。", capture=capture(3, at=hours(2))),
    ],
}


@pytest.mark.parametrize("batch", BATCHES.values(), ids=BATCHES)
def test_whatever_comes_in_a_batch_is_stored_as_if_it_came_alone(
    sqlite_url: str, tmp_path: Path, batch: list[items.Item]
) -> None:
    placed = [replace(item, capture=item.capture or capture(90 + n)) for n, item in enumerate(batch)]
    with Writer(sqlite_url) as one, Writer(f"sqlite:///{tmp_path / 'batch.db'}") as together:
        outcomes = [one.store(item) for item in placed]
        assert together.store_all(placed) == outcomes
        assert dump(one.engine) == dump(together.engine)
        assert together.store_all(placed) == [one.store(item) for item in placed]
        assert dump(one.engine) == dump(together.engine)


def test_rows_asked_in_the_drivers_words_are_those_sqlalchemy_gives(archive: Writer) -> None:
    archive.store_all(whole_issue())
    articles = Base.metadata.tables["articles"]
    of_ids = sa.select(articles.c.source_id, articles.c.date).where(
        articles.c.source_id.in_(sa.bindparam("ids", expanding=True))
    )
    twice = sa.union_all(of_ids, of_ids)
    with archive.engine.connect() as connection:
        for table in Base.metadata.tables.values():
            query = sa.select(table)
            expected = connection.execute(query).all()
            found = driver.ask(connection, query)
            assert [row._asdict() for row in found] == [row._asdict() for row in expected]
        for ids in ([], ["a"], ["a", "b", "no such id"]):
            assert sorted(driver.ask(connection, twice, ids=ids)) == sorted(
                map(tuple, connection.execute(twice, {"ids": ids}))
            )


def test_a_page_of_new_articles_takes_few_statements(archive: Writer) -> None:
    archive.store_all([page(1, *"abcdefgh"), article("0")])
    statements: list[str] = []
    sa.event.listen(
        archive.engine, "before_cursor_execute", lambda *told: statements.append(str(told[2]).split()[0])
    )
    new = [article(name, capture=capture(n), signature=bytes([n]) * 192) for n, name in enumerate("abcdefgh")]
    assert archive.store_all(new) == ["new"] * 8
    assert len(statements) <= 9, statements  # with BEGIN, and the lock of PostgreSQL


def test_a_batch_is_stored_whole_or_not_at_all(archive: Writer) -> None:
    with pytest.raises(StorageError):
        archive.store_all([issue(), article("a"), article("b", body="half \ud800")])
    assert not any(dump(archive.engine).values())
    assert archive.store_all([issue(), article("a")]) == ["new", "new"]


def test_chinese_stands_unescaped_in_json_columns(archive: Writer) -> None:
    archive.store(article("a"))
    with archive.engine.connect() as connection:
        assert (
            connection.execute(sa.text("SELECT CAST(authors AS TEXT) FROM articles")).scalar_one()
            == '["张三"]'
        )


@pytest.mark.parametrize("character", ["\0", "\ud800"])
@pytest.mark.parametrize("field", ["body", "headline", "url", "authors"])
def test_a_text_no_database_can_keep_is_refused_with_a_sentence(
    archive: Writer, field: str, character: str
) -> None:
    value: Any = (f"甲{character}乙",) if field == "authors" else f"甲{character}乙"
    with pytest.raises(StorageError, match="normalise removes these"):
        archive.store(replace(article("a"), **{field: value}))
    assert not any(dump(archive.engine).values())


def test_a_jump_story_on_two_pages_is_one_article(archive: Writer) -> None:
    for item in (issue(), page(1, "a"), page(2, "a", "b"), article("a"), article("a"), article("b")):
        archive.store(item)
    assert len(rows(archive.engine, "articles", "id")) == 2
    assert rows(archive.engine, "placements", "source_id") == [("a",), ("a",), ("b",)]


def test_an_edited_article_gets_a_revision_with_both_texts(archive: Writer) -> None:
    archive.store(article("a", body="初版。", capture=capture(1)))
    again = article("a", body="改版。", headline="新题", capture=capture(2, at=hours(24)))
    assert archive.store(again) == "changed"
    assert archive.store(again) == "same"
    stored = dump(archive.engine)
    [row], [old] = stored["articles"], stored["revisions"]
    assert (row["revision"], row["body"], row["headline"]) == (2, "改版。", "新题")
    assert (row["first_seen"], row["last_seen"]) == (NOON, hours(24))
    assert (old["revision"], old["body"], old["headline"], old["seen_at"]) == (1, "初版。", "标题a", NOON)
    assert [old["capture_id"], row["capture_id"]] == [capture["id"] for capture in stored["captures"]]


def test_the_same_article_fetched_again_only_moves_last_seen(archive: Writer) -> None:
    archive.store(article("a", capture=capture(1)))
    before = dump(archive.engine)["articles"]
    assert archive.store(article("a", capture=capture(2, at=hours(24)))) == "same"
    assert dump(archive.engine)["articles"] == [{**before[0], "last_seen": hours(24)}]


def test_another_parser_on_the_same_bytes_is_not_another_article(archive: Writer) -> None:
    archive.store(article("a", body="解析一", capture=capture(1, sha256="5" * 64)))
    assert archive.store(article("a", body="解析二", capture=capture(1, sha256="5" * 64))) == "changed"
    stored = dump(archive.engine)
    assert (stored["articles"][0]["body"], stored["articles"][0]["revision"]) == ("解析二", 1)
    assert stored["revisions"] == []


def test_an_article_may_come_before_its_issue(archive: Writer) -> None:
    archive.store(article("a"))
    assert rows(archive.engine, "issues", "page_count", "checked_at") == [(None, None)]
    assert archive.store(issue()) == "new"
    assert rows(archive.engine, "issues", "page_count") == [(2,)]


def test_pictures_are_replaced_where_they_differ(archive: Writer) -> None:
    archive.store(article("a", images=(image(1), image(2))))
    assert archive.store(article("a", images=(image(1, "新图说"),))) == "changed"
    assert rows(archive.engine, "images", "position", "caption") == [(1, "新图说")]


def test_a_paper_is_known_by_its_slug_until_its_name_is(archive: Writer) -> None:
    archive.store(issue())
    assert rows(archive.engine, "papers", "slug", "name", "script") == [(PAPER, PAPER, "")]
    assert archive.store_paper(PAPER, "公益时报", "hans") == "changed"
    assert archive.store_paper(PAPER, "公益时报", "hans") == "same"
    assert rows(archive.engine, "papers", "name", "script") == [("公益时报", "hans")]


def test_editions_of_one_day_are_issues_of_their_own(archive: Writer) -> None:
    for edition in ("早报", "晚报"):
        archive.store(issue(edition=edition))
        archive.store(article("1", edition=edition, content_key=f"key-{edition}"))
    assert rows(archive.engine, "articles", "cite_id") == [
        (f"{PAPER}-2023-10-17-早报-1",),
        (f"{PAPER}-2023-10-17-晚报-1",),
    ]


# --- the promise ---------------------------------------------------------------------------------


def test_a_navigation_that_shrank_does_not_shrink_the_promise(archive: Writer) -> None:
    archive.store(issue(16, capture=capture(1)))
    smaller = capture(2, at=hours(24))
    assert archive.store(issue(3, capture=smaller)) == "same"
    stored = dump(archive.engine)
    assert stored["issues"][0]["page_count"] == 16
    assert len(stored["issues"][0]["promised"]) == 16
    [found] = stored["problems"]
    assert (found["kind"], found["resolved_at"]) == ("shrunk", None)
    assert "3 pages, earlier 16" in found["detail"]
    archive.store(page(1, capture=smaller))  # the front page is page 1
    assert rows(archive.engine, "problems", "resolved_at") == [(None,)]
    archive.store(issue(0, pages=(), capture=capture(3, at=hours(25))))
    assert rows(archive.engine, "issues", "page_count") == [(16,)]
    archive.store(issue(16, capture=capture(4, at=hours(48))))
    assert rows(archive.engine, "problems", "resolved_at") == [(hours(48),)]


def test_a_larger_promise_is_taken(archive: Writer) -> None:
    archive.store(issue(0, pages=()))
    assert archive.store(issue(2)) == "changed"
    assert archive.store(issue(3)) == "changed"
    assert rows(archive.engine, "issues", "page_count") == [(3,)]


def test_a_page_put_in_between_moves_the_pages_behind_it(archive: Writer) -> None:
    archive.store(issue(3))
    for sequence, source_id in enumerate("abc", 1):
        archive.store(page(sequence, source_id))
    old = promised(3)
    extra = items.PromisedPage(2, "01A", "号外", f"{SITE}/node_9.htm")
    behind = (replace(old[1], sequence=3), replace(old[2], sequence=4))
    archive.store(issue(4, pages=(old[0], extra, *behind)))
    assert rows(archive.engine, "pages", "sequence", "number") == [(1, "01"), (3, "02"), (4, "03")]
    assert [one.number for one in lacking(archive.engine, PAPER, DAY).pages] == ["01A"]
    assert len(rows(archive.engine, "placements", "id")) == 3


def test_a_title_list_that_changed_replaces_the_old_one(archive: Writer) -> None:
    archive.store(page(1, "a", "b"))
    assert archive.store(page(1, "c", "b", "a")) == "changed"
    assert rows(archive.engine, "placements", "position", "source_id") == [(1, "c"), (2, "b"), (3, "a")]
    assert rows(archive.engine, "problems", "id") == []


# --- problems and runs -----------------------------------------------------------------------------


def test_a_problem_is_closed_by_what_was_lacking_and_opened_when_it_recurs(archive: Writer) -> None:
    lost = problem(f"{SITE}/content_a.htm", "http_error", capture=capture(1))
    assert archive.store(lost) == "new"
    assert archive.store(replace(lost, capture=capture(2, at=hours(1)))) == "changed"
    [row] = dump(archive.engine)["problems"]
    assert (row["first_seen"], row["last_seen"], row["resolved_at"]) == (NOON, hours(1), None)
    archive.store(article("a", capture=capture(3, at=hours(2))))
    assert rows(archive.engine, "problems", "last_seen", "resolved_at") == [(hours(1), hours(2))]
    archive.store(replace(lost, capture=capture(4, at=hours(3))))
    assert rows(archive.engine, "problems", "first_seen", "last_seen", "resolved_at") == [
        (NOON, hours(3), None)
    ]


def test_a_page_and_an_issue_close_their_problems_too(archive: Writer) -> None:
    archive.store(problem(f"{SITE}/node_1.htm", "unreachable"))
    archive.store(problem(f"{SITE}/node_1.htm", "blocked"))
    archive.store(problem(f"{SITE}/node_2.htm", "layout_changed"))
    archive.store(issue())
    assert [kind for kind, at in rows(archive.engine, "problems", "kind", "resolved_at") if at is None] == [
        "layout_changed"
    ]
    archive.store(page(2))
    assert (None,) not in rows(archive.engine, "problems", "resolved_at")


def test_a_run_is_noted_with_its_end(archive: Writer) -> None:
    run = archive.start_run(["banmian", "crawl", "gong yi"])
    assert rows(archive.engine, "runs", "command", "finished", "exit_code") == [
        ("banmian crawl 'gong yi'", None, None)
    ]
    archive.finish_run(run, {"articles": {"new": 3}}, 0)
    assert [(row["counts"], row["exit_code"]) for row in dump(archive.engine)["runs"]] == [
        ({"articles": {"new": 3}}, 0)
    ]


def test_what_the_database_refuses_is_raised_and_not_stored(archive: Writer) -> None:
    archive.store(issue())
    with archive.engine.begin() as connection:
        connection.execute(sa.text("DROP VIEW printed"))
        connection.execute(sa.text("DROP TABLE placements"))
    with pytest.raises(StorageError, match="placements"):
        archive.store(page(1, "a"))
    assert rows(archive.engine, "pages", "id") == []


def test_every_field_of_an_item_has_its_column() -> None:
    tables = Base.metadata.tables
    assert set(ARTICLE_FIELDS) <= set(tables["articles"].c.keys()) & set(article("a").__slots__)
    assert set(PAGE_FIELDS) <= set(tables["pages"].c.keys()) & set(page(1).__slots__)
    kept = {*ARTICLE_FIELDS, "paper", "date", "edition", "images", "signature", "capture"}
    used = {"printed_date", "ending", "damaged"}
    assert set(items.ArticleItem.__slots__) == kept | used, "what is only checked, or says how to read"


# --- one text, two ids in one issue ------------------------------------------------------------------


def test_two_ids_of_one_text_in_an_issue_are_one_article(archive: Writer) -> None:
    for item in (issue(), page(1, "a"), page(2, "z", "b"), article("a", "same"), article("b")):
        archive.store(item)
    assert archive.store(article("z", "same")) == "changed"
    assert archive.store(article("z", "same")) == "same"
    assert rows(archive.engine, "articles", "source_id", "cluster") == [("a", None), ("b", None)]
    assert rows(archive.engine, "placements", "listed_id", "source_id") == [
        ("a", "a"),
        ("b", "b"),
        ("z", "a"),
    ]
    assert not lacking(archive.engine, PAPER, DAY)
    assert archive.store(page(2, "z", "b")) == "same"  # reading the page again does not undo it
    assert archive.store(page(2, "b", "z")) == "changed"
    assert not lacking(archive.engine, PAPER, DAY)


def test_the_article_of_two_ids_is_named_after_the_first_print_whatever_came_first(
    database_url: str,
) -> None:
    arriving: list[items.Item] = [
        page(1, "z", "m"),
        page(2, "a"),
        *(article(s, "same", body=s) for s in ("z", "a", "m")),
    ]
    seen = set()
    for order in random.Random(1).sample(list(itertools.permutations(arriving)), 12):
        with Writer(database_url) as archive:
            empty(archive.engine)
            archive.store(issue())
            for item in order:
                archive.store(item)
            for item in order:
                assert archive.store(item) == "same" or isinstance(item, items.ArticleItem)
            seen.add(
                (
                    *rows(archive.engine, "articles", "source_id", "cite_id", "url"),
                    *rows(archive.engine, "placements", "listed_id", "source_id"),
                    *rows(archive.engine, "aliases", "source_id", "cite_id"),
                )
            )
            assert not lacking(archive.engine, PAPER, DAY)
    assert len(seen) == 1
    assert ("z", f"{PAPER}-2023-10-17-z", f"{SITE}/content_z.htm") in next(iter(seen))


def test_a_second_id_that_gets_a_text_of_its_own_is_an_article_of_its_own(archive: Writer) -> None:
    for item in (issue(), page(1, "a"), page(2, "b"), article("a", "same"), article("b", "same")):
        archive.store(item)
    assert archive.store(article("b", "other")) == "new"
    assert rows(archive.engine, "articles", "source_id") == [("a",), ("b",)]
    assert rows(archive.engine, "placements", "listed_id", "source_id") == [("a", "a"), ("b", "b")]
    assert rows(archive.engine, "aliases", "source_id") == []


# --- one text in several issues ----------------------------------------------------------------------


def reprinted() -> list[items.Item]:
    """One text in five issues, twice on one day, once in an issue whose page comes too."""
    earlier, later = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)
    return [
        article("1", "wire", paper="b-paper", date=DAY),
        article("2", "wire", paper="a-paper", date=DAY),
        page(1, "x", "1", paper="b-paper", date=DAY),
        page(2, "2", paper="a-paper", date=DAY),
        article("3", "wire", paper="c-paper", date=later),
        article("4", "wire", paper="d-paper", date=later),
        article("5", "alone", paper="d-paper", date=earlier),
    ]


def clusters(engine: sa.Engine) -> list[tuple[Any, ...]]:
    return rows(engine, "articles", "cite_id", "reprint_of", "cluster")


def test_a_reprint_points_to_the_first_print_in_whatever_order_they_arrive(
    database_url: str, whole: bool
) -> None:
    orders = list(itertools.permutations(reprinted()))
    seen = []
    for order in random.Random(5).sample(orders, 30 if whole else 10):
        with Writer(database_url) as archive:
            empty(archive.engine)
            for item in order:
                archive.store(item)
            seen.append(clusters(archive.engine))
    first = "b-paper-2023-10-17-1"  # page 1 before page 2, although a-paper sorts before b-paper
    expected: list[tuple[Any, ...]] = [
        ("a-paper-2023-10-17-2", first, first),
        (first, None, first),
        ("c-paper-2023-10-18-3", first, first),
        ("d-paper-2023-10-16-5", None, None),
        ("d-paper-2023-10-18-4", first, first),
    ]
    assert all(found == expected for found in seen)


def test_an_earlier_print_that_arrives_later_becomes_the_first(archive: Writer) -> None:
    for item in reprinted():
        archive.store(item)
    root = f"{PAPER}-2020-01-01-9"
    archive.store(article("9", "wire", date=dt.date(2020, 1, 1)))
    grouped = [row for row in clusters(archive.engine) if row[2] is not None]
    assert len(grouped) == 5
    assert all(row[1:] == (None if row[0] == root else root, root) for row in grouped)


@pytest.mark.parametrize("key", ["own", None])
def test_a_print_that_is_edited_leaves_its_group(archive: Writer, key: str | None) -> None:
    first, second = article("1", "wire", paper="a-paper"), article("2", "wire", paper="b-paper")
    archive.store_all([first, second])
    archive.store(replace(first, content_key=key, body="改写。"))
    assert [row[1:] for row in clusters(archive.engine)] == [(None, None), (None, None)]
    archive.store(first)
    assert [row[1:] for row in clusters(archive.engine)] == [
        (None, "a-paper-2023-10-17-1"),
        ("a-paper-2023-10-17-1", "a-paper-2023-10-17-1"),
    ]


def test_a_moved_page_decides_anew_which_print_was_first(archive: Writer) -> None:
    for paper, sequence in (("a-paper", 1), ("b-paper", 2)):
        archive.store(page(sequence, "1", paper=paper, capture=capture(sequence)))
        archive.store(article("1", "wire", paper=paper))
    assert {row[2] for row in clusters(archive.engine)} == {"a-paper-2023-10-17-1"}
    archive.store(page(1, "x", paper="a-paper", capture=capture(1)))  # another parser's reading
    assert {row[2] for row in clusters(archive.engine)} == {"b-paper-2023-10-17-1"}


def test_texts_too_short_for_a_key_are_never_reprints(archive: Writer) -> None:
    archive.store_all([article("1", content_key=None), article("1", content_key=None, paper="b-paper")])
    assert [row[1:] for row in clusters(archive.engine)] == [(None, None), (None, None)]


def test_writers_at_the_same_time_wait_for_each_other(database_url: str) -> None:
    open_engine(database_url).dispose()
    papers = [f"paper-{number}" for number in range(4)]
    failures: list[BaseException] = []

    def crawl(paper: str) -> None:
        try:
            with Writer(database_url) as archive:
                for number in range(12):
                    archive.store(article(str(number), f"wire-{number}", paper=paper))
        except StorageError as error:
            failures.append(error)

    threads = [threading.Thread(target=crawl, args=(paper,)) for paper in papers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine = open_engine(database_url)
    found = clusters(engine)
    engine.dispose()
    assert failures == []
    assert len(found) == 48
    assert {row[2] for row in found} == {f"paper-0-2023-10-17-{number}" for number in range(12)}


def test_a_server_that_was_restarted_is_found_again(postgres_url: str, postgres_server: Server) -> None:
    with Writer(postgres_url) as archive:
        archive.store(article("a"))
        postgres_server.disconnect(postgres_url)
        assert archive.store(article("b")) == "new"
        assert len(rows(archive.engine, "articles", "id")) == 2


def test_on_a_server_an_article_that_is_seen_again_leaves_its_indexes_alone(postgres_url: str) -> None:
    seen = sa.text("UPDATE articles SET last_seen = last_seen + interval '1 day' WHERE source_id = '7'")
    counted = sa.text("SELECT pg_stat_get_xact_tuples_hot_updated('articles'::regclass)")
    body = "\n".join(f"第{n}段，某镇的样张，内容系虚构。" * 9 for n in range(12))
    with Writer(postgres_url) as writer:
        writer.store_all([article(str(n), body=f"{n}{body}", body_hans=f"{n}{body}") for n in range(30)])
        with writer.engine.connect() as connection:
            connection.execute(seen)
            assert connection.execute(counted).scalar_one() == 1

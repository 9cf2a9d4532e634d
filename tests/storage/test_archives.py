"""Several archives over one database: merged by copying, taken in by `adopt`, knowing elsewhere from lost."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import StorageError, Writer
from storage.captures import CaptureWriter, adoption, findings_of, originals, take_in, warc_files
from storage.database import open_engine
from storage.items import Capture, Purpose
from storage.models import table
from tests.support.builders import DAY, NOON, PAPER, article, issue

URL = "http://paper.test/html/2023-10/17/content_1.htm"


def capture(writer: CaptureWriter, number: int, hour: int = 0) -> Capture:
    """The response of article `number`, fetched at some hour."""
    at, url = NOON + dt.timedelta(hours=hour), URL.replace("_1", f"_{number}")
    body = f"<p>{number} {'很' * number}".encode()
    return writer.append(writer.prepare(Purpose(PAPER, DAY, "article", url), url, 200, [], body, at))


def id_of(archive: Path) -> str:
    """The id in the name of a file that is written into an archive now."""
    with CaptureWriter(archive) as writer:
        return capture(writer, 1).warc.removesuffix(".warc.gz").split("-")[3]


def kinds(engine: sa.Engine, archive: Path, *, whole: bool = False) -> list[str]:
    return [finding.kind for finding in findings_of(engine, archive, whole=whole)]


def test_an_archive_that_is_moved_keeps_its_id_and_a_copy_draws_another(
    tmp_path: Path,
) -> None:
    here, moved, copied = tmp_path / "here", tmp_path / "moved", tmp_path / "copied"
    first = id_of(here)
    assert id_of(here) == first
    here.rename(moved)
    assert id_of(moved) == first
    shutil.copytree(moved, copied)
    second = id_of(copied)
    assert (second != first, id_of(copied), id_of(moved)) == (True, second, first)
    assert id_of(here) not in (first, second), "what was moved away within the month is no predecessor"


def test_an_archive_that_came_to_another_machine_draws_another_id(tmp_path: Path) -> None:
    first = id_of(tmp_path)
    [note] = (tmp_path / "ids").iterdir()
    note.write_text(json.dumps({**json.loads(note.read_text()), "machine": "another"}))
    second = id_of(tmp_path)
    assert first != second == id_of(tmp_path)
    assert sorted(file.stem for file in (tmp_path / "ids").iterdir()) == sorted((first, second))
    for file in (tmp_path / "ids").iterdir():  # torn by a full disk
        file.write_text("")
    assert id_of(tmp_path) not in (first, second)


@pytest.fixture
def two(tmp_path: Path, database_url: str) -> Iterator[tuple[sa.Engine, Path, Path]]:
    """One database over two archives: in one articles 1 and 2, in the other 3, and 2 once more."""
    one, other = tmp_path / "one", tmp_path / "other"
    engine = open_engine(database_url)
    with Writer(database_url) as store:
        store.store(issue())
        with CaptureWriter(one) as writer:
            store.store_all([article(str(n), capture=capture(writer, n)) for n in (1, 2)])
        with CaptureWriter(other, originals=lambda *of: originals(engine, *of)) as writer:
            store.store_all([article(str(n), capture=capture(writer, n, hour=1)) for n in (3, 2)])
    yield engine, one, other
    engine.dispose()


def test_two_archives_merge_by_copying_and_know_what_the_other_has(two: tuple[sa.Engine, Path, Path]) -> None:
    engine, one, other = two
    assert kinds(engine, one) == kinds(engine, other) == ["elsewhere"]
    assert kinds(engine, one, whole=True) == ["missing"]
    for name in ("one", "other"):  # files of one paper and month
        [_] = (one.parent / name / PAPER).iterdir()
    shutil.copytree(other, one, dirs_exist_ok=True)
    assert kinds(engine, one) == []
    with CaptureWriter(other) as writer, Writer(engine.url.render_as_string(hide_password=False)) as store:
        store.store(article("4", capture=capture(writer, 4)))
    assert kinds(engine, one) == ["nowhere"], "it took the other's files in: they are looked for here now"
    shutil.rmtree(one / "ids")
    assert kinds(engine, one) == ["nowhere"], "without an id nothing is known of others"


def test_a_copy_of_files_alone_may_be_older_than_its_archive(two: tuple[sa.Engine, Path, Path]) -> None:
    engine, one, other = two
    shutil.copytree(other / PAPER, one / PAPER, dirs_exist_ok=True)
    with CaptureWriter(other) as writer, Writer(engine.url.render_as_string(hide_password=False)) as store:
        store.store_all([article(str(n), capture=capture(writer, n)) for n in (4, 5)])
    [finding] = findings_of(engine, one)
    assert (finding.kind, finding.harmless, finding.detail.split(" into ")[0]) == (
        "elsewhere",
        True,
        "2 rows point",
    )
    lost = next(warc for warc in warc_files(one) if warc not in warc_files(other))
    (one / lost).unlink()
    assert sorted(kinds(engine, one)) == ["elsewhere", "missing"]


def test_a_place_is_never_taken_for_that_of_another_record(two: tuple[sa.Engine, Path, Path]) -> None:
    engine, one, _ = two
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT * FROM captures ORDER BY id")).all()
    with CaptureWriter(one) as writer:
        taken = replace(capture(writer, 5), warc=rows[0].warc, offset=rows[0].offset)
    with Writer(engine.url.render_as_string(hide_password=False)) as store:
        with pytest.raises(StorageError, match=r"content_5.*another archive has a file of that name.*adopt"):
            store.store(article("5", capture=taken))
        assert store.store(article("1", capture=replace(taken, url=URL, sha256=rows[0].sha256,
                                                        fetched_at=NOON))) == "same"  # fmt: skip


def without_ids(archive: Path) -> None:
    """Makes the archive one of a program that knew no ids."""
    shutil.rmtree(archive / "ids")
    for file in list((archive / PAPER).iterdir()):
        file.rename(file.with_name(f"{PAPER}-2023-10.warc.gz"))


def adopt(engine: sa.Engine, archive: Path) -> tuple[int, int, int]:
    found = adoption(engine, archive, PAPER)
    with Writer(engine.url.render_as_string(hide_password=False)) as store:
        store.attach(found)
    return len(found.moves), len(found.same), found.orphans


def test_files_of_equal_names_are_taken_in_under_new_ones(two: tuple[sa.Engine, Path, Path]) -> None:
    engine, one, other = two
    with CaptureWriter(other, originals=lambda *of: originals(engine, *of)) as writer:
        again = capture(writer, 3, hour=2)  # a revisit
    with Writer(engine.url.render_as_string(hide_password=False)) as store:
        store.store(article("3", capture=again))
    before = places(engine)
    for archive in (one, other):
        without_ids(archive)
    assert adopt(engine, one) == (2, 0, 0)
    assert kinds(engine, one) == ["missing"]
    for _ in range(2):  # once more changes nothing
        [name] = take_in(one, other, PAPER)
        assert len(warc_files(one)) == 2
    assert adopt(engine, one) == (len(before) - 2, 0, 0)
    assert adopt(engine, one) == (0, 0, 0)
    assert kinds(engine, one) == [], "the revisit finds what it repeats in the file that was renamed"
    assert [row[1:] for row in places(engine)] == [row[1:] for row in before]
    with CaptureWriter(other) as writer:  # a file that grew since is taken in again
        capture(writer, 6)
    take_in(one, other, PAPER)
    assert len(warc_files(one)) == 3
    assert name in warc_files(one)
    assert adopt(engine, one) == (0, 0, 1)


def places(engine: sa.Engine) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(
            sa.text('SELECT warc, id, "offset", url FROM captures ORDER BY id')
        )]  # fmt: skip


def test_rows_that_stand_twice_for_one_record_become_one(two: tuple[sa.Engine, Path, Path]) -> None:
    engine, one, _ = two
    [file] = (one / PAPER).iterdir()
    renamed = file.rename(file.with_name(file.name.replace(".warc.gz", "-2.warc.gz")))
    captures = table("captures")
    with engine.begin() as connection:  # as a rebuild in the same database made them
        known = connection.execute(captures.select().order_by("id")).mappings().all()
        mine = [dict(row) for row in known if row["warc"] == f"{PAPER}/{file.name}"]
        for row in mine:
            del row["id"]
        again = [{**row, "warc": f"{PAPER}/{renamed.name}"} for row in mine]
        connection.execute(captures.insert(), again)
    assert adopt(engine, one) == (0, 2, 0)
    assert len(places(engine)) == len(known)
    assert kinds(engine, one) == ["elsewhere"]


def test_files_that_exchanged_their_names_are_told_apart(two: tuple[sa.Engine, Path, Path]) -> None:
    engine, one, other = two
    shutil.copytree(other, one, dirs_exist_ok=True)
    first, second = (one / warc for warc in warc_files(one))
    first.rename(one / "aside")
    second.rename(first)
    (one / "aside").rename(second)
    assert kinds(engine, one) != []
    assert adopt(engine, one) == (4, 0, 0)
    assert kinds(engine, one) == []


def test_archives_that_grew_apart_after_a_copy_are_both_taken_in(
    two: tuple[sa.Engine, Path, Path], tmp_path: Path
) -> None:
    engine, one, _ = two
    apart = tmp_path / "apart"
    shutil.copytree(one, apart)
    [file] = (apart / PAPER).iterdir()
    with CaptureWriter(tmp_path / "third") as writer:
        capture(writer, 7), capture(writer, 8)
    [third] = (tmp_path / "third" / PAPER).iterdir()
    file.write_bytes(file.read_bytes() + third.read_bytes())
    with CaptureWriter(one) as writer:
        capture(writer, 9)
    [name] = take_in(one, apart, PAPER)
    assert name != f"{PAPER}/{file.name}"
    assert adopt(engine, one) == (0, 0, 3)

"""Every archived byte is checked, and whatever became of it is found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from crawler.commands.verify import verify
from storage import Writer
from storage.captures import CaptureWriter, Finding, Tally, compress, findings_of, is_whole, originals
from storage.database import open_engine
from storage.items import Capture, Purpose
from tests.storage.test_captures import body
from tests.support.builders import DAY, NOON, PAPER, article, issue

URL = "http://paper.test/html/2023-10/17/content_1.htm"
HEADERS = [("Content-Type", "text/html")]


def write(writer: CaptureWriter, number: int, hour: int = 0) -> Capture:
    """The response of article `number`, fetched at some hour."""
    at = NOON + dt.timedelta(hours=hour, seconds=number)
    url = URL.replace("_1", f"_{number}")
    purpose = Purpose(PAPER, DAY, f"article {number}", url)
    asked = [("User-Agent", "banmian")] if number == 1 else None
    return writer.append(writer.prepare(purpose, url, 200, HEADERS, body(number), at, request_headers=asked))


@pytest.fixture
def archived(tmp_path: Path, database_url: str) -> Iterator[tuple[sa.Engine, Path]]:
    """A database and an archive of four sound records (one a revisit) and one no row points to."""
    with Writer(database_url) as archive, CaptureWriter(tmp_path / "archive") as writer:
        archive.store(issue())
        archive.store_all([article(str(n), capture=write(writer, n)) for n in (1, 2, 3)])
    engine = open_engine(database_url)
    with Writer(database_url) as archive:
        known = originals(engine, PAPER, DAY)
        with CaptureWriter(tmp_path / "archive", originals=lambda *_: known) as writer:
            archive.store(article("2", capture=write(writer, 2, hour=24)))
            write(writer, 4)
    yield engine, tmp_path / "archive"
    engine.dispose()


def check(archived: tuple[sa.Engine, Path]) -> list[Finding]:
    return list(findings_of(*archived))


def kinds(archived: tuple[sa.Engine, Path]) -> list[str]:
    return [finding.kind for finding in check(archived)]


def file_of(archived: tuple[sa.Engine, Path]) -> Path:
    [path] = (archived[1] / PAPER).glob(f"{PAPER}-2023-10-*.warc.gz")
    return path


def test_a_sound_archive_has_no_finding_but_the_record_a_killed_run_left(
    archived: tuple[sa.Engine, Path],
) -> None:
    tally = Tally()
    [finding] = findings_of(*archived, tally=tally)
    assert (finding.kind, finding.harmless) == ("orphan", True)
    assert finding.url == URL.replace("_1", "_4")
    assert (tally.files, tally.records, tally.rows) == (1, 7, 4)
    assert tally.bytes == file_of(archived).stat().st_size


def test_every_flipped_bit_of_a_file_is_found(archived: tuple[sa.Engine, Path], whole: bool) -> None:
    engine, directory = archived
    if engine.dialect.name != "sqlite":
        pytest.skip("the bytes are the same beside any database")
    path = file_of(archived)
    sound = path.read_bytes()
    silent = []
    for at in range(0, len(sound), 1 if whole else 37):
        for bit in range(8) if whole else (at % 8,):
            damaged = bytearray(sound)
            damaged[at] ^= 1 << bit
            path.write_bytes(damaged)
            if all(finding.harmless for finding in findings_of(engine, directory)):
                silent.append((at, bit))
    assert silent == []


def test_a_flip_is_blamed_on_its_record_alone(archived: tuple[sa.Engine, Path]) -> None:
    path = file_of(archived)
    with archived[0].connect() as connection:
        row = connection.execute(sa.text("SELECT * FROM captures ORDER BY id")).all()[2]
    damaged = bytearray(path.read_bytes())
    for at in (row.offset, row.offset + 17, row.offset + row.length - 1):  # its sign, its length, its end
        damaged[at] ^= 1
        path.write_bytes(damaged)
        found = [finding for finding in check(archived) if not finding.harmless]
        assert [(finding.kind, finding.offset, finding.url) for finding in found] == [
            ("damaged", row.offset, row.url)
        ]
        damaged[at] ^= 1


def test_a_damaged_original_damages_what_revisits_it(archived: tuple[sa.Engine, Path]) -> None:
    path = file_of(archived)
    with archived[0].connect() as connection:
        rows = connection.execute(sa.text("SELECT * FROM captures ORDER BY id")).all()
    damaged = bytearray(path.read_bytes())
    damaged[rows[1].offset + 200] ^= 1
    path.write_bytes(damaged)
    found = [finding.offset for finding in check(archived) if finding.kind == "damaged"]
    assert found == [rows[1].offset, rows[3].offset]


def test_a_file_cut_at_any_byte_is_found(archived: tuple[sa.Engine, Path], whole: bool) -> None:
    if archived[0].dialect.name != "sqlite":
        pytest.skip("the bytes are the same beside any database")
    path = file_of(archived)
    sound = path.read_bytes()
    [orphan] = check(archived)
    for cut in range(0, len(sound), 1 if whole else 53):
        path.write_bytes(sound[:cut])
        found = kinds(archived)
        if cut > orphan.offset:
            assert found == ["torn"], cut
        elif cut == orphan.offset:
            assert found == [], cut
        else:
            assert set(found) - {"torn"}, cut


def test_what_is_lost_or_points_nowhere_is_found(archived: tuple[sa.Engine, Path]) -> None:
    with archived[0].begin() as connection:
        connection.execute(sa.text('UPDATE captures SET "offset" = "offset" + 1 WHERE id = 1'))
        connection.execute(sa.text("UPDATE captures SET warc = '../../etc/passwd' WHERE id = 3"))
    assert sorted(kinds(archived)) == ["missing", "nowhere", "orphan", "orphan", "orphan"]
    file_of(archived).unlink()
    assert kinds(archived) == ["missing", "missing"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("sha256", "0" * 64),
        ("status", 404),
        ("length", 7),
        ("url", "http://elsewhere.test/"),
        ("fetched_at", "2020-01-01 00:00:00.000000"),
    ],
)
def test_a_row_that_contradicts_its_record_is_found(
    archived: tuple[sa.Engine, Path], column: str, value: Any
) -> None:
    with archived[0].begin() as connection:
        connection.execute(sa.text(f"UPDATE captures SET {column} = :value WHERE id = 2"), {"value": value})
    [finding] = (finding for finding in check(archived) if not finding.harmless)
    assert finding.kind == "mismatch"
    assert finding.detail.startswith(f"{column} is ")


def test_only_the_papers_asked_for_are_checked(archived: tuple[sa.Engine, Path]) -> None:
    assert list(findings_of(*archived, papers=["another"])) == []


def test_public_tools_read_the_file_and_find_its_revisit(archived: tuple[sa.Engine, Path]) -> None:
    with file_of(archived).open("rb") as file:
        records = [
            (record.rec_type, record.rec_headers.get_header("WARC-Refers-To-Target-URI"))
            for record in ArchiveIterator(file, check_digests="raise")
        ]
    assert [kind for kind, _ in records] == [
        "warcinfo", "response", "request", "response", "response", "revisit", "response"
    ]  # fmt: skip
    assert records[5][1] == URL.replace("_1", "_2")


def test_fastwarc_reads_the_file(archived: tuple[sa.Engine, Path]) -> None:
    fastwarc = pytest.importorskip("fastwarc")
    found = []
    with file_of(archived).open("rb") as file:
        for record in fastwarc.ArchiveIterator(file, parse_http=True):
            found.append((record.headers["WARC-Type"], record.reader.read()))
    assert [data for kind, data in found if kind == "response"] == [body(n) for n in (1, 2, 3, 4)]


@pytest.mark.parametrize("data", [b"", b"x", body(1) * 50], ids=["nothing", "one byte", "a page"])
def test_any_member_is_one_gzip_member_to_anyone(data: bytes) -> None:
    import gzip

    member = compress(data)
    assert gzip.decompress(member) == data
    assert is_whole(member)
    assert not is_whole(member[:-1])


def test_the_command_says_what_it_found_and_ends_accordingly(
    archived: tuple[sa.Engine, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BANMIAN_DB", archived[0].url.render_as_string(hide_password=False))
    monkeypatch.setenv("BANMIAN_ARCHIVE", str(archived[1]))
    with pytest.raises(SystemExit) as sound:
        verify()
    assert sound.value.code == 0
    assert f"7 records, {file_of(archived).stat().st_size} bytes, 4 rows: sound" in capsys.readouterr().out
    path = file_of(archived)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(SystemExit) as damaged:
        verify(json=True)
    assert damaged.value.code == 1

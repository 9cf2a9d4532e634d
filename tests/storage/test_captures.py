"""What was fetched is on disk, readable by anyone, and damage is never silent."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import random
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from storage import StorageError
from storage.captures import CaptureDamaged, CaptureWriter, read, warc_files
from storage.items import Capture, Purpose

DAY = dt.date(2011, 1, 4)
FETCHED = dt.datetime(2023, 10, 17, 4, 0, 0, 123456, tzinfo=dt.UTC)
URL = "http://paper.test/html/2011-01/04/content_1.htm?div=-1"
HEADERS = [
    ("Content-Type", "text/html; charset=gb2312"),
    ("Content-Encoding", "gzip"),
    ("Content-Length", "9"),
]


def write(writer: CaptureWriter, body: bytes, *, at: dt.datetime = FETCHED, **fields: Any) -> Capture:
    purpose = Purpose(fields.pop("paper", "gongyishibao"), DAY)
    values = {"url": URL, "status": 200, "headers": HEADERS, **fields}
    return writer.append(writer.prepare(purpose, body=body, fetched_at=at, **values))


def body(number: int) -> bytes:
    """Bytes like a page's: markup, and text that does not compress to nothing."""
    noise = "".join(chr(0x4E00 + (number * 7919 + n * n * 31) % 20000) for n in range(300))
    return f"<html><p>{noise}</p></html>".encode("gb18030")


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path) as writer:
        capture = write(writer, body(1), status=404)
        assert re.fullmatch(r"gongyishibao/gongyishibao-2023-10-[a-z]{8}\.warc\.gz", capture.warc)
        assert capture.sha256 == hashlib.sha256(body(1)).hexdigest()
        record = read(tmp_path, capture.warc, capture.offset, capture.length, capture.sha256)
    assert (record.url, record.status, record.body) == (URL, 404, body(1))
    assert (record.fetched_at, record.date) == (FETCHED, DAY)
    assert record.headers == (
        ("Content-Type", "text/html; charset=gb2312"),
        ("X-Archive-Orig-Content-Encoding", "gzip"),
        ("X-Archive-Orig-Content-Length", "9"),
        ("Content-Length", str(len(body(1)))),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    bodies=st.lists(st.binary(max_size=2000), min_size=1, max_size=4),
    status=st.sampled_from([200, 301, 404, 500, 599]),
    headers=st.lists(st.tuples(st.text(max_size=8), st.text(max_size=12)), max_size=4),
)
def test_any_bytes_come_back(
    tmp_path: Path, bodies: list[bytes], status: int, headers: list[tuple[str, str]]
) -> None:
    with CaptureWriter(tmp_path) as writer:
        places = [write(writer, data, status=status, headers=headers) for data in bodies]
        for place, data in zip(places, bodies, strict=True):
            record = read(tmp_path, place.warc, place.offset, place.length, place.sha256)
            assert (record.body, record.status, record.fetched_at) == (data, status, FETCHED)


def test_a_record_is_in_the_file_before_write_returns(tmp_path: Path) -> None:
    writer = CaptureWriter(tmp_path)
    capture = write(writer, body(1))
    assert (tmp_path / capture.warc).stat().st_size == capture.offset + capture.length
    writer.close()


def test_public_tools_read_the_file(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path) as writer:
        places = [
            write(writer, body(1), request_headers=[("User-Agent", "banmian")]),
            write(writer, body(2)),
        ]
    with (tmp_path / places[0].warc).open("rb") as file:
        iterator = ArchiveIterator(file, check_digests="raise")
        found = [(record.rec_type, record.content_stream().read()) for record in iterator]
    assert [kind for kind, _ in found] == ["warcinfo", "response", "request", "response"]
    assert [data for kind, data in found if kind == "response"] == [body(1), body(2)]


def test_another_process_goes_on_in_the_same_file(tmp_path: Path) -> None:
    places = []
    for number in range(3):
        with CaptureWriter(tmp_path) as writer:
            places.append(write(writer, body(number)))
    assert len({place.warc for place in places}) == 1
    for number, place in enumerate(places):
        assert read(tmp_path, place.warc, place.offset, place.length).body == body(number)


def test_a_file_that_has_grown_large_is_followed_by_another(tmp_path: Path) -> None:
    places = []
    for _ in range(2):  # in one process, and in the next one
        with CaptureWriter(tmp_path, most_bytes=3000) as writer:
            places += [write(writer, random.Random(number).randbytes(1000)) for number in range(4)]
    sizes = [file.stat().st_size for file in (tmp_path / "gongyishibao").iterdir()]
    assert len(sizes) > 2
    assert max(sizes) < 3000 + 2000
    assert warc_files(tmp_path) == list(dict.fromkeys(place.warc for place in places))


def test_each_paper_and_each_month_has_its_file(tmp_path: Path) -> None:
    december = FETCHED.replace(month=12, day=31, hour=23, tzinfo=dt.timezone(dt.timedelta(hours=-8)))
    with CaptureWriter(tmp_path) as writer:
        names = [
            write(writer, b"1").warc,
            write(writer, b"2", paper="renmin").warc,
            write(writer, b"3", at=december).warc,
            write(writer, b"4").warc,
        ]
    [note] = (tmp_path / "ids").iterdir()
    assert names == [
        f"gongyishibao/gongyishibao-2023-10-{note.stem}.warc.gz",
        f"renmin/renmin-2023-10-{note.stem}.warc.gz",
        f"gongyishibao/gongyishibao-2024-01-{note.stem}.warc.gz",
        f"gongyishibao/gongyishibao-2023-10-{note.stem}.warc.gz",
    ]


def test_a_file_torn_at_any_byte_is_left_alone_and_a_new_one_begun(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path / "whole") as writer:
        first, second = write(writer, body(1)), write(writer, body(2))
    whole = (tmp_path / "whole" / first.warc).read_bytes()
    for cut in range(second.offset + 1, len(whole), max(1, second.length // 25)):
        archive = tmp_path / str(cut)
        with CaptureWriter(archive) as writer:
            path = archive / write(writer, b"").warc
        path.unlink()
        first, second = (replace(one, warc=f"gongyishibao/{path.name}") for one in (first, second))
        path.write_bytes(whole[:cut])
        with CaptureWriter(archive) as writer:
            third = write(writer, body(3))
        assert third.warc == first.warc.replace(".warc.gz", "-2.warc.gz")
        assert (archive / first.warc).read_bytes() == whole[:cut]
        assert read(archive, first.warc, first.offset, first.length).body == body(1)
        assert read(archive, third.warc, third.offset, third.length).body == body(3)
        with pytest.raises(CaptureDamaged, match="ends within the record"):
            read(archive, second.warc, second.offset, second.length)
        with CaptureWriter(archive) as writer:
            assert write(writer, body(4)).warc == third.warc


def test_a_long_last_record_is_recognised_as_whole(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path) as writer:
        first = write(writer, os.urandom(3_000_000))
    with CaptureWriter(tmp_path) as writer:
        assert write(writer, b"next").warc == first.warc


def test_every_flipped_bit_is_found(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path) as writer:
        before, place = write(writer, body(1)), write(writer, body(2))
        after = write(writer, body(3))
    path = tmp_path / place.warc
    whole = path.read_bytes()
    silent = []
    for at in range(place.offset, place.offset + place.length):
        damaged = bytearray(whole)
        damaged[at] ^= 1 << (at % 8)
        path.write_bytes(damaged)
        try:
            record = read(tmp_path, place.warc, place.offset, place.length, place.sha256)
        except CaptureDamaged:
            continue
        if record.body != body(2):
            silent.append(at)
    assert silent == []
    for other, number in ((before, 1), (after, 3)):  # the neighbours of a damaged record are read
        assert read(tmp_path, other.warc, other.offset, other.length).body == body(number)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"offset": 7}, "damaged|no WARC record"),
        ({"length": 10}, "does not end where it should"),
        ({"sha256": "0" * 64}, "another SHA-256"),
        ({"offset": 10**9}, "the file ends"),
        ({"warc": "gongyishibao/lost.warc.gz"}, "cannot be read"),
        ({"warc": "../../etc/passwd"}, "no path inside the archive"),
        ({"offset": 0}, "no response|does not end"),
    ],
)
def test_a_wrong_place_is_damage_with_a_sentence(
    tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    with CaptureWriter(tmp_path) as writer:
        capture = write(writer, body(1))
    place = {name: getattr(capture, name) for name in ("warc", "offset", "length", "sha256")}
    with pytest.raises(CaptureDamaged, match=sentence):
        read(tmp_path, **{**place, **change})


@pytest.mark.parametrize("paper", ["../evil", "a/b", "", "公益", ".hidden", "A"])
def test_file_names_are_never_made_of_anything_but_a_slug(tmp_path: Path, paper: str) -> None:
    with (
        CaptureWriter(tmp_path / "archive") as writer,
        pytest.raises(StorageError, match="no name of a paper"),
    ):
        write(writer, b"", paper=paper)
    assert not (tmp_path / "archive").exists()


def test_a_directory_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file is in the way")
    with (
        CaptureWriter(tmp_path / "archive") as writer,
        pytest.raises(StorageError, match=r"archive.*written"),
    ):
        write(writer, b"")


def test_a_full_disk_leaves_a_whole_file_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = CaptureWriter(tmp_path)
    first = write(writer, body(1))
    real = os.write
    calls = []

    def full_after_half(file: int, data: bytes) -> int:
        calls.append(len(data))
        if len(calls) > 1:
            raise OSError(28, "No space left on device")
        return real(file, data[: len(data) // 2])

    with monkeypatch.context() as patch:
        patch.setattr("os.write", full_after_half)
        with pytest.raises(StorageError, match="No space left on device"):
            write(writer, body(2))
    assert len(calls) == 2
    assert (tmp_path / first.warc).stat().st_size == first.offset + first.length
    again = write(writer, body(2))
    writer.close()
    assert again.offset == first.offset + first.length
    assert read(tmp_path, again.warc, again.offset, again.length).body == body(2)


def test_the_bytes_an_archive_was_copied_with_are_enough(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path / "here") as writer:
        capture = write(writer, body(1))
    shutil.copytree(tmp_path / "here", tmp_path / "there")
    assert read(tmp_path / "there", capture.warc, capture.offset, capture.length).date == DAY

"""The report: right numbers, one page that loads nothing, seen in a real browser."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import struct
import subprocess
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from lxml import html

from storage import Writer
from storage.models import table
from storage.report import Report, gather
from storage.report import page as page_of
from storage.selection import UnknownPaper
from tests.support.builders import DAY, PAPER, article, issue, page, problem
from tests.support.desk import Desk

ARTICLES = table("articles")
NEXT = DAY + dt.timedelta(days=7)
OTHER = "hebao"
LAST = DAY + dt.timedelta(days=14)
EXPECTED = {PAPER: [DAY, NEXT, LAST]}
SECTIONS = ("coverage", "years", "gaps", "pages", "lengths", "reprints", "restoration", "problems")


def repair(kind: str, confidence: float) -> dict[str, object]:
    """A repair as it is stored."""
    return {"field": "body", "start": 0, "end": 1, "observed": "?", "restored": "字", "kind": kind,
            "confidence": confidence}  # fmt: skip


def store_all(archive: Writer) -> None:
    """Two papers: an issue complete, one with gaps, others lacking; a reprint, repairs, problems."""
    archive.store_paper(PAPER, "公益时报", "hans")
    archive.store_paper(OTHER, "河湾<晚报>", "hans")
    archive.store(issue(1))
    archive.store(page(1, "a", "b", name="要闻"))
    repairs = (repair("cut", 0.9), repair("cut", 0.3), repair("width", 1.0))
    archive.store(article("a", key="shared", repairs=repairs, char_count=120))
    archive.store(article("b", char_count=20_000))
    later = {"paper": OTHER, "date": NEXT}
    archive.store(issue(2, **later))
    archive.store(page(1, "c", "d", **later))
    archive.store(article("c", key="shared", **later, char_count=120, repairs=(repair("cut", 0.8),)))
    archive.store(problem(f"{NEXT}/content_d.htm", **later))
    archive.store(problem("http://paper.test/front", kind="blocked", date=NEXT))
    with archive.engine.begin() as connection:
        first = {"reprint_of": f"{PAPER}-{DAY}-a", "cluster": f"{PAPER}-{DAY}-a"}
        connection.execute(sa.update(ARTICLES).where(ARTICLES.c.source_id == "c").values(first))


@pytest.fixture
def archive(database_url: str) -> Iterator[Writer]:
    """An archive with a little of everything."""
    with Writer(database_url) as archive:
        store_all(archive)
        yield archive


def test_everything_is_added_up_the_same_on_both_databases(archive: Writer) -> None:
    report = gather(archive.engine, LAST, expected=EXPECTED)
    states = [(row.paper, row.date, row.state) for row in report.issues]
    assert states == [
        (PAPER, DAY, "complete"),
        (PAPER, NEXT, "blocked"),
        (PAPER, LAST, "missing"),
        (OTHER, NEXT, "partial"),
    ]
    assert report.names == {PAPER: "公益时报", OTHER: "河湾<晚报>"}
    assert (report.articles, report.characters) == (3, 20_240)
    assert report.lengths == Counter({100: 2, 10_000: 1})
    assert report.pages == Counter({"要闻": 2, "头版": 2})
    assert report.reprints == Counter({(PAPER, OTHER): 1})
    assert report.repaired == 2
    found = [(each.kind, each.count, each.articles, each.unsure) for each in report.repairs]
    assert found == [("cut", 3, 2, 1), ("width", 1, 1, 0)]
    assert report.problems == Counter({("not_found", "open"): 1, ("blocked", "open"): 1})
    assert sorted(gap.kind for gap in report.gaps) == ["blocked", "not_fetched", "not_fetched", "not_fetched"]


def test_papers_and_dates_can_be_chosen(archive: Writer) -> None:
    one = gather(archive.engine, LAST, papers=[OTHER])
    assert (list(one.names), one.articles, one.pages) == ([OTHER], 1, Counter({"头版": 2}))
    assert one.reprints == Counter({(PAPER, OTHER): 1})
    early = gather(archive.engine, DAY)
    assert (early.articles, early.problems, early.reprints) == (2, Counter(), Counter())
    with pytest.raises(UnknownPaper):
        gather(archive.engine, DAY, papers=["nobody"])


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report of a database with a little of everything."""
    with Writer(f"sqlite:///{tmp_path_factory.mktemp('report') / 'banmian.db'}") as archive:
        store_all(archive)
        return gather(archive.engine, LAST, expected=EXPECTED)


@pytest.fixture(scope="module")
def document(report: Report) -> str:
    """Its page."""
    return page_of(report)


def test_the_page_loads_nothing_and_runs_nothing(document: str) -> None:
    root = html.fromstring(document)
    assert not root.xpath("//script | //link | //img | //iframe | //object")
    assert all(link.startswith("#") for link in root.xpath("//@href | //@src"))
    assert "default-src 'none'" in document
    assert not re.search(r"@import|url\((?!#)", document)


def test_every_section_has_its_chart_and_the_numbers_as_a_table(document: str) -> None:
    root = html.fromstring(document)
    assert [section.get("id") for section in root.xpath("//section")] == list(SECTIONS)
    for section in root.xpath("//section"):
        assert section.xpath(".//svg//*[local-name() = 'path' or local-name() = 'rect']"), section.get("id")
        assert section.xpath(".//table"), section.get("id")
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_names_are_text_and_not_markup(document: str) -> None:
    assert "河湾<晚报>" not in document
    assert "河湾&lt;晚报&gt;" in document


def test_the_calendar_tells_each_state_by_form_and_in_words(document: str) -> None:
    root = html.fromstring(document)
    labels = root.xpath("//*[@class='calendar']/@aria-label")
    assert labels == ["公益时报: 1 complete, 1 missing, 1 blocked", "河湾<晚报>: 1 partial"]
    weeks = root.xpath("//*[@class='calendar']//*[local-name() = 'title']/text()")
    assert f"{DAY}: 1 complete" in weeks
    forms = {path.get("class"): path.get("d").split("M")[1] for path in
             root.xpath("//*[@class='calendar']/*[local-name() = 'path']")}  # fmt: skip
    assert set(forms) == {"complete", "partial", "missing", "blocked"}


def test_an_empty_database_has_a_page_too(sqlite_url: str) -> None:
    with Writer(sqlite_url) as archive:
        written = page_of(gather(archive.engine, DAY))
    assert "No issue is stored" in written
    assert "<table" not in written


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    desk = Desk.at(tmp_path)
    with Writer(desk.db) as archive:
        store_all(archive)
    said = desk.run("report", "out.html", "--until", str(NEXT)).stdout
    assert said.startswith("out.html: 2 papers, 3 articles,")
    assert (tmp_path / "out.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert "cannot be written" in desk.run("report", "no/out.html", code=5).stderr
    assert "nobody" in desk.run("report", "out.html", "--paper", "nobody", code=2).stderr


# --- in a browser ----------------------------------------------------------------------------------------

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--hide-scrollbars"),
    "--enable-logging=stderr",
)


def browse(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs Chromium with a profile of its own."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no chromium on PATH")
    profile = f"--user-data-dir={directory / 'profile'}"
    return subprocess.run(
        [chromium, *FLAGS, profile, *arguments], capture_output=True, text=True, timeout=120, check=True
    )


def pixels(picture: bytes) -> tuple[int, int, Counter[bytes]]:
    """Width, height and colours of a PNG as Chromium writes it (8 bits, no interlacing)."""
    width, height, depth, kind = struct.unpack(">IIBB", picture[16:26])
    assert (depth, kind) in ((8, 2), (8, 6))
    size = 3 if kind == 2 else 4
    data, place = b"", 8
    while place < len(picture):
        (length,) = struct.unpack(">I", picture[place : place + 4])
        if picture[place + 4 : place + 8] == b"IDAT":
            data += picture[place + 8 : place + 8 + length]
        place += length + 12
    lines = zlib.decompress(data)
    before = bytearray(width * size)
    colours: Counter[bytes] = Counter()
    for row in range(height):
        line = bytearray(lines[row * (width * size + 1) + 1 : (row + 1) * (width * size + 1)])
        _unfilter(lines[row * (width * size + 1)], line, before, size)
        if row % 3 == 0:
            colours.update(bytes(line[x : x + 3]) for x in range(0, len(line), size))
        before = line
    return width, height, colours


def _unfilter(kind: int, line: bytearray, before: bytearray, size: int) -> None:
    for place in range(len(line)):
        left = line[place - size] if place >= size else 0
        above, corner = before[place], before[place - size] if place >= size else 0
        guess = left + above - corner
        paeth = min((left, above, corner), key=lambda value: abs(guess - value))
        line[place] = (line[place] + (0, left, above, (left + above) // 2, paeth)[kind]) & 255


def test_a_browser_draws_the_charts(document: str, tmp_path: Path) -> None:
    (tmp_path / "out.html").write_text(document, "utf-8")
    address = (tmp_path / "out.html").as_uri()
    dumped = browse(tmp_path, "--dump-dom", address)
    root = html.fromstring(dumped.stdout)
    assert [section.get("id") for section in root.xpath("//section[.//svg]")] == list(SECTIONS)
    assert len(root.xpath("//*[@role='graphics-symbol']")) > 20
    assert "CONSOLE" not in dumped.stderr
    shot = tmp_path / "out.png"
    browse(tmp_path, "--window-size=800,2600", f"--screenshot={shot}", address)
    width, height, colours = pixels(shot.read_bytes())
    assert (width, height) == (800, 2600)
    for colour in ("1f7a4d", "d99a00", "c0392b", "1f5f8b"):  # complete, partial, missing; bars
        assert colours[bytes.fromhex(colour)] > 20, colour

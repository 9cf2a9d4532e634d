"""`banmian capture`: a slice of an issue as files, and the same reading of it without network."""

from __future__ import annotations

import errno
import getpass
import hashlib
import json
import shutil
import socket
import tomllib
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from crawler.trial import specimen
from tests.support.desk import Desk
from tests.support.faults import Fault
from tests.support.newsstand import FaultyNewsstand, Newspaper, newsstand

DAY = date(2023, 10, 17)
PAPER = Newspaper(pages=4, articles=3)
FAULTS = (Fault("content_.*0201", "404"), Fault("content_.*0200", "layout"))


@pytest.fixture(scope="module")
def captured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, FaultyNewsstand]:
    """A desk that captured a part of an issue, with two bad articles in it; the stand has gone."""
    desk = Desk.at(tmp_path_factory.mktemp("capture"))
    with newsstand(PAPER, faults=FAULTS) as stand:
        desk.subscribe(stand, PAPER)
        slice_of_it = ("--pages", "2", "--articles", "2", "--out", "issue")
        desk.run("capture", PAPER.slug, "--date", str(DAY), *slice_of_it)
    return desk, stand


@pytest.fixture
def copied(captured: tuple[Desk, FaultyNewsstand], tmp_path: Path) -> Desk:
    """A desk with a copy of the capture and the profile."""
    desk = Desk.at(tmp_path)
    for name in ("issue", "papers"):
        shutil.copytree(captured[0].home / name, tmp_path / name, dirs_exist_ok=True)
    return desk


def index_of(desk: Desk) -> Any:
    return json.loads((desk.home / "issue" / "index.json").read_text(encoding="utf-8"))


def full_disk(_: int) -> None:
    """The third file of a capture finds no room."""
    written: list[Path] = []
    real = specimen._write

    def write(file: Path, data: bytes) -> None:
        written.append(file)
        if len(written) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(file, data)

    specimen._write = write


def test_a_capture_for_which_there_is_no_room_leaves_nothing(tmp_path: Path) -> None:
    desk = Desk.at(tmp_path)
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        done = desk.run(
            "capture", PAPER.slug, "--date", str(DAY), "--out", "issue", prepare=full_disk, code=5
        )
    assert "issue cannot be written: No space left on device" in done.stderr
    assert [path.name for path in desk.home.iterdir() if "issue" in path.name] == []


def test_every_answer_is_a_file_with_the_bytes_as_they_came(captured: tuple[Desk, FaultyNewsstand]) -> None:
    desk, stand = captured
    index = index_of(desk)
    assert (index["paper"], index["date"], index["banmian"]) == (PAPER.slug, str(DAY), version("banmian"))
    assert [entry["role"].split()[0] for entry in index["answers"]].count("article") == 4
    for entry in index["answers"]:
        body = (desk.home / "issue" / entry["file"]).read_bytes()
        assert hashlib.sha256(body).hexdigest() == entry["sha256"]
        assert entry["content_type"] == "text/html"
        path = entry["address"].removeprefix(stand.url)
        if "0200" in path or "0201" in path:
            assert ("0201" in path) == (entry["status"] == 404)
        else:
            assert stand.resource(path) == (entry["content_type"], body)
    asked = {entry["asked"].removeprefix(stand.url) for entry in index["answers"]}
    assert asked == set(stand.requests) - {"/robots.txt"}


def test_what_was_read_and_the_profile_lie_beside_the_answers(
    captured: tuple[Desk, FaultyNewsstand],
) -> None:
    desk, _ = captured
    said = json.loads((desk.home / "issue" / "read.json").read_text(encoding="utf-8"))
    assert said["banmian"] == version("banmian")
    assert said["issue"]["page_count"] == 4
    assert [page["number"] for page in said["pages"]] == ["01", "02"]
    assert len(said["articles"]) == 2
    assert {problem["kind"] for problem in said["problems"]} == {"not_found", "layout_changed"}
    assert said["found"]["articles"] == {"found": 2, "of": 4}
    profile = tomllib.loads((desk.home / "issue" / f"{PAPER.slug}.toml").read_text(encoding="utf-8"))
    own = (desk.home / "papers" / f"{PAPER.slug}.toml").read_text(encoding="utf-8")
    assert profile == tomllib.loads(own)


def test_nothing_in_it_is_of_the_machine_that_captured(captured: tuple[Desk, FaultyNewsstand]) -> None:
    desk, _ = captured
    whole = b"".join(file.read_bytes() for file in (desk.home / "issue").iterdir())
    for word in (str(desk.home), str(Path.home()), socket.gethostname(), getpass.getuser()):
        assert word in ("/", "root") or word.encode() not in whole, word


def test_a_capture_is_read_without_network_as_it_was_read_then(copied: Desk) -> None:
    said = copied.json("check", PAPER.slug, "--from", "issue", code=1)
    assert (said["state"], said["requests"]) == ("partial", 0)
    assert said["pages"] == {"found": 2, "of": 2, "promised": 4}
    assert said["articles"] == {"found": 2, "of": 4}
    assert {problem["kind"] for problem in said["problems"]} == {"not_found", "layout_changed"}
    shown = copied.run("check", PAPER.slug, "--from", "issue", code=1).stdout
    assert "the first 2 of 4 promised pages were looked at" in shown
    assert {path.name for path in copied.home.iterdir()} == {"issue", "papers", ".out", ".err"}


def test_a_capture_of_an_unknown_paper_is_read_by_the_profile_in_it(copied: Desk) -> None:
    (copied.home / "papers" / f"{PAPER.slug}.toml").unlink()
    assert copied.json("check", PAPER.slug, "--from", "issue", code=1)["articles"]["found"] == 2


def test_a_capture_is_read_by_the_changed_profile_of_whoever_mends_it(copied: Desk) -> None:
    with (copied.home / "papers" / f"{PAPER.slug}.toml").open("a", encoding="utf-8") as file:
        file.write('[eras.select]\nheadline = "td.font01, td.title-1"\nbody = "#ozoom, #artbody"\n')
    assert copied.json("check", PAPER.slug, "--from", "issue", code=1)["articles"]["found"] == 3


def test_an_altered_capture_is_refused_by_the_name_of_the_file(copied: Desk) -> None:
    name = index_of(copied)["answers"][1]["file"]
    with (copied.home / "issue" / name).open("ab") as file:
        file.write(b"<!-- altered -->")
    assert (
        f"{name} is not what was captured"
        in copied.run("check", PAPER.slug, "--from", "issue", code=2).stderr
    )


BAD = [
    ({"paper": "elsewhere"}, "an issue of 'elsewhere'"),
    ({"format": 99}, "its format is 99"),
    ({"answers": [{"file": "../papers/x.toml"}]}, "no file beside it"),
    ({"answers": "none"}, "no index of a specimen"),
    ({"date": "gestern"}, "no index of a specimen"),
]


@pytest.mark.parametrize(("change", "message"), BAD)
def test_a_directory_that_is_no_capture_is_refused_in_a_sentence(
    copied: Desk, change: dict[str, object], message: str
) -> None:
    file = copied.home / "issue" / "index.json"
    file.write_text(json.dumps(index_of(copied) | change), encoding="utf-8")
    assert message in copied.run("check", PAPER.slug, "--from", "issue", code=2).stderr
    assert "cannot be read" in copied.run("check", PAPER.slug, "--from", "nowhere", code=2).stderr


def test_an_existing_directory_is_never_written_to(copied: Desk) -> None:
    before = {file.name: file.read_bytes() for file in (copied.home / "issue").iterdir()}
    done = copied.run("capture", PAPER.slug, "--date", str(DAY), "--out", "issue", code=2)
    assert "issue exists already" in done.stderr
    assert {file.name: file.read_bytes() for file in (copied.home / "issue").iterdir()} == before


def test_what_has_no_answer_is_named_in_the_index_too(copied: Desk) -> None:
    said = copied.json("capture", PAPER.slug, "--date", str(DAY), code=4)  # the stand has gone
    assert said == {"exit_code": 4, "directory": f"capture-{PAPER.slug}-{DAY}", "answers": 0}
    index = json.loads((copied.home / said["directory"] / "index.json").read_text(encoding="utf-8"))
    assert (index["answers"], [one["kind"] for one in index["failures"]]) == ([], ["unreachable"])
    assert copied.json("check", PAPER.slug, "--from", said["directory"], code=4)["state"] == "missing"

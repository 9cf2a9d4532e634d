"""`check --report` and `papers prove`: every newspaper looked at in a night, what is proved noted."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from crawler.commands.sweep import read_report
from crawler.demo.newsstand import Resource, serve
from crawler.paper import today
from storage.errors import UsageError
from tests.crawler.test_families import FAMILIES
from tests.facsimile import DAY, Family, PostHandler
from tests.support.desk import Desk

SAMPLE = ("founder_table", "founder_amuc_nav", "aheading_host", "jfdaily_calls", "szbz_table", "qpaper_doc")
"""The sites that stand for all where the suite is run by sampling."""
UNDATED = (
    "joyhua_tit", "joyhua_bmnr", "founder_ycwb", "founder_macao", "naqu", "wenzhou", "bz", "kaifeng",
    "nanchong", "gzzxb", "sgcc", "xkb", "cnpc", "r183_zhiliang", "r183_xumu", "szbz_title",
)  # fmt: skip
"""Sites that name the day of an issue nowhere: read right, they prove nothing."""


def no_issue(_: Family, __: str) -> Resource | None:
    """A site that has moved away: 404 everywhere."""
    return None


def new_layout(family: Family, path: str) -> Resource | None:
    """A site that was built again: none of its pages is like its family's any more."""
    found = family.find(family.issue, path)
    return found and (found[0], "<html><body><div id=app>正在加载</div></body></html>".encode())


def another_day(family: Family, path: str) -> Resource | None:
    """A site that shows the issue of another day under every address."""
    found = family.find(replace(family.issue, date=date(2023, 10, 18)), path.replace("10/17", "10/18"))
    return found and (found[0], found[1].replace(b"10/18/", b"10/17/"))


BROKEN = {"moved": no_issue, "rebuilt": new_layout, "late": another_day}
"""Slug → what is wrong with the site of that paper, else a newspaper of the first family."""


@dataclass(frozen=True)
class Swept:
    """A newsstand of many newspapers after a sweep."""

    desk: Desk
    report: Path
    sound: list[Family]
    undated: list[Family]
    said: str
    requests: list[str]

    @property
    def lines(self) -> dict[str, dict[str, Any]]:
        """The report's lines by paper."""
        lines = map(json.loads, self.report.read_text(encoding="utf-8").splitlines())
        return {line["paper"]: line for line in lines}


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Swept]:
    home = tmp_path_factory.mktemp("sweep")
    desk = Desk.at(home)
    whole = request.config.getoption("--all")
    sound = [one for one in FAMILIES if (whole or one.slug in SAMPLE) and one.slug not in UNDATED]
    undated = [one for one in FAMILIES if one.slug in (UNDATED if whole else UNDATED[:1])]
    first = next(one for one in FAMILIES if one.platform == "founder")
    sites = {f"/{one.slug}": partial(one.find, one.issue) for one in (*sound, *undated)}
    sites |= {f"/{slug}": partial(broken, first) for slug, broken in BROKEN.items()}
    papers = home / "papers"
    with serve(sites, handler=PostHandler) as stand:
        for one in (*sound, *undated):
            (papers / f"{one.slug}.toml").write_text(one.profile(stand.url), encoding="utf-8")
        for slug in BROKEN:
            text = first.profile(stand.url).replace(f"/{first.slug}/", f"/{slug}/")
            (papers / f"{slug}.toml").write_text(f"# {slug}\n{text}", encoding="utf-8")
        down = first.profile("http://127.0.0.1:9")
        (papers / "down.toml").write_text(down, encoding="utf-8")
        (papers / "ended.toml").write_text(f"closed = 2023-06-30\n{first.profile(stand.url)}", "utf-8")
        slugs = sorted(file.stem for file in papers.glob("*.toml"))
        (home / "all.txt").write_text("\n".join(slugs), encoding="utf-8")
        report = home / "proof.jsonl"
        words = ("--date", str(DAY), "--report", str(report))
        for first_of_some in range(0, len(slugs), 20):  # a night with several stops
            desk.run("check", *slugs[first_of_some : first_of_some + 20], *words, code=None)
        done = desk.run("check", "--papers", "all.txt", *words, code=1)
        yield Swept(desk, report, sound, undated, done.stdout, list(stand.requests))


def test_every_sound_newspaper_passes_by_a_few_requests(swept: Swept) -> None:
    for family in swept.sound:
        line = swept.lines[family.slug]
        assert line["passed"], line["why"]
        assert (line["proof"], line["checked"], line["date"]) == ("facsimile", str(today()), str(DAY))
        assert line["fields"]["headline"]["found"] == line["articles"]["found"] > 0
        assert line["requests"] <= 10


def test_a_newspaper_that_names_its_day_nowhere_is_read_and_proves_nothing(swept: Swept) -> None:
    assert swept.undated
    for family in swept.undated:
        line = swept.lines[family.slug]
        assert not line["passed"]
        assert line["proof"] is None
        assert line["why"] == f"nothing that was read says that the issue is of {DAY}"


@pytest.mark.parametrize(
    ("slug", "why"),
    [
        ("moved", "absent"),
        ("rebuilt", "layout_changed"),
        ("late", "other_issue"),
        ("down", "unreachable"),
        ("ended", "its last issue was that of 2023-06-30"),
    ],
)
def test_a_newspaper_that_is_not_read_right_fails_and_the_report_says_why(
    swept: Swept, slug: str, why: str
) -> None:
    line = swept.lines[slug]
    assert not line["passed"]
    assert line["proof"] is None
    assert why in line["why"]
    assert f"{swept.report}: {len(swept.lines)} of {len(swept.lines)} papers" in swept.said


def test_papers_in_the_report_are_not_asked_again_and_a_line_cut_off_is(swept: Swept, tmp_path: Path) -> None:
    lines = swept.report.read_text(encoding="utf-8").splitlines(keepends=True)
    down = next(line for line in lines if '"paper": "down"' in line)
    lines.remove(down)
    report = tmp_path / "proof.jsonl"
    report.write_text("".join([*lines, down[:40]]), encoding="utf-8")  # killed while it wrote
    words = ("check", "--papers", "all.txt", "--date", str(DAY), "--report", str(report))
    done = swept.desk.run(*words, code=1)  # the newsstand is gone: whoever is asked does not answer
    again = report.read_text(encoding="utf-8").splitlines(keepends=True)
    assert again[:-1] == lines
    assert json.loads(again[-1])["paper"] == "down"
    assert (
        f"{len(lines) + 1} of {len(lines) + 1} papers, {len(swept.sound)} passed (0 of them now)"
        in done.stdout
    )


def test_what_passed_is_noted_in_the_profiles_and_nothing_else(swept: Swept, tmp_path: Path) -> None:
    desk = Desk.at(tmp_path)
    for file in (swept.desk.home / "papers").iterdir():
        (tmp_path / "papers" / file.name).write_bytes(file.read_bytes())
    first, second, third, *rest = (tmp_path / "papers" / f"{one.slug}.toml" for one in swept.sound)
    first.write_text('proof = "live"\n' + first.read_text(encoding="utf-8"), encoding="utf-8")
    second.write_text(second.read_text("utf-8").replace(f"/{second.stem}/", "/moved/"), encoding="utf-8")
    report = tmp_path / "live.jsonl"
    lines = [line | {"proof": line["proof"] and "live"} for line in swept.lines.values()]
    report.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    before = {file.name: file.read_text(encoding="utf-8") for file in (tmp_path / "papers").iterdir()}
    said = desk.json("papers", "prove", str(report))
    assert set(said["written"]) == {file.stem for file in (first, third, *rest)}
    undated = {one.slug for one in swept.undated}
    assert said["not_written"].keys() == {*BROKEN, *undated, "down", "ended", second.stem}
    assert said["not_written"][second.stem] == "its profile names another address or family by now"
    for name, text in before.items():
        after = (tmp_path / "papers" / name).read_text(encoding="utf-8")
        if Path(name).stem in said["written"]:
            assert tomllib.loads(after) == tomllib.loads(text) | {"proof": "live", "checked": today()}
        else:
            assert after == text
    again = desk.run("papers", "prove", str(report))
    assert f"{third.stem}: not noted: its profile says so since {today()}" in again.stdout
    assert "0 profiles written" in again.stdout


def test_a_proof_is_never_lowered_by_a_sweep(swept: Swept, tmp_path: Path) -> None:
    desk = Desk.at(tmp_path)
    slug = swept.sound[0].slug
    text = (swept.desk.home / "papers" / f"{slug}.toml").read_text(encoding="utf-8")
    file = tmp_path / "papers" / f"{slug}.toml"
    file.write_text(f'proof = "live"\n{text}', encoding="utf-8")
    report = tmp_path / "proof.jsonl"
    report.write_text(json.dumps(swept.lines[slug]) + "\n", encoding="utf-8")
    done = desk.run("papers", "prove", str(report))
    assert f"{slug}: not noted: its profile says live, which is more than facsimile" in done.stdout
    assert file.read_text(encoding="utf-8") == f'proof = "live"\n{text}'


@pytest.mark.parametrize("text", ["no json\n", "[1]\n", '{"paper": "a"}\n'])
def test_what_is_no_report_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "proof.jsonl").write_text(text, encoding="utf-8")
    done = Desk.at(tmp_path).run("papers", "prove", "proof.jsonl", code=2)
    assert "is no report of `banmian check --report`" in done.stderr


@pytest.mark.parametrize("text", ["my thesis", "my thesis\nof two lines", '{"paper" and nothing else'])
def test_what_is_no_report_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    file = tmp_path / "thesis.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="is no report"):
        read_report(file)
    assert file.read_text(encoding="utf-8") == text


def test_many_papers_need_a_report_to_be_checked(tmp_path: Path) -> None:
    done = Desk.at(tmp_path).run("check", "--all-papers", code=2)
    assert "many need --report FILE" in done.stderr

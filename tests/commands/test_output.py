"""What commands print reaches whoever reads it, and where it cannot, they say so."""

import io
import json
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from crawler.commands.concordance import concordance
from crawler.commands.output import print_rows
from storage.search import Hit
from tests.support.builders import DAY
from tests.support.desk import Desk, interruptible
from tests.support.newsstand import Newspaper, issue_of, newsstand

PAPER = Newspaper(pages=1, articles=2)
ARTICLE = f"{PAPER.slug}-{DAY}-{issue_of(PAPER, DAY).pages[0].articles[0].source_id}"
WORD = "内容系虚构"
"""Stands in every article."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.at(tmp_path)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with an issue of a newspaper."""
    desk = Desk.at(tmp_path_factory.mktemp("crawled"))
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, "--date", str(DAY))
    return desk


def printing(
    desk: Desk, *arguments: str, to: int = subprocess.PIPE, **environment: str
) -> tuple[int, bytes, str]:
    """Exit code, standard output (empty where it goes elsewhere) and errors of a command."""
    done = subprocess.run(
        desk.command(*arguments), env=desk.environment | environment, cwd=desk.home, timeout=120, check=False,
        stdout=to, stderr=subprocess.PIPE,
    )  # fmt: skip
    said = done.stderr.decode()
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    return done.returncode, done.stdout or b"", said


def nobody_reads(_: int) -> None:
    """Run in a fork: the reader of standard output has left."""
    ends, left = os.pipe()
    os.close(ends)
    os.dup2(left, 1)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 (open to the end)


def encoded(encoding: str, _: int) -> None:
    """Run in a fork: standard output has another encoding, as $PYTHONIOENCODING would give it."""
    assert isinstance(sys.stdout, io.TextIOWrapper)
    sys.stdout.reconfigure(encoding=encoding)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_output_that_cannot_be_written_is_one_sentence(desk: Desk) -> None:
    with open("/dev/full", "wb") as full:
        code, _, said = printing(desk, "papers", to=full.fileno())
    assert (code, said) == (5, "banmian: the output cannot be written: No space left on device\n")


def test_a_reader_who_leaves_early_changes_no_exit_code(crawled: Desk) -> None:
    ends, left = os.pipe()
    os.close(ends)
    torn = crawled.home / "archive" / PAPER.slug / f"{PAPER.slug}-2023-11.warc.gz"
    try:
        for words in (("status",), ("diff", ARTICLE), ("rebuild", "--create", "--db", "sqlite:///new.db")):
            assert crawled.attempt(*words, prepare=nobody_reads).returncode == 0
        torn.write_bytes(b"?")
        assert printing(crawled, "verify", to=left) == (1, b"", "")
    finally:
        os.close(left)
        torn.unlink(missing_ok=True)


def test_what_the_output_cannot_show_is_replaced(crawled: Desk) -> None:
    for encoding, words in (("gbk", ("status", "--by", "month")), ("ascii", ("search", WORD))):
        assert crawled.attempt(*words, prepare=partial(encoded, encoding)).returncode == 0
        assert (crawled.home / ".out").read_text(encoding=encoding)
    code, out, _ = printing(crawled, "search", WORD, PYTHONIOENCODING="ascii")
    assert (code, out.decode("ascii")) == (0, (crawled.home / ".out").read_text(encoding="ascii"))


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_json_loses_nothing_in_any_encoding(crawled: Desk, encoding: str) -> None:
    assert crawled.attempt("search", WORD, "--json", prepare=partial(encoded, encoding)).returncode == 0
    found = (crawled.home / ".out").read_text(encoding=encoding)
    assert json.loads(found) == crawled.json("search", WORD)


ENVIRONMENT = [
    ("BANMIAN_TIMEOUT", "abc", "BANMIAN_TIMEOUT: 'abc' is no number of seconds above 0"),
    ("BANMIAN_TIMEOUT", "-1", "BANMIAN_TIMEOUT: '-1' is no number of seconds above 0"),
    ("BANMIAN_TIMEOUT", "inf", "BANMIAN_TIMEOUT: 'inf' is no number of seconds above 0"),
    ("BANMIAN_NETWORKS", "xx", "BANMIAN_NETWORKS: 'xx' does not appear to be"),
]


@pytest.mark.parametrize(("name", "value", "sentence"), ENVIRONMENT)
def test_a_setting_of_the_environment_that_cannot_be_used_is_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    said = desk.run("crawl", "gongyishibao", "--date", "2023-10-17", code=2).stderr
    assert said.startswith(f"banmian: {sentence}")


def test_a_command_stopped_while_it_loads_shows_no_traceback(desk: Desk) -> None:
    command = [sys.executable, "-X", "importtime", *desk.command("status")[1:]]
    with subprocess.Popen(
        command,
        env=desk.environment,
        cwd=desk.home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=interruptible,
    ) as running:
        assert running.stderr is not None
        while (line := running.stderr.readline()) and "sqlalchemy" not in line:
            pass
        assert line, "it ended before it loaded the database"
        running.send_signal(signal.SIGINT)
        said = running.stderr.read()
    assert "Traceback" not in said
    assert (running.returncode, "banmian: stopped" in said) == (1, True)


def test_what_a_newspaper_prints_is_no_markup_of_the_terminal_and_does_not_steer_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "[/img] [red]红[/red] \x1b[31m \u202e倒\u2066 \x9b"
    for on_a_terminal in (True, False):
        monkeypatch.setattr(sys.stdout, "isatty", lambda on_a_terminal=on_a_terminal: on_a_terminal)
        print_rows(["headline"], [[hostile]])
        said = capsys.readouterr().out
        assert "[/img] [red]红[/red] [31m 倒" in said
        assert not {"\u202e", "\u2066", "\x9b"} & set(said)
    hit = Hit("a-1", "a", DAY, "01", "题", "左[/img]", "中\u202e", "右[red]")
    [line] = concordance([hit], 80)
    assert line.plain.startswith("左[/img] 中 右[red] ")

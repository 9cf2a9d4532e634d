"""Ctrl-C at any instant of any command: no traceback, and the same command again does the rest."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crawler.commands.abreast import readers
from storage.errors import StorageError
from tests.support.desk import Desk, interruptible
from tests.support.newsstand import Newspaper, newsstand

PAPER = Newspaper(pages=2, articles=6)
COMMANDS = (
    ("crawl", PAPER.slug, "--date", "2023-10-17"),
    ("status",),
    ("rebuild",),
    ("verify",),
    ("search", "人"),
    ("papers", "--json"),
)


def test_a_command_stopped_at_any_instant_shows_no_traceback(tmp_path: Path, whole: bool) -> None:
    desk = Desk.at(tmp_path)
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, "--date", "2023-10-16")
        seconds = duration(desk, *COMMANDS[0])
        instants = range(2, 25) if whole else (6, 13, 19, 23)  # the first are the interpreter's own
        for command in COMMANDS if whole else COMMANDS[:2]:
            for instant in instants:
                stopped(desk, seconds * instant / 20, *command)
        desk.run(*COMMANDS[0])
    assert {row["state"] for row in desk.json("status", "--until", "2023-10-17")} == {"complete"}
    assert desk.run("verify").returncode == 0


def duration(desk: Desk, *command: str) -> float:
    """How long a command takes that stores nothing."""
    began = time.monotonic()
    assert desk.fresh(*command, "--dry-run").returncode == 0
    return time.monotonic() - began


def stopped(desk: Desk, seconds: float, *command: str) -> None:
    """Stops a command so long after its beginning; it may have ended by then."""
    process = subprocess.Popen(
        desk.command(*command),
        env=desk.environment,
        cwd=desk.home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=interruptible,
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert "Traceback" not in err, (command, seconds, err)
    assert process.returncode in (0, 1, 4, -signal.SIGINT), (command, seconds, err)


@pytest.mark.parametrize(
    "makes_of_it",
    [
        "logging.getLogger('sqlalchemy.pool.impl').error('closing', exc_info=True); raise",
        "raise ImportError('opencc_clib not found')",
        "sys.exit(130)",
    ],
    ids=["a line in the log", "another error", "an exit code"],
)
def test_what_a_library_makes_of_the_stop_is_not_shown(makes_of_it: str) -> None:
    code = (
        "import logging, os, signal, sys\n"
        "import crawler.cli, crawler.__main__ as door\n"
        "def command():\n"
        "    try:\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "    except KeyboardInterrupt:\n"
        f"        {makes_of_it}\n"
        "crawler.cli.main = command\n"
        "door.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, preexec_fn=interruptible
    )
    assert (done.returncode, done.stderr) == (1, "banmian: stopped\n")


WAITING = """
import signal, sys, time
import crawler.cli, crawler.__main__ as door
from storage.errors import StorageError
def command():
    try:
        print("ready", flush=True)
        time.sleep(60)
    except KeyboardInterrupt as error:
        {}
crawler.cli.app = lambda *_, **__: command()
door.main()
"""


@pytest.mark.parametrize(
    ("then", "times"),
    [("time.sleep(60)", 2), ("raise StorageError('user-defined function raised exception') from error", 1)],
    ids=["pressed again where the first is waited for", "within a function that the database calls"],
)
def test_ctrl_c_stops_wherever_it_comes(then: str, times: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WAITING.format(then)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=interruptible,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    for _ in range(times):
        process.send_signal(signal.SIGINT)
        time.sleep(0.2)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (1, "banmian: stopped\n")


def test_a_reader_of_the_archive_that_was_ended_from_outside_is_said_in_a_sentence() -> None:
    def one_is_killed() -> None:
        with readers(2) as reading:
            assert reading.pool is not None
            reading.pool.submit(signal.raise_signal, signal.SIGKILL).result()

    with pytest.raises(StorageError, match=r"was ended from outside.*with fewer --jobs"):
        one_is_killed()


def test_the_processes_of_a_rebuild_end_with_it_however_it_ends() -> None:
    code = (
        "import os, signal\n"
        "from crawler.commands.abreast import readers\n"
        "with readers(2) as reading:\n"
        "    print(reading.pool.submit(os.getpid).result() != os.getpid(), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    # It is read until all of them have closed it.
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, b"True\n")

"""`banmian browse`: its address, who may ask, how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from crawler.commands.browse import browse
from storage.errors import UsageError
from tests.support import databases
from tests.support.desk import interruptible

WORDS = [sys.executable, "-m", "crawler", "browse"]


def environment(home: Path) -> dict[str, str]:
    """The environment of a database in a directory."""
    return os.environ | {"BANMIAN_DB": f"sqlite:///{home / 'banmian.db'}", "BANMIAN_ARCHIVE": str(home)}


def test_it_says_its_address_answers_there_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    databases.provide(environment(tmp_path)["BANMIAN_DB"])
    (tmp_path / "banmian.db").chmod(0o444)
    command = [*WORDS, "--port", "0"]
    with subprocess.Popen(
        command, env=environment(tmp_path), stdout=subprocess.PIPE, text=True, preexec_fn=interruptible
    ) as served:
        assert served.stdout is not None
        address = served.stdout.readline().split()[0]
        with urllib.request.urlopen(address, timeout=30) as answer:
            assert "banmian" in answer.read().decode()
        foreign = urllib.request.Request(address, headers={"Host": "evil.test"})
        with pytest.raises(urllib.error.HTTPError, match="421") as refused:
            urllib.request.urlopen(foreign, timeout=30)
        refused.value.close()
        served.send_signal(signal.SIGINT)
        assert served.wait(30) == 0


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a database, which the command is told of."""
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    databases.provide(os.environ["BANMIAN_DB"])
    return tmp_path / "banmian.db"


@pytest.mark.usefixtures("database")
def test_other_machines_are_let_in_only_when_asked_for() -> None:
    with pytest.raises(UsageError, match="say so with --public"):
        browse(host="0.0.0.0")


@pytest.mark.usefixtures("database")
def test_an_address_that_is_none_of_this_machine_is_named() -> None:
    with pytest.raises(UsageError, match=r"999\.1\.1\.1 is no address of this machine: .* --host"):
        browse(host="999.1.1.1")


@pytest.mark.usefixtures("database")
def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(UsageError, match=f"127.0.0.1:{port} cannot be listened on .* --port"):
            browse(port=port)


def test_without_a_database_none_is_made(database: Path) -> None:
    database.unlink()
    with pytest.raises(UsageError, match="there is no database"):
        browse(port=0)
    assert not database.exists()

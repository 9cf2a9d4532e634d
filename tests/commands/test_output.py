"""What commands print reaches whoever reads it, and where it cannot, they say so."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.support.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.at(tmp_path)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The desk the demo kept."""
    desk = Desk.at(tmp_path_factory.mktemp("demo"))
    desk.run("demo", "--keep", str(desk.home))
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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_output_that_cannot_be_written_is_one_sentence(desk: Desk) -> None:
    with open("/dev/full", "wb") as full:
        code, _, said = printing(desk, "papers", to=full.fileno())
    assert (code, said) == (5, "banmian: the output cannot be written: No space left on device\n")


def test_a_reader_who_leaves_early_changes_no_exit_code(demo: Desk) -> None:
    ends, left = os.pipe()
    os.close(ends)
    try:
        assert printing(demo, "status", to=left) == (0, b"", "")
        assert printing(demo, "diff", "gongyishibao-2023-10-17-36001", to=left) == (0, b"", "")
        assert printing(demo, "rebuild", "--db", "sqlite:///new.db", to=left)[0] == 0
        (demo.home / "archive" / "gongyishibao" / "gongyishibao-2023-11.warc.gz").write_bytes(b"?")
        assert printing(demo, "verify", to=left) == (1, b"", "")
    finally:
        os.close(left)
        (demo.home / "archive" / "gongyishibao" / "gongyishibao-2023-11.warc.gz").unlink()


SHOWN = {"gbk": ("status", "--by", "month"), "ascii": ("duplicates",)}
"""An encoding, and what is printed in it: bars that GBK lacks, titles."""


@pytest.mark.parametrize("encoding", SHOWN)
def test_what_the_output_cannot_show_is_replaced_and_json_loses_nothing(demo: Desk, encoding: str) -> None:
    code, out, _ = printing(demo, *SHOWN[encoding], PYTHONIOENCODING=encoding)
    assert code == 0
    assert out.decode(encoding)
    code, out, _ = printing(demo, "search", "慈善", "--json", PYTHONIOENCODING=encoding)
    assert json.loads(out.decode(encoding)) == demo.json("search", "慈善")


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
    code, _, said = printing(desk, "crawl", "gongyishibao", "--date", "2023-10-17")
    assert code == 2
    assert said.startswith(f"banmian: {sentence}")

"""What is handed out: a source archive whose tests run, a wheel that works where nothing else of it is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
KEPT_OUT = shutil.ignore_patterns(
    ".*_cache", ".git", ".hypothesis", ".venv", "*.egg-info", "__pycache__", "archive", "build", "dist"
)
SAMPLE = ("tests/pipelines/test_dates.py", "tests/commands/test_exits.py", "tests/storage/test_lock.py")
"""Tests that need helpers, data and the whole program, and take seconds."""

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("packaging")]


def run(*words: str, at: Path, path: Path | None = None) -> str:
    """What Python prints, run with these words in a directory; `path` comes before all installed packages."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BANMIAN_")}
    if path is not None:
        environment["PYTHONPATH"] = str(path)
    done = subprocess.run(
        [sys.executable, *words], cwd=at, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the source archive, and the wheel that was built from it."""
    home = tmp_path_factory.mktemp("packaging")
    shutil.copytree(ROOT, home / "source", ignore=KEPT_OUT)
    run("-m", "build", "--no-isolation", "--outdir", str(home / "dist"), at=home / "source")
    return home / "dist"


@pytest.fixture(scope="module")
def unpacked(built: Path) -> Path:
    """The source archive, unpacked."""
    [archive] = built.glob("*.tar.gz")
    with tarfile.open(archive) as source:
        source.extractall(built / "unpacked", filter="data")
    [directory] = (built / "unpacked").iterdir()
    return directory


@pytest.fixture(scope="module")
def installed(built: Path) -> Path:
    """The wheel's packages, in a directory of their own; what they need comes from this environment."""
    [wheel] = built.glob("*.whl")
    place = built / "installed"
    run("-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(place), str(wheel), at=built)
    return place


def test_the_tests_in_the_source_archive_run(unpacked: Path) -> None:
    for name in ("LICENSE", "CITATION.cff", "Makefile", "constraints.txt", "docs/faults.md", "scrapy.cfg"):
        assert (unpacked / name).exists(), name
    words = ("-m", "pytest", "-n", "0", "-p", "no:cacheprovider", *SAMPLE)
    assert "passed" in run(*words, at=unpacked, path=unpacked)


def test_every_test_and_every_file_of_data_is_in_the_source_archive(unpacked: Path) -> None:
    for folder in ("bench", "crawler", "docs", "pipelines", "storage", "tests"):
        for file in (ROOT / folder).rglob("*"):
            if file.is_file() and file.suffix not in (".pyc", ".pyo"):
                assert (unpacked / file.relative_to(ROOT)).exists(), file


def test_the_wheel_has_the_program_its_data_and_its_licences(built: Path) -> None:
    [wheel] = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "banmian", "crawler", "pipelines", "storage"
    }  # fmt: skip
    for folder in ("crawler", "pipelines", "storage"):
        for file in (ROOT / folder).rglob("*"):
            name = file.relative_to(ROOT).as_posix()
            if file.is_file() and file.suffix != ".pyc" and not name.startswith("crawler/as_module/"):
                assert name in names, name
    licences = {name.partition("/licenses/")[2] for name in names if "/licenses/" in name}
    assert licences == {"LICENSE", "pipelines/text/data/LICENSES.md"}


def test_the_wheel_works_in_an_empty_directory(installed: Path, tmp_path: Path) -> None:
    where = run("-c", "import crawler; print(crawler.__file__)", at=tmp_path, path=installed)
    assert Path(where.strip()).is_relative_to(installed)
    papers = json.loads(run("-m", "banmian", "papers", "--json", at=tmp_path, path=installed))
    assert len(papers) == len(list((ROOT / "crawler" / "papers").glob("*.toml")))
    shown = run(str(installed / "bin" / "banmian"), "demo", at=tmp_path, path=installed)
    assert "gongyishibao\t2023-10-17\tcomplete\t16\t42\t0" in shown
    assert list(tmp_path.iterdir()) == []

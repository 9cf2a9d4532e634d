"""The descriptions of a release, each checked by the tool of those who made its format."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from storage.exports import FORMATS, Format
from tests.storage.test_exports import release
from tests.support.corpora import fill

PROJECT = Path(__file__).parents[2]
VALIDATORS = PROJECT / "build" / "validators" / "bin"
"""Tools that cannot be installed beside banmian: `make build/validators/installed`."""


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a release in each format, named by it."""
    home = tmp_path_factory.mktemp("releases")
    url = f"sqlite:///{home / 'banmian.db'}"
    fill(url)
    for form in FORMATS:
        release(url, home / form, form)
    return home


def checked(command: Sequence[str | Path], home: Path) -> str:
    """What the tool printed, which must end with exit code 0."""
    environment = os.environ | {"HOME": str(home), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        command, cwd=home, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def validator(name: str) -> Path:
    """The tool, from build/validators."""
    if not (tool := VALIDATORS / name).exists():
        pytest.skip(f"{name} is not installed: make build/validators/installed (make test-all does)")
    return tool


@pytest.mark.parametrize("form", FORMATS)
def test_sha256sum_finds_every_file_as_it_was(releases: Path, form: Format) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("there is no sha256sum here")
    said = checked(["sha256sum", "--strict", "-c", "SHA256SUMS"], releases / form)
    names = {
        str(path.relative_to(releases / form)) for path in (releases / form).rglob("*") if path.is_file()
    }
    assert {line.removesuffix(": OK") for line in said.splitlines()} == names - {"SHA256SUMS"}


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_frictionless_finds_every_cell_of_its_type(releases: Path, form: Format) -> None:
    pytest.importorskip("frictionless")
    said = checked(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"], releases / form
    )
    report = json.loads(said[said.index("{") :])
    assert report["valid"]
    assert report["stats"]["tasks"] == 1
    fields = json.loads((releases / form / "datapackage.json").read_bytes())["resources"][0]["schema"][
        "fields"
    ]
    assert next(field["type"] for field in fields if field["name"] == "page_number") == "string"


def test_every_data_package_keeps_to_the_specification(releases: Path) -> None:
    pytest.importorskip("frictionless")
    program = (
        "import sys, json\nfrom frictionless import Package\n"
        "for name in sys.argv[1:]: Package.from_descriptor(json.load(open(name)))\n"
    )
    names = [f"{form}/datapackage.json" for form in FORMATS]
    checked([sys.executable, "-c", program, *names], releases)


@pytest.mark.slow
def test_mlcroissant_reads_the_croissant_and_the_rows_of_text(releases: Path) -> None:
    tool = validator("mlcroissant")
    for form in FORMATS:
        said = checked([tool, "validate", "--jsonld", "croissant.json"], releases / form)
        assert "Done." in said
        assert "not standard" not in said
    loaded = checked(
        [tool, "load", "--jsonld", "croissant.json", "--record_set", "articles", "--num_records", "2"],
        releases / "csv",
    )
    assert loaded.count("'articles/cite_id': b'gongyishibao-2023-10-17-3600") == 2


@pytest.mark.slow
def test_cffconvert_reads_the_citation(releases: Path) -> None:
    tool = validator("cffconvert")
    for form in FORMATS:
        said = checked([tool, "--validate", "-i", "CITATION.cff"], releases / form)
        assert "valid according to schema version 1.2.0" in said


@pytest.mark.slow
def test_the_validator_of_ro_crate_finds_nothing_that_is_required_and_lacking(
    releases: Path, tmp_path: Path
) -> None:
    validator("rocrate-validator")
    script = PROJECT / "tests" / "support" / "ro_crate_context.py"
    crates = [releases / form for form in FORMATS]
    checked([VALIDATORS / "python", script, tmp_path / "cache", *crates], tmp_path)

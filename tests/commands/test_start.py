"""A command loads what it uses: whoever asks for the version does not wait for Scrapy."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from storage.database import open_engine

HEAVY = ("scrapy", "twisted", "numpy", "altair", "jinja2", "rich", "tomlkit", "alembic", "sqlalchemy.orm")
"""Modules that take a noticeable part of a second to load."""
RUN = """
import sys
from crawler.__main__ import main
sys.argv[0] = "banmian"
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
finally:
    sys.stderr.write("\\n" + " ".join(sys.modules))
"""


@pytest.mark.parametrize(
    ("command", "besides"),
    [
        (("--version",), ("sqlalchemy", "lxml", "opencc", "asyncio")),
        (
            ("papers", "--json"),
            ("sqlalchemy", "lxml", "opencc", "asyncio", "crawler.settings", "pipelines.text.dates"),
        ),
        (("status",), ("lxml", "opencc", "sqlalchemy.dialects.postgresql")),
        (("search", "中"), ("lxml", "sqlalchemy.dialects.postgresql")),
    ],
    ids=lambda value: value[0],
)
def test_a_command_that_only_reads_loads_nothing_it_does_not_use(
    command: tuple[str, ...], besides: tuple[str, ...], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'banmian.db'}"
    if command[0] != "papers":  # which tells of the last crawl where there is a database
        open_engine(url).dispose()
    done = subprocess.run(
        [sys.executable, "-c", RUN, *command],
        env=os.environ | {"BANMIAN_DB": url},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stderr.splitlines()[-1].split())
    assert not loaded & {*HEAVY, *besides}


def test_a_rebuild_needs_nothing_that_fetches() -> None:
    said = "import sys, crawler.commands.rebuild; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert not {"scrapy", "twisted", "service_identity"}.intersection(done.stdout.split())

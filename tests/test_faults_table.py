"""docs/faults.md names tests: they must exist."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
NAMED = re.findall(r"`([\w/]+\.py)::(test_\w+)`", (TESTS.parent / "docs" / "faults.md").read_text("utf-8"))


@pytest.mark.parametrize("file", sorted({file for file, _ in NAMED}))
def test_every_test_the_table_of_faults_names_exists(file: str) -> None:
    code = (TESTS / file).read_text("utf-8")
    assert [name for named, name in NAMED if named == file and f"def {name}(" not in code] == []

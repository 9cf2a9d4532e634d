"""Golden files: written once by the test itself, which then fails until somebody has read them."""

import json
from pathlib import Path
from typing import Any

import pytest

GOLDEN = Path(__file__).parents[1] / "golden"


def assert_golden(name: str, value: Any) -> None:
    """Compares a value with `tests/golden/<name>.json`; without the file, writes it and fails."""
    file = GOLDEN / f"{name}.json"
    text = json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        pytest.fail(f"{file} did not exist and was written: read it, then run the test again")
    assert json.loads(text) == json.loads(file.read_text(encoding="utf-8"))

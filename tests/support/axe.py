"""axe-core, which finds what keeps people out of a page: from npm, never part of the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

FILE = Path(__file__).parents[2] / "build" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")


def violations(page: Page) -> list[str]:
    """A sentence for each grave violation on the page. Skips the test where axe-core is not installed."""
    if not FILE.exists():
        pytest.skip("axe-core is not installed: make build/axe (needs npm)")
    page.evaluate(FILE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run()")
    return [
        f"{rule['impact']} {rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]

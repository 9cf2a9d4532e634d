"""How `fold` does on hard cases, beside OpenCC's own configurations.

    python -m bench.fold

prints the table of docs/fold.md and what `fold` gets wrong. The cases (tests/cases/fold_hard.json) are
written by hand, each with the form that mainland papers print.
"""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import opencc

from pipelines.text.fold import fold

CASES = Path(__file__).parent.parent / "tests" / "cases" / "fold_hard.json"
CONFIGURATIONS = ("t2s", "tw2s", "tw2sp", "hk2s")


def main() -> None:
    """Print the table, then every case `fold` gets wrong."""
    cases = json.loads(CASES.read_text("utf-8"))
    ways: dict[str, Callable[[str], str]] = {"fold": fold}
    ways |= {name: opencc.OpenCC(name).convert for name in CONFIGURATIONS}
    kinds = Counter(case["kind"] for case in cases)
    wrong = {
        name: Counter(case["kind"] for case in cases if way(case["text"]) != case["folded"])
        for name, way in ways.items()
    }
    print(f"| wrong | cases | {' | '.join(ways)} |")
    print(f"|---|--:|{'--:|' * len(ways)}")
    for kind, count in kinds.items():
        print(f"| {kind} | {count} | {' | '.join(str(wrong[name][kind]) for name in ways)} |")
    print(f"| all | {len(cases)} | {' | '.join(str(wrong[name].total()) for name in ways)} |")
    for case in cases:
        if (folded := fold(case["text"])) != case["folded"]:
            print(f"{case['text']}: {folded}, and should be {case['folded']}")


if __name__ == "__main__":
    main()

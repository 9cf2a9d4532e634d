"""How well credit lines are read, measured: python -m bench.credits [--misses]

Prints Markdown: precision and recall of every field over the lines labelled by hand in
tests/cases/credits_lines.json, and how long an article takes. A name, a source, a dateline counts as right
when it is exactly the labelled one.
"""

import json
import platform
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time, strftime
from typing import Any

from pipelines.text.credits import read_caption, read_credits

HERE = Path(__file__).parent
CASES = HERE.parent / "tests" / "cases"
FIELDS = (
    "authors",
    "photographers",
    "dateline",
    "place",
    "day",
    "source",
    "agency",
    "compiled",
    "credit",
)
ROUNDS = 20


@dataclass(frozen=True)
class Tally:
    """What was read right, read though it is not there, and not read."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was read that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what is printed that was read."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def lines(name: str = "credits_lines") -> list[dict[str, Any]]:
    """The labelled lines."""
    found: list[dict[str, Any]] = json.loads((CASES / f"{name}.json").read_text("utf-8"))["lines"]
    return found


def read(line: dict[str, Any]) -> Counter[tuple[str, str]]:
    """What the program reads in a line: (field, value), each as often as it is read."""
    if "caption" in line:
        return values({"credit": read_caption(line["caption"])[1]})
    credits = read_credits(line.get("byline", ""), line.get("body", ""))
    return values({name: getattr(credits, name) for name in FIELDS if name != "credit"})


def values(fields: dict[str, Any]) -> Counter[tuple[str, str]]:
    """Fields as single values; names one by one, what is empty not at all."""
    found: Counter[tuple[str, str]] = Counter()
    for name in FIELDS:
        value = fields.get(name) or ()
        found.update((name, str(one)) for one in (value if isinstance(value, list | tuple) else [value]))
    return found


def scores(labelled: list[dict[str, Any]]) -> dict[str, Tally]:
    """The tally of every field, and of all under 'all'."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for line in labelled:
        printed, got = values(line), read(line)
        for counter, found in ((right, printed & got), (wrong, got - printed), (missed, printed - got)):
            for (name, _), number in found.items():
                counter.update({name: number, "all": number})
    return {name: Tally(right[name], wrong[name], missed[name]) for name in (*FIELDS, "all")}


def misses(labelled: list[dict[str, Any]]) -> Iterator[str]:
    """Every line that is not read as labelled, with what is too much (+) and what is missing (-)."""
    for line in labelled:
        printed, got = values(line), read(line)
        if printed != got:
            changes = [f"+{name} {value}" for name, value in (got - printed)]
            changes += [f"-{name} {value}" for name, value in (printed - got)]
            text = line.get("byline") or line.get("body") or line.get("caption")
            yield f"{text!r}: {', '.join(changes)}"


def table(labelled: list[dict[str, Any]]) -> Iterator[str]:
    """Precision and recall of every field."""
    yield "| field | right | wrong | missed | precision | recall |"
    yield "|---|--:|--:|--:|--:|--:|"
    for name, tally in scores(labelled).items():
        cells = (name, tally.right, tally.wrong, tally.missed)
        yield f"| {' | '.join(map(str, cells))} | {tally.precision:.3f} | {tally.recall:.3f} |"


def speed(labelled: list[dict[str, Any]]) -> str:
    """Processor time of an article of ordinary length that begins with one of the lines."""
    news = (HERE / "invented_news.txt").read_text("utf-8").strip().split("\n\n")
    articles = [
        (line.get("byline", ""), f"{line.get('body', '')}\n{news[number % len(news)]}")
        for number, line in enumerate(labelled)
        if "caption" not in line
    ]
    begun = process_time()
    for _ in range(ROUNDS):
        for article in articles:
            read_credits(*article)
    each = (process_time() - begun) / len(articles) / ROUNDS
    return f"- an article: {each * 1e6:,.0f} µs"


def main(arguments: list[str]) -> None:
    labelled = lines()
    today = strftime("%Y-%m-%d")
    print(f"`python -m bench.credits`, {today}, Python {platform.python_version()}, {len(labelled)} lines\n")
    for line in table(labelled):
        print(line)
    print(f"\n{speed(labelled)}")
    if "--misses" in arguments:
        for line in misses(labelled):
            print(f"- {line}")


if __name__ == "__main__":
    main(sys.argv[1:])

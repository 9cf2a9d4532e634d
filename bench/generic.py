"""`make bench-generic`: the generic reader alone on every family's sites, on sites no family knows, on real
pages.

    python -m bench.generic [--real DIR] [--no-peers] [--write FILE]

Each site is read from its front page on: what a page says of its issue is told to the next, as in a
crawl, and every article is compared with up to four others of its issue. The families' selectors are not
used. `--real DIR` names saved pages with their `expected.json`. `--write` puts the tables into
docs/generic.md.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.generic_peers import compared
from bench.generic_score import Score, measured, wilson
from bench.generic_sites import Site, captures, families, unknown
from crawler.platforms.document import LayoutChanged, read_document
from crawler.platforms.generic import SURE, Told, read_article, read_pages, read_titles
from tests.facsimile.unseen import SITES as UNSEEN

HERE = Path(__file__).parent
CAPTURES = HERE.parent / "tests" / "captures"
STEPS = (0.6, 0.7, 0.8, 0.9, 0.95)
ALLOWED = 0.005
"""The share of wrong fields among the sure ones that the aims allow."""
AIMS = {"pages": 0.98, "titles": 0.98, "headline": 0.98, "body F1": 0.98}
BEGIN, END = "<!-- measured -->\n", "<!-- /measured -->\n"


def row(name: str, score: Score) -> str:
    """A line of the table: right of those read, what was refused, the lower end of the interval."""
    cells = []
    for what in ("pages", "titles", "headline", "body", "date", "byline"):
        right, wrong, refused = score.right[what], score.wrong[what], score.refused[what]
        low = wilson(right, right + wrong)[0]
        cells.append(
            f"{right}/{right + wrong}"
            + (f" −{refused}" if refused else "")
            + (f" (≥ {low:.0%})" if right + wrong else "")
        )
    pages = len(score.f1) + score.refused["body"]
    mean = f"{score.mean_f1:.4f}" if pages else ""
    calls = sum(score.calls.values())
    return f"| {name} | " + " | ".join((*cells[:4], mean, *cells[4:], str(calls or ""))) + " |"


HEAD = (
    "| sites | pages | titles | headline | body exact | body F1 | date | byline | calls |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


def against_the_aims(scores: Mapping[str, Score]) -> Iterator[str]:
    """How many groups reach each aim, a refusal as not right, and which do not."""
    yield "| aim, of every group | groups | reach it | mean | miss it |\n|---|---|---|---|---|"
    for name, aim in AIMS.items():
        there = {
            group: score.mean_f1 if name == "body F1" else score.share(name)
            for group, score in scores.items()
            if sum((score.right + score.wrong + score.refused)[one] for one in (name.partition(" ")[0],))
        }
        missed = {group: share for group, share in there.items() if share < aim}
        said = ", ".join(
            f"{group} {share:.0%}" for group, share in sorted(missed.items(), key=lambda m: m[1])
        )
        mean = sum(there.values()) / len(there)
        yield f"| {name} ≥ {aim:.0%} | {len(there)} | {len(there) - len(missed)} | {mean:.4f} | {said} |"


def held_out(scores: Mapping[str, Score]) -> Iterator[str]:
    """The sure fields of each group, by thresholds that the other groups alone set.

    A field's threshold is the lowest confidence from which on at most the allowed share of all other groups'
    fields is wrong.
    """
    yield "| field | thresholds | sure of them | wrong | share | 95 % |\n|---|---|---|---|---|---|"
    every = Counter[str]()
    for name in ("pages", "titles", "headline", "body", "date"):
        sure: list[bool] = []
        used: Counter[float] = Counter()
        there = 0
        for group, score in scores.items():
            others = [
                (one[1], one[2])
                for other, its in scores.items()
                if other != group
                for one in its.proofs
                if one[0] == name
            ]
            limit = next((step for step in STEPS if _wrong(others, step) <= ALLOWED), 1.01)
            mine = [(confidence, right) for field, confidence, right in score.proofs if field == name]
            there += len(mine)
            used[limit] += bool(mine)
            sure += [right for confidence, right in mine if confidence >= limit]
        wrong = sure.count(False)
        every.update(sure=len(sure), wrong=wrong)
        least, most = wilson(wrong, len(sure))
        said = ", ".join(f"{limit} ({count})" for limit, count in sorted(used.items()) if count)
        share = f"{wrong / max(len(sure), 1):.2%}"
        yield f"| {name} | {said} | {len(sure)} of {there} | {wrong} | {share} | {least:.2%}–{most:.2%} |"
    least, most = wilson(every["wrong"], every["sure"])
    share = f"{every['wrong'] / max(every['sure'], 1):.2%}"
    yield f"| all | | {every['sure']} | {every['wrong']} | {share} | {least:.2%}–{most:.2%} |"


def _wrong(found: list[tuple[float, bool]], limit: float) -> float:
    """The share of wrong ones among those at least that sure; 0 for none."""
    sure = [right for confidence, right in found if confidence >= limit]
    return sure.count(False) / len(sure) if sure else 0.0


def calibration(score: Score) -> Iterator[str]:
    """Of how many fields held to be that sure, how many are wrong."""
    yield "| confidence | fields | wrong | share wrong | 95 % |\n|---|---|---|---|---|"
    for low, high in zip(STEPS, (*STEPS[1:], 1.01), strict=True):
        found = [right for _, sure, right in score.proofs if low <= sure < high]
        wrong = found.count(False)
        least, most = wilson(wrong, len(found))
        share = f"{wrong / len(found):.2%}" if found else ""
        yield f"| {low}–{min(high, 1.0)} | {len(found)} | {wrong} | {share} | {least:.2%}–{most:.2%} |"
    needed = [(name, right) for name, sure, right in score.proofs if sure >= SURE]
    by_field: defaultdict[str, list[bool]] = defaultdict(list)
    for name, right in needed:
        by_field[name].append(right)
    for name, found in sorted(by_field.items()):
        wrong = found.count(False)
        least, most = wilson(wrong, len(found))
        share = f"{wrong / len(found):.2%}"
        yield f"| ≥ {SURE} {name} | {len(found)} | {wrong} | {share} | {least:.2%}–{most:.2%} |"


def real(directory: Path) -> Iterator[str]:
    """A line for each saved page: what of `expected.json` was read."""
    expected = json.loads((directory / "expected.json").read_text(encoding="utf-8"))
    yield "| page | pages | titles | date | headline, body |\n|---|---|---|---|---|"
    for name, true in expected.items():
        document = read_document(true["url"], (directory / name).read_bytes(), "text/html")
        cells = ["", "", "", ""]
        if true.get("headline"):
            article = read_article(document, Told(), true["headline"]).value
            own = article.body.splitlines()
            same = [true["first_paragraph"], true["last_paragraph"]] == [own[0], own[-1]]
            cells[3] = f"headline {'right' if article.headline == true['headline'] else 'wrong'}, "
            cells[3] += f"{len(own)} of {true['paragraphs']} paragraphs, ends {'right' if same else 'wrong'}"
        else:
            try:
                pages = read_pages(document)
                told = Told(day=pages.value.printed_date, pages=pages.value.pages)
                cells[0] = f"{len(pages.value.pages)} of {true.get('n_pages') or len(true['pages'])}"
                cells[2] = "right" if str(pages.value.printed_date) == true["date"] else "wrong"
                titles = read_titles(document, told)
                found = [placed.source_id for placed in titles.value.placements]
                wanted = [entry[0] for entry in true["articles"]]
                cells[1] = (
                    "right"
                    if found == wanted
                    else f"{len(set(found) & set(wanted))} of {len(wanted)}, {len(found)} read"
                )
            except LayoutChanged as error:
                cells[3] = f"refused: {error}"
        yield f"| {name[:60]} | " + " | ".join(cells) + " |"


def tables(real_pages: Path | None, with_peers: bool) -> Iterator[str]:
    """The tables, as Markdown."""
    groups: dict[str, list[Site]] = defaultdict(list)
    for site in (*families(), *captures(CAPTURES), *unknown()):
        groups[site.group].append(site)
    for site in unknown(UNSEEN):
        groups[site.group.replace("unknown", "unseen")].append(site)
    scores = {name: Score() for name in groups}
    total = {"families": Score(), "unknown": Score(), "unseen": Score()}
    yield HEAD
    for name, sites in groups.items():
        for site in sites:
            scores[name].add(measured(site))
        total[name.partition(" ")[0] if " " in name else "families"].add(scores[name])
        yield row(name, scores[name])
    for name, score in total.items():
        yield row(f"**{name}**", score)
    yield "\n### Against the aims\n"
    yield from against_the_aims(scores)
    yield "\n### Confidence against correctness\n"
    both = Score()
    for score in total.values():
        both.add(score)
    yield from calibration(both)
    yield "\nThresholds set without the group they are tried on:\n"
    yield from held_out(scores)
    yield "\n### At first sight\n"
    yield (HERE / "generic_first_sight.md").read_text(encoding="utf-8").rstrip()
    if with_peers:
        yield "\n### Other extractors on the same article pages\n"
        yield "Mean character F1 of the text, a failure as 0; they get the page alone, as they are made for."
        yield ""
        yield from compared(groups)
    if real_pages:
        yield "\n### Real pages\n"
        yield from real(real_pages)


def main() -> None:
    """Measures, and prints Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    lines = []
    for line in tables(asked.real, not asked.no_peers):
        print(line, flush=True)
        lines.append(line)
    if asked.write:
        before, _, rest = asked.write.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        text = before + BEGIN + "\n".join(lines) + "\n" + END + after
        asked.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

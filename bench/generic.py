"""`make bench-generic`: the generic reader alone on every family's sites, on sites no family knows, on real
pages.

    python -m bench.generic [--real DIR] [--mutations]

Each site is read from its front page on: what a page says of its issue is told to the next, as in a crawl,
and every
article is compared with up to four others of its issue. The families' selectors are not used. `--real DIR`
names saved
pages with their `expected.json`. What is printed is the table in docs/generic.md.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.generic_sites import Bytes, Site, captures, families, unknown
from crawler.platforms.document import LayoutChanged, read_document
from crawler.platforms.generic import SURE, Reading, Told, read_article, read_pages, read_titles

CAPTURES = Path(__file__).parent.parent / "tests" / "captures"
FIELDS = ("pages", "titles", "headline", "body", "date", "byline", "kicker", "subhead", "pictures")
STEPS = (0.6, 0.7, 0.8, 0.9, 0.95)


@dataclass(slots=True)
class Score:
    """What was read of a group of sites."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    f1: list[float] = field(default_factory=list)
    """Character F1 of each body that was read."""
    proofs: list[tuple[str, float, bool]] = field(default_factory=list)
    """Field, confidence, whether it was right."""

    def note(self, name: str, right: bool, reading: Reading[object], proof: str = "") -> None:
        """Counts a field that was read."""
        (self.right if right else self.wrong)[name] += 1
        self.proofs.append((name, reading.proofs[proof or name].confidence, right))

    def add(self, other: Score) -> None:
        """Counts another group's, too."""
        for mine, theirs in (
            (self.right, other.right),
            (self.wrong, other.wrong),
            (self.refused, other.refused),
        ):
            mine.update(theirs)
        self.f1 += other.f1
        self.proofs += other.proofs


def plain(text: str) -> str:
    """A text without blanks."""
    return re.sub(r"\s+", "", text)


def f1(read: str, true: str) -> float:
    """Character F1 of two texts, by what they have in common in the same order."""
    if plain(read) == plain(true):
        return 1.0
    blocks = difflib.SequenceMatcher(None, plain(read), plain(true), autojunk=False).get_matching_blocks()
    total = len(plain(read)) + len(plain(true))
    return 2 * sum(block.size for block in blocks) / total if total else 1.0


def measured(site: Site, changed: Callable[[Bytes], Bytes] = lambda document: document) -> Score:
    """How a site is read; `changed` changes its documents first."""
    score, told = Score(), Told()
    for front in site.fronts:
        try:
            pages = read_pages(changed(front.bytes).document())
        except LayoutChanged:
            score.refused["pages"] += 1
            continue
        numbers = [(page.number, page.url.partition("#")[0]) for page in pages.value.pages]
        wanted = [(number, url.partition("#")[0]) for number, _, url in front.pages]
        score.note("pages", numbers == wanted, pages)
        told = replace(told, day=pages.value.printed_date, pages=pages.value.pages)
    titles: dict[str, str] = {}
    for page in site.pages:
        served = page.bytes
        if "#" in served.url:  # a part of the document: the reader has a name of its own for it
            served = replace(
                served, url=next((one.url for one in told.pages if one.number == page.number), served.url)
            )
        try:
            read = read_titles(changed(served).document(), told)
        except LayoutChanged:
            score.refused["titles"] += not page.refused
            continue
        found = [(placed.url, plain(placed.title)) for placed in read.value.placements]
        wanted = [(re.sub(r"\?div=-?\d+$", "", url), plain(title)) for url, title in page.titles]
        score.note("titles", found == wanted, read)
        score.note("date", read.value.printed_date == site.day, read)
        titles.update({placed.url: placed.title for placed in read.value.placements})
    documents = [changed(article.bytes).document() for article in site.articles if article.bytes.is_html]
    siblings = [Told().with_article(document).seen[0] for document in documents[:6]]
    for article in site.articles:
        if not article.bytes.is_html:
            score.refused["headline"] += 1
            score.refused["body"] += 1
            score.refused["JSON"] += 1
            continue
        document = changed(article.bytes).document()
        mine = Told().with_article(document).seen[0]
        others = replace(told, seen=tuple(seen for seen in siblings if seen != mine)[:4])
        try:
            found_article = read_article(document, others, titles.get(article.address, ""))
        except LayoutChanged:
            score.refused["headline"] += 1
            score.refused["body"] += 1
            continue
        value = found_article.value
        score.note("headline", plain(value.headline) == plain(article.headline), found_article)
        score.note("body", plain(value.body) == plain(article.body), found_article)
        for name in ("kicker", "subhead", "byline"):
            score.note(name, plain(getattr(value, name)) == plain(getattr(article, name)), found_article)
        same = [image.url for image in value.images] == [url for url, _ in article.images]
        score.note("pictures", same, found_article)
        score.f1.append(f1(value.body, article.body))
    return score


def wilson(right: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if not of:
        return 0.0, 1.0
    z, share = 1.96, right / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def row(name: str, score: Score) -> str:
    """A line of the table: right of all, and of those read; the interval of what was read right."""
    cells = []
    for what in ("pages", "titles", "headline", "body", "date", "byline"):
        right, wrong, refused = score.right[what], score.wrong[what], score.refused[what]
        low = wilson(right, right + wrong)[0]
        cells.append(
            f"{right}/{right + wrong}"
            + (f" −{refused}" if refused else "")
            + (f" (≥ {low:.0%})" if right + wrong else "")
        )
    mean = f"{sum(score.f1) / len(score.f1):.4f}" if score.f1 else ""
    return f"| {name} | " + " | ".join((*cells[:4], mean, *cells[4:])) + " |"


HEAD = (
    "| sites | pages | titles | headline | body exact | body F1 | date | byline |\n"
    "|---|---|---|---|---|---|---|---|"
)


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


def peers() -> dict[str, Callable[[str, str], str]]:
    """Name → what extracts a text from HTML (its address is told); those not installed are named."""
    found: dict[str, Callable[[str, str], str]] = {}
    for name, module in (("trafilatura", "trafilatura"), ("readability", "readability"), ("GNE", "gne")):
        try:
            loaded = importlib.import_module(module)
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
            continue
        if name == "trafilatura":
            found[name] = lambda html, url, of=loaded: of.extract(html, url=url, include_comments=False) or ""
        elif name == "readability":
            found[name] = lambda html, url, of=loaded: read_document(
                url, of.Document(html).summary().encode()
            ).root.text_content()
        else:
            found[name] = lambda html, url, of=loaded: of.GeneralNewsExtractor().extract(html)["content"]
    return found


def compared(groups: dict[str, list[Site]]) -> Iterator[str]:
    """Mean character F1 of the bodies that others extract from the same article pages; a failure counts 0."""
    extractors = peers()
    yield "| sites | articles | " + " | ".join(extractors) + " |\n|" + "---|" * (2 + len(extractors))
    totals: defaultdict[str, list[float]] = defaultdict(list)
    for name, sites in groups.items():
        scores: defaultdict[str, list[float]] = defaultdict(list)
        count = 0
        for site in sites:
            for article in site.articles:
                if not article.bytes.is_html or not article.body:
                    continue
                count += 1
                html = article.bytes.document().text
                for peer, extract in extractors.items():
                    try:
                        scores[peer].append(f1(extract(html, article.bytes.url), article.body))
                    except Exception:  # noqa: BLE001 (what a peer raises is its answer)
                        scores[peer].append(0.0)
        for peer, values in scores.items():
            totals[peer] += values
        if count:
            yield (
                f"| {name} | {count} | "
                + " | ".join(f"{sum(scores[p]) / count:.4f}" for p in extractors)
                + " |"
            )
    if totals:
        yield "| all | | " + " | ".join(f"{sum(totals[p]) / len(totals[p]):.4f}" for p in extractors) + " |"


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


def main() -> None:
    """Measures, and prints Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path)
    parser.add_argument("--no-peers", action="store_true")
    asked = parser.parse_args()
    groups: dict[str, list[Site]] = defaultdict(list)
    for site in (*families(), *captures(CAPTURES), *unknown()):
        groups[site.group].append(site)
    total = {"families": Score(), "unknown": Score()}
    print(HEAD)
    for name, sites in groups.items():
        score = Score()
        for site in sites:
            score.add(measured(site))
        total["unknown" if name.startswith("unknown") else "families"].add(score)
        print(row(name, score))
    for name, score in total.items():
        print(row(f"**{name}**", score))
        pages = len(score.f1) + score.refused["body"] - score.refused["JSON"]
        print(f"\nBody F1 of {name} with a refusal as 0: {sum(score.f1) / pages:.4f} ({pages} article pages)")
    both = Score()
    for score in total.values():
        both.add(score)
    print("\n" + "\n".join(calibration(both)))
    if not asked.no_peers:
        print("\n" + "\n".join(compared(groups)))
    if asked.real:
        print("\n" + "\n".join(real(asked.real)))


if __name__ == "__main__":
    main()

"""The data card of a release: what is in it, what is not, and where it came from.

Markdown with the YAML front matter of a Hugging Face dataset card (huggingface.co/docs/hub/datasets-cards).
Every number is counted while the release is written or read from the ledger; nothing is dated now, so that
the same state of the database gives the same card.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from storage.corpus import COLUMNS, Article
from storage.ledger import Coverage, Gap, IssueStatus, summed
from storage.selection import Selection

_SIZES = {
    1_000: "n<1K",
    10_000: "1K<n<10K",
    100_000: "10K<n<100K",
    1_000_000: "100K<n<1M",
    10_000_000: "1M<n<10M",
    100_000_000: "10M<n<100M",
}
_SCRIPTS = {"printed": "as printed", "hans": "simplified", "hant": "traditional"}
_DEDUP = {
    "none": "every print is a row",
    "exact": "of equal texts only the first print is a row",
    "near": "of equal and nearly equal texts only the first print is a row",
}
RIGHTS = (
    "The texts and pictures belong to their newspapers, agencies and authors. banmian gathers them and "
    "grants no rights in them: ask them, and your law, whether you may copy, publish or train on them. "
    "Quote by `cite_id` and `url`."
)


@dataclass(frozen=True, slots=True)
class Program:
    """What made the release."""

    version: str
    """Version of banmian."""
    key_version: int
    """KEY_VERSION of `content_key`."""
    fold_version: int
    """FOLD_VERSION of the folding behind keys, `match` and `script`."""


@dataclass(slots=True)
class Counts:
    """What is counted of the rows while they are written."""

    rows: int = 0
    characters: int = 0
    years: Counter[tuple[str, int]] = field(default_factory=Counter)
    """Rows by paper and year."""
    names: dict[str, str] = field(default_factory=dict)
    """Slug → name of each paper."""
    scripts: Counter[str] = field(default_factory=Counter)
    first: dt.date | None = None
    last: dt.date | None = None
    restored: int = 0
    reprints: int = 0
    withdrawn: int = 0
    changed: int = 0
    unplaced: int = 0

    def counted(self, articles: Iterable[Article]) -> Iterator[Article]:
        """The articles as they come, counted."""
        for article in articles:
            self.rows += 1
            self.characters += article.char_count
            self.years[article.paper, article.date.year] += 1
            self.names[article.paper] = article.paper_name
            self.scripts[article.script or "undecided"] += 1
            self.first = min(self.first or article.date, article.date)
            self.last = max(self.last or article.date, article.date)
            self.restored += bool(article.repairs)
            self.reprints += article.reprint_of is not None
            self.withdrawn += article.withdrawn_at is not None
            self.changed += article.revision > 1
            self.unplaced += article.page_sequence is None
            yield article


def datasheet(
    counts: Counts,
    selection: Selection,
    program: Program,
    statuses: Sequence[IssueStatus],
    gaps: Sequence[Gap],
    files: str,
    digest: str,
) -> str:
    """The card. `files` is the glob of the data within the release, `digest` the SHA-256 of the data."""
    span = f"{counts.first} to {counts.last}" if counts.rows else "no articles"
    title = f"{_names(counts) or 'No'} articles, {span}"
    parts = [
        _front_matter(title, counts, selection, files),
        f"# {title}",
        _summary(counts, selection, program),
        "## Papers and years",
        _table(
            ["paper", "name", "year", "articles"],
            [
                [paper, counts.names[paper], year, count]
                for (paper, year), count in sorted(counts.years.items())
            ],
        ),
        "## Coverage and gaps",
        _coverage(statuses, gaps, selection),
        "## Restoration and reprints",
        _shares(counts),
        "## Columns",
        _table(["column", "what it says"], [[f"`{name}`", doc] for name, _, doc in COLUMNS]),
        "## How to cite",
        f"> {_names(counts) or 'Articles'}, {span}. Corpus release made with banmian {program.version}, "
        f"{counts.rows} articles, SHA-256 {digest}.",
        "An article is cited by its `cite_id`, which stays: paper, date of the issue, id of the article.",
        "## Rights",
        RIGHTS,
    ]
    return "\n\n".join(parts) + "\n"


def _front_matter(title: str, counts: Counts, selection: Selection, files: str) -> str:
    size = next((name for limit, name in _SIZES.items() if counts.rows < limit), "n>100M")
    tags = ["newspapers", "chinese", "banmian", f"script-{selection.script}", f"dedup-{selection.dedup}"]
    lines: dict[str, Any] = {
        "pretty_name": title,
        "language": ["zh"],
        "license": "other",
        "license_name": "rights-of-the-newspapers",
        "size_categories": [size],
        "source_datasets": ["original"],
        "tags": tags,
    }
    if not files.endswith(".xml"):
        lines["configs"] = [{"config_name": "default", "data_files": files}]
    # Every JSON value is YAML.
    body = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in lines.items())
    return f"---\n{body}\n---"


def _summary(counts: Counts, selection: Selection, program: Program) -> str:
    rows: list[list[Any]] = [
        ["articles", counts.rows],
        ["characters (without white space)", counts.characters],
        ["papers", len(counts.names)],
        ["first and last issue", f"{counts.first} to {counts.last}" if counts.rows else ""],
        ["script of the texts", _SCRIPTS[selection.script]],
        ["duplicates", _DEDUP[selection.dedup]],
        ["texts as of", f"the end of {selection.as_of} (UTC+8)" if selection.as_of else "when it was made"],
        ["asked for", _asked(selection)],
        ["made with", f"banmian {program.version}"],
        ["KEY_VERSION, FOLD_VERSION", f"{program.key_version}, {program.fold_version}"],
    ]
    return _table(["", ""], rows)


def _asked(selection: Selection) -> str:
    told = {
        "papers": ", ".join(selection.papers),
        "since": selection.since,
        "until": selection.until,
        "page names": ", ".join(selection.page_names),
        "containing": selection.match,
    }
    return "; ".join(f"{what} {value}" for what, value in told.items() if value) or "everything"


def _coverage(statuses: Sequence[IssueStatus], gaps: Sequence[Gap], selection: Selection) -> str:
    years = summed(statuses, lambda date: date.replace(month=1, day=1))
    reasons: Counter[tuple[str, int, str]] = Counter((gap.paper, gap.date.year, gap.kind) for gap in gaps)
    kinds: dict[tuple[str, int], list[str]] = {}
    for (paper, year, kind), count in sorted(reasons.items()):
        kinds.setdefault((paper, year), []).append(f"{kind} {count}")
    note = (
        "Issues by what the ledger knows of them: complete when every promised page and every article placed "
        "on it is stored; missing when one was to be expected and nothing is stored. Lacking: pages and "
        "articles known to exist and not here, by reason; `banmian gaps` lists each."
    )
    if selection.as_of:
        note += " This is the ledger of when the release was made, not of the day the texts are of."
    if selection.page_names or selection.match:
        note += " It covers whole issues, whatever pages and words were asked for."
    rows = [_coverage_row(each, kinds.get((each.paper, each.begins.year), [])) for each in years]
    head = ["paper", "year", "complete", "partial", "missing", "blocked", "no issue", "lacking", "why"]
    return f"{note}\n\n{_table(head, rows)}"


def _coverage_row(each: Coverage, kinds: Sequence[str]) -> list[Any]:
    states = [
        each.states.get(state, 0) for state in ("complete", "partial", "missing", "blocked", "no_issue")
    ]
    return [each.paper, each.begins.year, *states, each.missing, ", ".join(kinds)]


def _shares(counts: Counts) -> str:
    parts: dict[str, int] = {
        "restored: the text arrived damaged and was repaired (`repairs`)": counts.restored,
        "reprints: an earlier print of the text is in the database (`reprint_of`)": counts.reprints,
        "changed by the site after they were first seen (`revision` above 1)": counts.changed,
        "withdrawn by the site, kept here (`withdrawn_at`)": counts.withdrawn,
        "on a page that was not read (`page_sequence` empty)": counts.unplaced,
        **{f"script {script}": count for script, count in sorted(counts.scripts.items())},
    }
    rows = [
        [what, count, f"{count / counts.rows:.1%}" if counts.rows else ""] for what, count in parts.items()
    ]
    return _table(["articles", "number", "share"], rows)


def _names(counts: Counts) -> str:
    names = [counts.names[slug] for slug in sorted(counts.names)]
    return "、".join(names) if len(names) <= 5 else f"{'、'.join(names[:4])} and {len(names) - 4} more papers"


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return text.replace("|", "\\|").replace("\n", " ")


def as_asked(selection: Selection) -> Mapping[str, Any]:
    """The selection as the manifest keeps it."""
    return {
        "papers": list(selection.papers),
        "since": selection.since and selection.since.isoformat(),
        "until": selection.until and selection.until.isoformat(),
        "page_names": list(selection.page_names),
        "match": selection.match,
        "script": selection.script,
        "dedup": selection.dedup,
        "as_of": selection.as_of and selection.as_of.isoformat(),
    }

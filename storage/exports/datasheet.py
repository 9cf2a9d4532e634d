"""The data card of a release (`card.md.j2`): what is in it, what is not, and where it came from.

Markdown with the YAML front matter of a Hugging Face dataset card (huggingface.co/docs/hub/datasets-cards).
Every number is counted while the release is written or read from the ledger; nothing is dated now, so that
the same state of the database gives the same card.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import islice
from operator import attrgetter
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipelines.text.plain import markdown_table, plain
from storage.corpus import COLUMNS, Article
from storage.exports.described import ROWS, hub_configs
from storage.exports.formats import GUARDED, RIGHTS
from storage.exports.text import ATTRIBUTES, tokenizer
from storage.ledger import Gap, IssueStatus, State, Taken, summed
from storage.selection import Selection

_SIZES = {
    1_000: "n<1K",
    10_000: "1K<n<10K",
    100_000: "10K<n<100K",
    1_000_000: "100K<n<1M",
    10_000_000: "1M<n<10M",
    100_000_000: "10M<n<100M",
}
_COUNTED = 200
"""Articles whose numbers are added up at once."""
_STATES: tuple[State, ...] = ("complete", "partial", "missing", "absent", "blocked", "no_issue")


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
    guessed: int = 0
    newest: dt.date | None = None
    """The day the newest article arrived."""

    def counted(self, articles: Iterable[Article]) -> Iterator[Article]:
        """The articles as they come, counted some hundred at a time: column by column costs a quarter."""
        articles = iter(articles)
        while some := list(islice(articles, _COUNTED)):
            self._count(some)
            yield from some

    def _count(self, some: Sequence[Article]) -> None:
        dates = [article.date for article in some]
        self.rows += len(some)
        self.characters += sum(map(attrgetter("char_count"), some))
        self.years.update(map(attrgetter("paper", "date.year"), some))
        self.names.update(map(attrgetter("paper", "paper_name"), some))
        self.scripts.update(article.script or "undecided" for article in some)
        self.first = min(dates) if self.first is None else min(self.first, *dates)
        self.last = max(dates) if self.last is None else max(self.last, *dates)
        arrived = max(map(attrgetter("first_seen"), some)).date()
        self.newest = arrived if self.newest is None else max(self.newest, arrived)
        self.restored += sum(map(bool, map(attrgetter("repairs"), some)))
        self.reprints += sum(article.reprint_of is not None for article in some)
        self.withdrawn += sum(article.withdrawn_at is not None for article in some)
        self.changed += sum(article.revision > 1 for article in some)
        self.unplaced += sum(article.page_sequence is None for article in some)
        self.guessed += sum(map(bool, map(attrgetter("read_by"), some)))


def datasheet(
    counts: Counts,
    selection: Selection,
    program: Program,
    statuses: Sequence[IssueStatus],
    gaps: Sequence[Gap],
    form: str,
    files: str,
    digest: str,
    taken: Sequence[Taken] = (),
) -> str:
    """The card of a release in that format.

    `files` is the glob of the data within the release, `digest` the SHA-256 of the data.
    """
    span, names = _span(counts), _names(counts)
    templates = Environment(
        loader=PackageLoader("storage.exports", ""),
        trim_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    templates.filters["json"] = partial(json.dumps, ensure_ascii=False)
    return templates.get_template("card.md.j2").render(
        counts=counts,
        selection=selection,
        program=program,
        files=files,
        digest=digest,
        span=span,
        names=names,
        title=title_of(counts),
        configs=hub_configs(form, files) if form in ROWS else None,
        size=next((name for limit, name in _SIZES.items() if counts.rows < limit), "n>100M"),
        asked=_asked(selection),
        years=[[paper, counts.names[paper], year, n] for (paper, year), n in sorted(counts.years.items())],
        states=[state.replace("_", " ") for state in _STATES],
        coverage=list(_coverage(statuses, gaps)),
        shares=list(_shares(counts)),
        columns=[[f"`{name}`", doc] for name, _, doc in COLUMNS],
        taken=[[f"`{one.cite_id}`", f"{one.removed_at:%Y-%m-%d}", one.why] for one in taken],
        tokens=f"{tokenizer()}; attributes of <text>: {', '.join(ATTRIBUTES)}" if form == "vrt" else "",
        is_csv=form == "csv",
        guarded=" ".join(repr(sign) for sign in GUARDED),
        rights=RIGHTS,
        table=markdown_table,
    )


def _asked(selection: Selection) -> str:
    chosen = {
        "papers": ", ".join(selection.papers),
        "since": selection.since,
        "until": selection.until,
        "page names": ", ".join(selection.page_names),
        "authors": ", ".join(selection.authors),
        "sources": ", ".join(selection.sources),
        "containing": selection.match,
        "guessed": "" if selection.guessed else "left out",
    }
    return "; ".join(f"{what} {value}" for what, value in chosen.items() if value) or "everything"


def _coverage(statuses: Sequence[IssueStatus], gaps: Sequence[Gap]) -> Iterator[list[Any]]:
    """A row a paper and year: issues by state, what is lacking, and why."""
    reasons = Counter((gap.paper, gap.date.year, gap.kind) for gap in gaps)
    why: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for (paper, year, kind), count in sorted(reasons.items()):
        why[paper, year].append(f"{kind} {count}")
    for each in summed(statuses, lambda date: date.replace(month=1, day=1)):
        this = (each.paper, each.begins.year)
        yield [*this, *(each.states.get(state, 0) for state in _STATES), each.missing, ", ".join(why[this])]


def _shares(counts: Counts) -> Iterator[tuple[str, int, str]]:
    """What some of the articles are, how many, and their share."""
    kinds: dict[str, int] = {
        "restored: the text arrived damaged and was repaired (`repairs`)": counts.restored,
        "reprints: an earlier print of the text is in the database (`reprint_of`)": counts.reprints,
        "changed by the site after they were first seen (`revision` above 1)": counts.changed,
        "withdrawn by the site, kept here (`withdrawn_at`)": counts.withdrawn,
        "on a page that was not read (`page_sequence` empty)": counts.unplaced,
        "read by the generic reader only, for want of a fitting profile (`read_by`)": counts.guessed,
        **{f"script {script}": count for script, count in sorted(counts.scripts.items())},
    }
    for what, count in kinds.items():
        yield what, count, f"{count / counts.rows:.1%}" if counts.rows else ""


def title_of(counts: Counts) -> str:
    """What the release is called: its papers and their span."""
    return f"{_names(counts) or 'No'} articles, {_span(counts)}"


def names_of(counts: Counts) -> list[str]:
    """The names of the papers in it, by slug."""
    return [counts.names[slug] for slug in sorted(counts.names)]


def _span(counts: Counts) -> str:
    return f"{counts.first} to {counts.last}" if counts.rows else "no articles"


def _names(counts: Counts) -> str:
    names = names_of(counts)
    return "、".join(names) if len(names) <= 5 else f"{'、'.join(names[:4])} and {len(names) - 4} more papers"


def as_asked(selection: Selection) -> Mapping[str, Any]:
    """The selection as the manifest keeps it; authors, sources, guesses only where chosen."""
    asked: dict[str, Any] = plain(asdict(selection))
    for name in ("authors", "sources"):
        if not asked[name]:
            del asked[name]
    if selection.guessed:
        del asked["guessed"]
    return asked

"""Searches and groups the newspapers that have a profile, and writes the page docs/newspapers.md."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files

from crawler.keys import GENERIC
from crawler.paper import NATIONAL, PROOFS, PROVINCES, Paper
from crawler.platforms import NAMES
from pipelines.text import fold

PROOF_MEANS = {
    "live": "an issue was read from the newspaper's own server",
    "page": "saved pages of the newspaper itself are read right",
    "facsimile": "a facsimile of the newspaper's own markup, with invented text, is read right",
    "listed": "a public crawler used its address; the family's facsimiles are read right, not the paper",
}
GROUPS: dict[str, tuple[Callable[[Paper], str], tuple[str, ...]]] = {
    "family": (lambda paper: paper.eras[-1].platform_name, NAMES),
    "province": (lambda paper: paper.province, (NATIONAL, *PROVINCES, "")),
    "proof": (lambda paper: paper.proof, PROOFS),
}
"""Way of grouping → what gives the group of a paper, and the groups in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A newspaper that is known, and why there is no profile of it."""

    name: str
    province: str
    host: str
    reason: str


def family_of(paper: Paper) -> str:
    """The platform of the paper's present site."""
    return paper.eras[-1].platform_name


def found_by(papers: Iterable[Paper], words: Sequence[str]) -> list[Paper]:
    """The papers that have every word in slug, name, province or addresses, in either script."""
    wanted = [fold(word).casefold() for word in words]
    return [paper for paper in papers if all(word in _searched(paper) for word in wanted)]


def _searched(paper: Paper) -> str:
    addresses = (era.front_page for era in paper.eras)
    return "\n".join((paper.slug, fold(paper.name), paper.province, *addresses, *paper.hosts)).casefold()


def grouped(papers: Sequence[Paper], by: str) -> list[tuple[str, list[Paper]]]:
    """The papers by family, province or proof; no empty group, and each in the order of `papers`."""
    group_of, order = GROUPS[by]
    return [
        (group, members)
        for group in order
        if (members := [paper for paper in papers if group_of(paper) == group])
    ]


def unsupported() -> tuple[Unsupported, ...]:
    """The newspapers that are known and cannot be read yet (`papers/unsupported.tsv`)."""
    text = (files("crawler") / "papers" / "unsupported.tsv").read_text(encoding="utf-8")
    return tuple(Unsupported(**row) for row in csv.DictReader(text.splitlines(), delimiter="\t"))


def markdown(papers: Sequence[Paper], known: Sequence[Unsupported]) -> str:
    """The page docs/newspapers.md, from the profiles."""
    from crawler.platforms import PLATFORMS

    families = Counter(family_of(paper) for paper in papers)
    earlier = Counter(era.platform_name for paper in papers for era in paper.eras[:-1])
    lines = [
        "# Newspapers",
        "",
        "Written by `banmian papers --markdown` from the profiles in `crawler/papers`; a test compares.",
        "How profiles came about, what their dates mean: [papers/README.md](../crawler/papers/README.md).",
        "",
        f"{len(papers)} newspapers on {len(families.keys() - {GENERIC})} platform families; "
        f"{len(known)} more are known and not supported yet.",
        "",
        "## By proof",
        "",
        *_table(
            ("proof", "papers", "what it says"),
            ((proof, len(members), PROOF_MEANS[proof]) for proof, members in grouped(papers, "proof")),
        ),
        "",
        "## By family",
        "",
        *_table(
            ("family", "papers now", "in an earlier era", "what it is"),
            (
                (f"`{key}`", families[key], earlier[key], platform.description.partition("\n")[0])
                for key, platform in sorted(PLATFORMS.items())
            ),
        ),
        "",
        "## By province",
        "",
        *_table(
            ("province", "papers", *PROOFS),
            ((group or "not known", *_proofs(members)) for group, members in grouped(papers, "province")),
        ),
        "",
        "## All",
        "",
    ]
    for group, members in grouped(papers, "province"):
        lines += [f"### {group or 'Province not known'}", ""]
        lines += [*_table(("slug", "name", "family", "proof", "checked"), map(_row, members)), ""]
    lines += ["## Known, not supported yet", ""]
    lines += _table(
        ("name", "province", "host", "reason"), ((p.name, p.province, p.host, p.reason) for p in known)
    )
    return "\n".join(lines) + "\n"


def _proofs(papers: Sequence[Paper]) -> tuple[int, ...]:
    counts = Counter(paper.proof for paper in papers)
    return (len(papers), *(counts[proof] for proof in PROOFS))


def _row(paper: Paper) -> tuple[object, ...]:
    first, *later = paper.eras
    eras = [f"`{first.platform_name}`", *(f"`{era.platform_name}` from {era.since}" for era in later)]
    return f"`{paper.slug}`", paper.name, " → ".join(eras), paper.proof, paper.checked or ""


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    body = ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns), *body]

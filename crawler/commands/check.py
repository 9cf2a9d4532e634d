"""`banmian check`: one issue fetched, or read from a directory, and reported field by field."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from crawler.commands.options import Json
from crawler.commands.output import print_json, print_rows
from crawler.paper import load, profile_files
from crawler.plan import DateError, Limits, parse_day
from crawler.profile import profile_toml
from crawler.run import log_to
from crawler.trial.fetch import Fetched, fetch
from crawler.trial.findings import Findings, Share, find
from crawler.trial.proof import Proof, record
from crawler.trial.specimen import SpecimenError, profile_in, read_specimen
from crawler.trial.suggest import Suggestion, suggest

COMPLETE, UNFINISHED, BLOCKED, STORAGE_FAILED = 0, 1, 4, 5
MOST_PROBLEMS = 12
"""How many kinds of problems are printed; --json has all."""

Day = Annotated[str | None, typer.Option("--date", metavar="DATE", help="That issue: 2023-10-17.")]
Pages = Annotated[int | None, typer.Option("--pages", min=1, metavar="N", help="Only the first N pages.")]


def check(
    slug: Annotated[str, typer.Argument(help="The paper (see `banmian papers`).")],
    date: Day = None,
    pages: Pages = None,
    directory: Annotated[
        Path | None,
        typer.Option("--from", metavar="DIR", help="Read what `banmian capture` saved there; no network."),
    ] = None,
    json: Json = False,
) -> None:
    """Fetch one issue, the newest by default, and say field by field what is found; nothing is stored.

    A whole issue with a headline and a text (or a picture) in every article proves the profile: that is
    noted, with the date, in a copy in the first directory of $BANMIAN_PAPERS.
    """
    if directory is not None:
        if date is not None or pages is not None:
            raise DateError("--from stands alone: leave out --date and --pages")
        sys.exit(check_directory(slug, directory, as_json=json))
    paper, day = load(slug), parse_day(date, "--date") if date else None
    progress = page_bar(as_json=json)
    log_to(progress)
    fetched = fetch(paper, day, Limits(pages), progress)
    findings = find(fetched)
    proof = None
    if findings.sound and fetched.limits.whole and fetched.day is not None:
        proof = record(paper, fetched.day)
    sys.exit(tell(fetched, findings, proof, as_json=json))


def check_directory(slug: str, directory: Path, *, as_json: bool) -> int:
    """Reports what a saved slice of an issue has by the paper's profile, else by the one saved with it."""
    try:
        paper = load(slug) if slug in profile_files() else profile_in(directory, slug)
        fetched = read_specimen(directory, paper or load(slug))
    except SpecimenError as error:
        print(f"banmian: {error}", file=sys.stderr)
        return 2
    return tell(fetched, find(fetched), None, as_json=as_json)


def page_bar(*, as_json: bool) -> Progress | None:
    """A bar that counts pages and articles, on stderr; None off a terminal."""
    if not sys.stderr.isatty() or as_json:
        return None
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("addresses"))
    return Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True))


def exit_code(fetched: Fetched, findings: Findings) -> int:
    """The contract's exit code: how the walk ended, and what there is of the issue."""
    if fetched.reason in ("", "storage_failed"):
        return STORAGE_FAILED
    unreachable = any(problem.kind == "unreachable" for problem in findings.problems)
    if findings.state == "blocked" or (findings.state == "missing" and unreachable):
        return BLOCKED
    if fetched.reason in ("blocked", "unreachable"):
        return BLOCKED
    return COMPLETE if findings.state == "complete" and fetched.reason == "finished" else UNFINISHED


def tell(fetched: Fetched, findings: Findings, proof: Proof | None, *, as_json: bool) -> int:
    """Prints what was found, what would find more, and what it proves; the exit code."""
    suggestions = suggest(fetched, findings)
    code = exit_code(fetched, findings)
    if as_json:
        print_json(as_document(fetched, findings, suggestions, proof, code))
        return code
    print_findings(fetched, findings)
    print_suggestions(suggestions)
    print_proof(fetched, findings, proof)
    return code


def as_document(
    fetched: Fetched, findings: Findings, suggestions: Sequence[Suggestion], proof: Proof | None, code: int
) -> dict[str, Any]:
    """What --json prints."""
    paper = fetched.paper
    return {
        "paper": paper.slug,
        "date": fetched.day,
        "state": findings.state,
        "sound": findings.sound,
        "exit_code": code,
        "requests": fetched.requests,
        "platform": paper.era(fetched.day).platform_name if fetched.day else paper.eras[-1].platform_name,
        "looks_like": findings.looks_like,
        "skins": findings.skins,
        "pages": _pair(findings.pages) | {"promised": findings.promised},
        "titles": findings.titles,
        "articles": _pair(findings.articles),
        "fields": {name: _pair(share) for name, share in findings.fields.items()},
        "problems": [{"kind": one.kind, "detail": one.detail, "url": one.url} for one in findings.problems],
        "suggestions": [
            {
                "platform": one.platform,
                "select": dict(one.select),
                "field": one.field,
                "found": one.found,
                "of": one.of,
            }
            for one in suggestions
        ],
        "proof": proof
        and {
            "proof": proof.proof,
            "checked": proof.checked,
            "file": str(proof.file),
            "written": proof.written,
        },
    }


def _pair(share: Share) -> dict[str, int]:
    return {"found": share.found, "of": share.of}


def print_findings(fetched: Fetched, findings: Findings) -> None:
    """A row a field, the skin and the family, the problems in words."""
    paper = fetched.paper
    if fetched.day is None or (findings.state == "missing" and not findings.problems):
        print(f"{paper.slug}: no issue found" + (f" on {fetched.day}" if fetched.day else ""))
        return
    print(f"{paper.slug} {fetched.day}: {findings.state}; {fetched.requests} requests")
    rows: list[tuple[str, Share]] = [("pages", findings.pages), ("articles", findings.articles)]
    rows += [(name.replace("_", " "), share) for name, share in findings.fields.items()]
    rows.insert(1, ("titles", Share(findings.titles, findings.titles)))
    shown = [[name, share.found, share.of, _percent(share)] for name, share in rows]
    if findings.promised:
        print_rows(["field", "found", "of", "share"], shown)
    if findings.pages.of < findings.promised:
        print(f"the first {findings.pages.of} of {findings.promised} promised pages were looked at")
    print_family(fetched, findings)
    print_problems(findings)


def _percent(share: Share) -> str:
    return f"{share.found / share.of:.0%}" if share.of else ""


def print_family(fetched: Fetched, findings: Findings) -> None:
    """Which platform the profile names, which of its skins fits, and which family the pages are of."""
    assert fetched.day is not None
    named = fetched.paper.era(fetched.day).platform_name
    skins = _skins(findings.skins)
    print(f"platform {named}: {skins}" if skins else f"platform {named}")
    if findings.looks_like not in (None, named) and not findings.sound:
        print(f"but the pages look like {findings.looks_like}")


def _skins(skins: Mapping[str, Mapping[str, int]]) -> str:
    parts = [
        f"{skin or 'no'} skin fits {count} {role}"
        for role, found in skins.items()
        for skin, count in found.items()
    ]
    return ", ".join(parts)


def print_problems(findings: Findings) -> None:
    """What went wrong in words, the same sentence once."""
    alike = Counter((problem.kind, problem.detail) for problem in findings.problems)
    first = {(problem.kind, problem.detail): problem.url for problem in reversed(findings.problems)}
    for (kind, detail), count in alike.most_common(MOST_PROBLEMS):
        times = f" ({count} times)" if count > 1 else ""
        print(f"{kind}{times}: {detail}: {first[kind, detail]}")
    if len(alike) > MOST_PROBLEMS:
        print(f"… and {len(alike) - MOST_PROBLEMS} more, all with --json")


def print_suggestions(suggestions: Sequence[Suggestion]) -> None:
    """The lines of a profile that would find more."""
    for one in suggestions:
        what = f"finds {one.found} of {one.of}" if one.of else f"finds {one.found}"
        if not one.select:
            print(f'try platform = "{one.platform}": it {what} {one.field}')
            continue
        print(f"try in [eras.select], as {one.platform} has it; it {what} {one.field}:")
        print(profile_toml(one.select).rstrip())


def print_proof(fetched: Fetched, findings: Findings, proof: Proof | None) -> None:
    """What the profile may say of itself now."""
    if proof is not None:
        lines = f'proof = "{proof.proof}"\nchecked = {proof.checked}'
        if proof.written:
            print(f"noted in {proof.file}:\n{lines}")
        else:
            where = "or in a copy of it in a directory that $BANMIAN_PAPERS names"
            print(f"to be noted in {proof.file}, {where}:\n{lines}")
    elif findings.sound and not fetched.limits.whole:
        print("sound as far as it was looked at; only a whole issue proves the profile")
    elif findings.state == "complete" and not findings.sound:
        print("complete, but not every article has a headline and a text or picture: that proves nothing")

"""What `check`, `capture` and `papers add` say of one issue that was looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from crawler.commands.exits import Exit
from crawler.commands.output import print_rows
from crawler.profile import profile_toml
from crawler.trial.fetch import Fetched
from crawler.trial.findings import Findings, Share
from crawler.trial.proof import Proof
from crawler.trial.readings import Readings
from crawler.trial.suggest import Suggestion

MOST_PROBLEMS = 12
"""How many kinds of problems are printed; --json has all."""


def exit_code(fetched: Fetched, findings: Findings) -> Exit:
    """The contract's exit code: how the walk ended, and what there is of the issue."""
    if fetched.reason in ("", "storage_failed"):
        return Exit.STORAGE_FAILED
    unreachable = any(problem.kind == "unreachable" for problem in findings.problems)
    if findings.state == "blocked" or (findings.state == "missing" and unreachable):
        return Exit.BLOCKED
    if fetched.reason in ("blocked", "unreachable"):
        return Exit.BLOCKED
    return Exit.COMPLETE if findings.state == "complete" and fetched.reason == "finished" else Exit.UNFINISHED


def as_document(
    fetched: Fetched,
    findings: Findings,
    suggestions: Sequence[Suggestion],
    proof: Proof | None,
    code: Exit,
    readings: Readings | None = None,
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
        "unproved": findings.unproved,
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
        "readings": readings
        and {
            reader: {name: _pair(share) for name, share in found.items()}
            for reader, found in readings.found.items()
        },
        "warnings": list(readings.warnings) if readings else [],
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
    """Prints one row per field, the skin and the family, and the problems in words."""
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
    if findings.unproved:
        print(f"nothing that was read says that the issue is of {fetched.day}")
    print_problems(findings)


def print_readings(readings: Readings) -> None:
    """Prints a column for each reader, where several have read the same bytes, and where they differ."""
    if len(readings.found) > 1:
        fields = list(next(iter(readings.found.values())))
        rows = [
            [name.replace("_", " "), *(found[name].found for found in readings.found.values())]
            for name in fields
        ]
        print_rows(["read by", *readings.found], rows)
    for warning in readings.warnings:
        print(f"warning: {warning}")


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
    """Prints what went wrong in words; a sentence that occurs several times once."""
    alike = Counter((problem.kind, problem.detail) for problem in findings.problems)
    first = {(problem.kind, problem.detail): problem.url for problem in reversed(findings.problems)}
    for (kind, detail), count in alike.most_common(MOST_PROBLEMS):
        times = f" ({count} times)" if count > 1 else ""
        print(f"{kind}{times}: {detail}: {first[kind, detail]}")
    if len(alike) > MOST_PROBLEMS:
        print(f"… and {len(alike) - MOST_PROBLEMS} more, all with --json")


def print_suggestions(suggestions: Sequence[Suggestion]) -> None:
    """Prints the lines of a profile that would find more."""
    for one in suggestions:
        what = f"finds {one.found} of {one.of}" if one.of else f"finds {one.found}"
        if not one.select:
            print(f'try platform = "{one.platform}": it {what} {one.field}')
            continue
        print(f"try in [eras.select], as {one.platform} has it; it {what} {one.field}:")
        print(profile_toml(one.select).rstrip())


def print_proof(fetched: Fetched, findings: Findings, proof: Proof | None) -> None:
    """Prints what may be noted in the profile now."""
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

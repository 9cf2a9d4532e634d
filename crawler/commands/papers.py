"""`banmian papers`: the newspapers banmian knows."""

from __future__ import annotations

from typing import Annotated

import typer

from crawler.commands.options import Json
from crawler.commands.output import print_json, print_rows
from crawler.paper import every


def papers(
    words: Annotated[
        list[str] | None, typer.Argument(help="Show only papers whose slug or name contains this.")
    ] = None,
    json: Json = False,
) -> None:
    """List the newspapers: slug, name, script, platform, and how far the profile is proved."""
    rows = [
        {
            "slug": paper.slug,
            "name": paper.name,
            "script": paper.script,
            "platform": paper.eras[-1].platform_name,
            "proof": paper.proof,
        }
        for paper in every()
        if all(word in paper.slug or word in paper.name for word in words or ())
    ]
    if json:
        print_json(rows)
    else:
        print_rows(["slug", "name", "script", "platform", "proof"], [list(row.values()) for row in rows])

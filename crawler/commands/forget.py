"""`banmian forget CITE_ID --why …`: an article taken down, from rows, search, later releases, the archive."""

from __future__ import annotations

import os
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

import typer

from crawler.commands.options import Json
from crawler.commands.output import print_json
from crawler.commands.places import archive_directory, existing_database
from storage import ledger
from storage.captures import CaptureWriter, named_until, overwrite, send
from storage.corpus import why_none
from storage.errors import UsageError
from storage.lock import PaperLock
from storage.writer import Writer


def forget(
    cite_id: Annotated[str, typer.Argument(metavar="CITE_ID", help="The article, as releases cite it.")],
    why: Annotated[str, typer.Option(metavar="TEXT", help="The reason: it stands in later releases' cards.")],
    bytes: Annotated[
        bool, typer.Option("--bytes", help="Overwrite its answers in the archive, too. Nothing undoes that.")
    ] = False,
    json: Json = False,
) -> None:
    """Take an article down: its rows, what search finds, and later releases, whose cards say so.

    Neither a crawl nor a rebuild brings it back: a note in the archive says that it was taken down. The page
    it was printed on stays, with its picture and its bytes.
    """
    if not why.strip():
        raise UsageError("--why: say the reason, it stands in later releases' cards")
    archive = archive_directory()
    with Writer(existing_database()) as writer, ExitStack() as held:
        found = ledger.places_of(writer.engine, cite_id)
        if found is None:
            raise UsageError(why_none(writer.engine, cite_id))
        held.enter_context(PaperLock(found.paper, archive, writer.engine))
        if bytes and found.shared:
            raise UsageError(
                f"the bytes of {cite_id} are part of an answer that other articles are read from "
                f"({found.shared[0]}): they cannot be overwritten; without --bytes all else goes"
            )
        places = found.places if bytes else []
        with CaptureWriter(archive, ends=partial(named_until, writer.engine)) as captures:
            for source_id, cited in found.ids:
                said = {
                    "paper": found.paper,
                    "date": found.date.isoformat(),
                    "source_id": source_id,
                    "cite_id": cited,
                    "why": why,
                    "removed_at": datetime.now(UTC).isoformat(),
                    "bytes": [list(place) for place in places],
                }
                captures.note(found.paper, found.date, "forgotten", said)
        for place in places:
            overwrite(archive, found.paper, found.date, place)
        send(archive, found.paper)
        run = writer.start_run(["banmian", "forget", cite_id, f"--why={why}"], [found.paper])
        writer.take_down(cite_id, why, places)
        writer.finish_run(run, {"articles": 1, "overwritten": len(places)}, os.EX_OK)
    if json:
        print_json({"exit_code": 0, "cite_id": cite_id, "overwritten": len(places)})
    else:
        of_bytes = f"{len(places)} records of the archive were overwritten"
        print(
            f"{cite_id}: taken down; {of_bytes if places else 'its bytes stay in the archive (see --bytes)'}"
        )

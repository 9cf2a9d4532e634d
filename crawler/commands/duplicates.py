"""`banmian duplicates` and `banmian dedup`: one text, every place it was printed."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import TaskID
from sqlalchemy import Engine

from crawler.commands.choosing import Choice, choosing
from crawler.commands.options import Json, OnlyPapers
from crawler.commands.output import check_replaceable, print_fields, print_json, printable, writing
from crawler.commands.places import archive_directory, opened
from crawler.commands.progress import progress
from storage.database import reading
from storage.lock import Locked, PaperLock
from storage.reprints import explain as reads
from storage.reprints import network as exchange
from storage.reprints import passages as quotations
from storage.reprints import recompute as recomputing
from storage.selection import Selection, with_slugs

_SHOWN = 5
"""Differences of a print that are listed; --json has them all."""

logger = logging.getLogger("banmian")


@choosing(OnlyPapers)
def duplicates(
    papers: Choice,
    why: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="A B", help="Explain why two articles (cite_ids) are one text, or are not."),
    ] = None,
    between: Annotated[
        bool, typer.Option("--between", help="Who reprints whom, and how fast: a row a pair of papers.")
    ] = False,
    network: Annotated[
        Path | None, typer.Option(metavar="FILE.graphml", help="The same as a graph, for Gephi or networkx.")
    ] = None,
    passages: Annotated[
        bool, typer.Option("--passages", help="Passages reused inside longer texts: a quoted communiqué.")
    ] = False,
    least: Annotated[
        int, typer.Option(min=20, help="Letters that a passage has in common at least.")
    ] = quotations.LEAST,
    json: Json = False,
) -> None:
    """List every text printed more than once: where, how alike the prints are, and what differs."""
    with opened() as engine:
        with reading(engine) as connection:
            chosen = with_slugs(connection, Selection(tuple(papers.stored() or ()))).papers
        if why is not None:
            _explain(reads.why(engine, *why), json)
        elif between or network is not None:
            _between(engine, chosen, network, json)
        elif passages:
            _quoted(quotations.passages(engine, chosen, least=least), json)
        elif json:
            print_json([asdict(cluster) for cluster in reads.clusters(engine, chosen)])
        else:
            cluster = None
            for cluster in reads.clusters(engine, chosen):
                _show(cluster)
            if cluster is None:
                print("no text was printed more than once", file=sys.stderr)


def _between(engine: Engine, papers: Sequence[str], file: Path | None, json: bool) -> None:
    """Prints the reprints by pairs of papers, and writes them as a graph."""
    if file is not None:
        check_replaceable(file, 'id="median_days"')
    found = exchange.flows(engine, papers)
    if file is not None:
        with writing(file):
            exchange.write_graphml(engine, found, file)
    if json:
        print_json([asdict(flow) for flow in found])
    else:
        print_fields([field.name for field in fields(exchange.Flow)], found)


def _quoted(found: Sequence[quotations.Passage], json: bool) -> None:
    """Prints passages: where each stands first, then every text it stands in."""
    if json:
        print_json([asdict(passage) for passage in found])
        return
    for passage in found:
        papers = len({place.paper for place in passage.places})
        first = passage.places[0]
        texts = f"{len(passage.places)} texts of {papers} papers"
        print(f"{first.cite_id}\t{texts}\t{printable(first.text)}")
        for place in passage.places:
            cells = (place.cite_id, f"{place.start}-{place.end}", f"{place.share:.2f}", place.headline)
            print("\t".join(("", *map(printable, cells))))
    if not found:
        print("no passage stands in more than one text", file=sys.stderr)


def dedup() -> None:
    """Compute all keys and signatures again and group everything; an interrupted run is continued."""
    with opened() as engine, _alone(engine):
        _report(recomputing.dedup(engine))


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """The lock of this command. Raises Locked."""
    try:
        with PaperLock("_dedup", archive_directory(), engine):
            yield
    except Locked as error:
        raise Locked(f"another `banmian dedup` is at work: {error}") from None


def _report(steps: Iterable[recomputing.Progress]) -> None:
    with progress("done") as bars:
        tasks: dict[str, TaskID] = {}
        last = None
        for step in steps:
            if bars.disable:
                if step.phase != last or step.done >= step.total:
                    print(f"{step.phase}: {step.done} of {step.total}", file=sys.stderr)
                last = step.phase
                continue
            if step.phase not in tasks:
                tasks[step.phase] = bars.add_task(step.phase, total=step.total)
            bars.update(tasks[step.phase], completed=step.done, total=step.total)


def _show(cluster: reads.Cluster) -> None:
    papers = len({each.paper for each in cluster.prints})
    print(f"{cluster.cluster}\t{len(cluster.prints)} prints in {papers} papers")
    for each in cluster.prints:
        cells = (each.cite_id, each.page_number, each.kind, f"{each.similarity:.3f}", each.headline)
        print("\t".join(("", *map(printable, cells))))
        _list(each.differences[:_SHOWN], len(each.differences))


def _explain(found: reads.Why, json: bool) -> None:
    if json:
        print_json(asdict(found))
        return
    for cite_id, key, cluster in zip(found.cite_ids, found.content_keys, found.clusters, strict=True):
        print(f"{cite_id}\tkey {key or 'none: too little text'}\tcluster {cluster or 'none'}")
    crowded = f", {found.crowded} of them crowded" if found.crowded else ""
    print(f"bands in common\t{found.bands}{crowded}")
    print(f"estimated\t{found.estimated:.3f} of the 3-grams in common, by the signatures")
    shares = f"{found.part:.3f} of the shorter, {found.whole:.3f} of the longer"
    print(f"similarity\t{found.similarity:.3f}: {shares}")
    print(f"rule\t{found.rule}: {found.reason}")
    if found.through:
        print(f"one cluster through\t{' '.join(found.through)}")
    _list(found.differences, len(found.differences))


def _list(shown: Iterable[object], count: int) -> None:
    lines = [f"\t\t{difference}" for difference in shown]
    print("\n".join([*lines, *([f"\t\t… {count - len(lines)} more"] if count > len(lines) else [])]), end="")
    if lines:
        print()

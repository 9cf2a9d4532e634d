"""Which papers and articles a command is for: --paper, --province, --since, --author …, alike everywhere.

A command takes one parameter `papers: Choice` and is decorated with `choosing`, or one `selection: Selection`
and is decorated with `selecting`: these put the options in its place.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.commands.options import (
    Authors,
    Dedup,
    Match,
    OnlyPapers,
    PageNames,
    Since,
    Until,
    WithoutPrints,
    selection_of,
)
from crawler.keys import ProfileError, near_words
from storage.errors import UsageError

if TYPE_CHECKING:  # the profiles' room takes a while to import, and most commands choose no paper
    from crawler.paper import Paper

PapersFile = Annotated[
    Path | None,
    typer.Option(
        "--papers", metavar="FILE", help="The papers a file names, a slug a line; # begins a comment."
    ),
]
Province = Annotated[
    str | None,
    typer.Option("--province", metavar="NAME", help="Only papers of that province; 全国: national."),
]
Family = Annotated[
    str | None, typer.Option("--family", metavar="KEY", help="Only papers of that platform, in any era.")
]
AllPapers = Annotated[bool, typer.Option("--all-papers", help="Every paper that has a profile.")]


@dataclass(frozen=True, slots=True)
class Fault:
    """A paper that was chosen and cannot be used."""

    slug: str
    error: ProfileError


@dataclass(frozen=True, slots=True)
class Choice:
    """The papers an operator chose."""

    named: tuple[str, ...] = ()
    """The slugs in order, each once."""
    province: str | None = None
    family: str | None = None
    everything: bool = False

    def __bool__(self) -> bool:
        return bool(self.named or self.everything or self.narrowed)

    @property
    def narrowed(self) -> bool:
        """Whether profiles decide which papers are meant."""
        return self.province is not None or self.family is not None

    def load(self) -> tuple[list[Paper], list[Fault]]:
        """The papers, and those whose profiles cannot be used: one of them stops no other."""
        from crawler.paper import profile_files, survey

        if self.named:
            return self.loaded(self.named)
        papers, errors = survey()
        broken = sorted(profile_files().keys() - {paper.slug for paper in papers})
        faults = [Fault(slug, error) for slug, error in zip(broken, errors, strict=True)]
        return [paper for paper in papers if self.fits(paper)], faults

    def loaded(self, slugs: Iterable[str]) -> tuple[list[Paper], list[Fault]]:
        """The same of these slugs."""
        from crawler.paper import load

        papers: list[Paper] = []
        faults: list[Fault] = []
        for slug in slugs:
            try:
                paper = load(slug)
            except ProfileError as error:
                faults.append(Fault(slug, error))
            else:
                papers += [paper] if self.fits(paper) else []
        return papers, faults

    def fits(self, paper: Paper) -> bool:
        """Whether a paper is of the province and the family."""
        return (self.province is None or paper.province == self.province) and (
            self.family is None or any(era.platform_name == self.family for era in paper.eras)
        )

    def slugs(self) -> list[str] | None:
        """The slugs for a command that reads what is stored, whether or not there is a profile; None: all.

        Raises ProfileError for a profile that would have to say of which province or family the paper is.
        """
        if not self.everything and not self.narrowed:
            return list(self.named) or None
        papers, faults = self.load()
        if self.named and faults:
            raise faults[0].error
        if not papers:
            raise UsageError("no paper is of that province and family: `banmian papers` lists them")
        return [paper.slug for paper in papers]

    def stored(self) -> list[str] | None:
        """`slugs` for a command that is about articles: of papers that profiles chose those the database has.

        Raises ProfileError, and UsageError where it has none of them.
        """
        from crawler.commands.places import opened
        from storage.selection import stored_slugs

        slugs = self.slugs()
        if slugs is None or self.named:
            return slugs
        with opened() as engine:
            known = stored_slugs(engine)
        if found := [slug for slug in slugs if slug in known]:
            return found
        raise UsageError("the database has no paper of that province and family")


def choice_of(
    slugs: Sequence[str] | None, file: Path | None, province: str | None, family: str | None, everything: bool
) -> Choice:
    """What the options say. Raises UsageError."""
    if province is not None:  # most commands choose no paper so
        from crawler.paper import NATIONAL, PROVINCES

        check_word("--province", province, (NATIONAL, *PROVINCES))
    if family is not None:
        from crawler.platforms import NAMES

        check_word("--family", family, NAMES)
    if everything and (slugs or file):
        raise UsageError("--all-papers stands alone: leave out the slugs and --papers")
    named = dict.fromkeys((*(slugs or ()), *(_slugs_in(file) if file is not None else ())))
    if file is not None and not named:
        raise UsageError(f"--papers: {file} names no paper")
    return Choice(tuple(named), province, family, everything)


def check_word(option: str, value: str | None, allowed: Collection[str]) -> None:
    """Raises UsageError where an option's value is not one of those allowed."""
    if value is not None and value not in allowed:
        raise UsageError(f"{option}: {value!r} is not known{near_words(value, allowed)}")


def _slugs_in(file: Path) -> Iterator[str]:
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--papers: {file} cannot be read: {error}") from error
    for line in lines:
        yield from line.partition("#")[0].split()


Command = Callable[..., None]


def choosing(slugs: Any, required: bool = False) -> Callable[[Command], Command]:
    """Puts the options that choose papers in the place of a command's parameter `papers: Choice`.

    `slugs` is the annotation of the parameter that names papers. With `required` some paper must be chosen.
    """

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def chosen(
            slugs: list[str] | None = None,
            *,
            papers_file: Path | None = None,
            province: str | None = None,
            family: str | None = None,
            all_papers: bool = False,
            **options: Any,
        ) -> None:
            choice = choice_of(slugs, papers_file, province, family, all_papers)
            if required and not choice:
                raise UsageError("no paper: name one (see `banmian papers`), or --papers FILE")
            command(papers=choice, **options)

        first = inspect.Parameter(
            "slugs", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=slugs, default=None
        )
        others = _options(
            papers_file=(PapersFile, None),
            province=(Province, None),
            family=(Family, None),
            all_papers=(AllPapers, False),
        )
        return _signed(chosen, [first, *_with(command, "papers", []), *others])

    return decorate


def selecting(match: bool = True) -> Callable[[Command], Command]:
    """Puts the options that select articles in the place of a command's parameter `selection: Selection`.

    Without `match` there is none of that name: the command has queries of its own.
    """

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def selected(
            *,
            papers: Choice,
            since: str | None = None,
            until: str | None = None,
            page_name: list[str] | None = None,
            author: list[str] | None = None,
            match: str = "",
            dedup: Dedup = "none",
            **options: Any,
        ) -> None:
            selection = selection_of(papers.stored(), since, until, page_name, author, dedup, match)
            command(selection=selection, **options)

        asked = _options(
            since=(Since, None),
            until=(Until, None),
            page_name=(PageNames, None),
            author=(Authors, None),
            **({"match": (Match, "")} if match else {}),
            dedup=(WithoutPrints, "none"),
        )
        return choosing(OnlyPapers)(_signed(selected, _with(command, "selection", asked)))

    return decorate


def _options(**options: tuple[Any, Any]) -> list[inspect.Parameter]:
    """Parameters of these names, each with its annotation and what it is where it is not given."""
    return [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
        for name, (annotation, default) in options.items()
    ]


def _with(command: Command, name: str, options: list[inspect.Parameter]) -> list[inspect.Parameter]:
    """The parameters of a command by their names, options in the place of that one."""
    found: list[inspect.Parameter] = []
    for each in inspect.signature(command, eval_str=True).parameters.values():
        found += options if each.name == name else [each.replace(kind=inspect.Parameter.KEYWORD_ONLY)]
    return found


def _signed(command: Command, parameters: list[inspect.Parameter]) -> Command:
    """The command, which says that it has these parameters."""
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in parameters}
    return command

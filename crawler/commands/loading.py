"""Commands loaded when they are asked for: what one of them needs, no other has to wait for."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from typing import Any

import typer
from typer.core import TyperCommand
from typer.main import get_group

from crawler.commands import stopping


class Commands(MutableMapping[str, Any]):
    """Name of a command → the command, made when it is asked for of the function or group of that name."""

    def __init__(self, names: Sequence[str], command_of: Callable[[str], Any]) -> None:
        self.made: dict[str, Any] = dict.fromkeys(names)
        self.command_of = command_of

    def __getitem__(self, name: str) -> Any:
        if self.made[name] is None:
            with stopping.loading():
                self.made[name] = _command(name, self.command_of(name))
            gc.freeze()  # modules go with the process: nobody looks for garbage among them at its end
        return self.made[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self.made[name] = command

    def __delitem__(self, name: str) -> None:
        del self.made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.made)

    def __len__(self) -> int:
        return len(self.made)


class Questions(TyperCommand):
    """A command whose query may begin with `-`: no option of ours is a `-` before one letter or sign."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Words such as `-5℃` and `--慈善` are no options: they go behind the others, after `--`."""
        values = {name for each in self.params if not getattr(each, "is_flag", True) for name in each.opts}
        before: list[str] = []
        texts: list[str] = []
        words = iter(args)
        for word in words:
            if word == "--":
                texts += words
            elif re.match(r"-(?!-?[A-Za-z])", word):
                texts.append(word)
            else:
                before.append(word)
                if word in values:
                    before += [value for value in [next(words, None)] if value is not None]
        return super().parse_args(ctx, [*before, "--", *texts] if texts else before)


def _command(name: str, made_of: Any) -> Any:
    if isinstance(made_of, typer.Typer):
        group = get_group(made_of)
        group.name = name
        return group
    alone = typer.Typer()
    alone.command(name, cls=Questions)(made_of)
    return get_group(alone).commands[name]


def keep_loaded() -> None:
    """What is loaded by now stays: no look at it for garbage, and fewer looks altogether."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)

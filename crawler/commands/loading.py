"""Commands loaded when they are asked for: what one of them needs, no other has to wait for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from typing import Any

import typer
from typer.main import get_group


class Commands(MutableMapping[str, Any]):
    """Name of a command → the command, made when it is asked for of the function or group of that name."""

    def __init__(self, names: Sequence[str], command_of: Callable[[str], Any]) -> None:
        self.made: dict[str, Any] = dict.fromkeys(names)
        self.command_of = command_of

    def __getitem__(self, name: str) -> Any:
        if self.made[name] is None:
            self.made[name] = _command(name, self.command_of(name))
        return self.made[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self.made[name] = command

    def __delitem__(self, name: str) -> None:
        del self.made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.made)

    def __len__(self) -> int:
        return len(self.made)


def _command(name: str, made_of: Any) -> Any:
    if isinstance(made_of, typer.Typer):
        group = get_group(made_of)
        group.name = name
        return group
    alone = typer.Typer()
    alone.command(name)(made_of)
    return get_group(alone).commands[name]

"""How commands end: one set of exit codes, one sentence, one place that says it."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from crawler.commands.exits import Exit
from storage.errors import StorageError, UsageError
from tests.support.desk import Desk

COMMANDS = Path(__file__).parents[2] / "crawler" / "commands"
EXITS = COMMANDS / "exits.py"
FILES = [*sorted(COMMANDS.rglob("*.py")), COMMANDS.parent / "cli.py"]
CONTRACT = {
    "COMPLETE": 0,
    "UNFINISHED": 1,
    "USAGE": 2,
    "LOCKED": 3,
    "BLOCKED": 4,
    "STORAGE_FAILED": 5,
}


def test_the_exit_codes_are_those_of_the_contract() -> None:
    assert {code.name: code.value for code in Exit} == CONTRACT


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(COMMANDS.parent).as_posix())
def test_exit_codes_and_the_programs_name_before_a_sentence_stand_in_one_file(file: Path) -> None:
    if file == EXITS:
        return
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            assert node.id not in CONTRACT, f"{file}:{node.lineno} declares {node.id}"
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not node.value.startswith("banmian: "), f"{file}:{node.lineno} speaks by itself"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(COMMANDS.parent).as_posix())
def test_commands_let_pass_what_the_program_catches_once(file: Path) -> None:
    """Only crawl catches a StorageError before the program does: the monitor is told first."""
    caught = {
        name.id
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and node.type is not None
        for name in ast.walk(node.type)
        if isinstance(name, ast.Name)
    }
    allowed = {"cli.py": {"UsageError", "StorageError"}, "crawl.py": {"StorageError"}}
    roots = {UsageError.__name__, StorageError.__name__}
    assert caught & roots <= allowed.get(file.name, set())


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", os.fsdecode("慈善".encode("gbk"))),
        ("trend", os.fsdecode("慈善".encode("gbk"))),
        ("search", "慈善", "--author", os.fsdecode(b"\xff")),
        ("restore", "no such file"),
        ("papers", "--family", "foundr"),
        ("status", "--since", "gestern"),
        ("demo", "--archive"),
        ("export", "-"),
    ],
)
def test_what_an_operator_can_mend_is_one_sentence_and_exit_2(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    desk = Desk.at(tmp_path)
    desk.run("db", "upgrade")
    done = desk.run(*arguments, code=2)
    assert done.stdout == ""
    assert done.stderr.startswith("banmian: ")
    assert done.stderr.count("\n") == 1

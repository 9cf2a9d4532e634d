"""The names of WARC files: paper, month of the crawl, id of the archive, number.

`{paper}/{paper}-{YYYY-MM}-{archive}.warc.gz`, then `…-{archive}-2.warc.gz`. The id makes them differ between
archives, so that archives are merged by copying. Files written before there were ids have none.
"""

from __future__ import annotations

import re

ENDING = ".warc.gz"
IDS = "ids"
"""The folder in which an archive keeps its ids (see ids.py)."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_NAME = re.compile(r"(?P<month>.*-\d{4}-\d\d)(?:-(?P<archive>[a-z]{8}))?(?:-(?P<number>\d+))?")


def warc_name(paper: str, month: str, archive: str, number: int = 1) -> str:
    """The path of a file relative to the archive; `archive` '' for none, `month` as YYYY-MM."""
    parts = [paper, month, archive, str(number) if number > 1 else ""]
    return f"{paper}/{'-'.join(filter(None, parts))}{ENDING}"


def archive_of(warc: str) -> str:
    """The id of the archive in a file's name; '' where it has none."""
    found = _NAME.fullmatch(warc.removesuffix(ENDING))
    return (found["archive"] or "") if found else ""


def month_of(warc: str) -> str:
    """What the names of all files of the same paper and month begin with: `paper/paper-2026-11`."""
    found = _NAME.fullmatch(warc.removesuffix(ENDING))
    return found["month"] if found else warc.removesuffix(ENDING)


def renamed(warc: str, archive: str) -> str:
    """The same name with another id of an archive; a name that is none of ours stays."""
    found = _NAME.fullmatch(warc.removesuffix(ENDING))
    if found is None:
        return warc
    number = f"-{found['number']}" if found["number"] else ""
    return f"{found['month']}-{archive}{number}{ENDING}"


def in_time(name: str) -> tuple[str, str, int]:
    """Sorts the files of a month in the order they were written: x-2023-10, x-2023-10-2, … x-2023-10-10."""
    stem = name.removesuffix(ENDING)
    found = _NAME.fullmatch(stem)
    return (found["month"], found["archive"] or "", int(found["number"] or 1)) if found else (stem, "", 0)


def letters(data: bytes) -> str:
    """Eight letters made of bytes, of which eight are enough: an id."""
    number = int.from_bytes(data[:8], "big")
    made = []
    for _ in range(8):
        number, rest = divmod(number, len(_LETTERS))
        made.append(_LETTERS[rest])
    return "".join(made)

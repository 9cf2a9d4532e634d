"""The newspapers of the demo, as they lie in `site/`: pages and pictures as files, and a profile each."""

from __future__ import annotations

from pathlib import Path

from crawler.demo.newsstand import Resource, Site

SITES = Path(__file__).parent / "site"
SLUGS = ("gongyishibao", "jingxiang")
"""公益时报 of 2023-10-17, and 鏡像時報 of the day after, which reprints and damages one of its articles."""
CONTENT_TYPES = {
    ".htm": "text/html",
    ".xml": "text/xml",
    ".jpg": "image/jpeg",
    ".pdf": "application/pdf",
}


def sites() -> dict[str, Site]:
    """Both papers' sites by prefix, for `newsstand.serve`."""
    return {f"/{directory.name}": _site(directory) for directory in SITES.iterdir() if directory.is_dir()}


def _site(directory: Path) -> dict[str, Resource]:
    files = (file for file in directory.rglob("*") if file.is_file())
    site = {
        file.relative_to(directory).as_posix(): (CONTENT_TYPES[file.suffix], file.read_bytes())
        for file in files
    }
    return site | {"": site["index.htm"]}


def profile(slug: str, url: str) -> str:
    """The profile (TOML) of a demo paper, crawled from the newsstand at `url` without delay."""
    return (SITES / f"{slug}.toml").read_text(encoding="utf-8").replace("{newsstand}", url)


def write_profiles(directory: Path, url: str) -> None:
    """Writes `<slug>.toml` of every demo paper into an existing directory (one for $BANMIAN_PAPERS)."""
    for slug in SLUGS:
        (directory / f"{slug}.toml").write_text(profile(slug, url), encoding="utf-8")

"""`python -m tests.facsimile.unknown DIR`: writes every site to disk, to be looked at."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import asdict
from pathlib import Path

from tests.facsimile.unknown import SITES


def write(directory: Path) -> int:
    """Writes DIR/SLUG/… with a truth-DATE.json beside; how many files were written."""
    count = 0
    for site in SITES:
        for day in site.days:
            printed = site.press(day)
            for path, (kind, body) in printed.resources.items():
                name = re.sub(r"[?&=]", "_", path)
                if name.endswith("/") or not name:
                    name += "index.html"
                elif kind.startswith("text/html") and "." not in name.rpartition("/")[2]:
                    name += ".html"
                file = directory / site.slug / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(body)
                count += 1
            truth = json.dumps(asdict(printed.truth), ensure_ascii=False, indent=1, default=str)
            (directory / site.slug / f"truth-{day}.json").write_text(truth, encoding="utf-8")
    return count


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.facsimile.unknown DIR")
    print(f"{write(Path(sys.argv[1]))} files")

"""An operator's desk: a directory with database, archive and profiles, and the real command run there."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from crawler.demo.newsstand import Newsstand
from tests.newsstand import Newspaper


@dataclass(frozen=True)
class Desk:
    """Where commands are run; `db` may name a PostgreSQL database instead of the file here."""

    home: Path
    db: str

    @classmethod
    def at(cls, home: Path, db: str = "") -> "Desk":
        """A desk in an existing directory."""
        (home / "papers").mkdir(exist_ok=True)
        return cls(home, db or f"sqlite:///{home / 'banmian.db'}")

    def subscribe(self, stand: Newsstand, *papers: Newspaper, **settings: object) -> None:
        """Writes the profiles of papers sold at the newsstand."""
        for paper in papers:
            (self.home / "papers" / f"{paper.slug}.toml").write_text(
                paper.profile(stand.url, **settings), encoding="utf-8"
            )

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a command."""
        return os.environ | {
            "BANMIAN_PAPERS": str(self.home / "papers"),
            "BANMIAN_DB": self.db,
            "BANMIAN_ARCHIVE": str(self.home / "archive"),
        }

    def command(self, *arguments: str, module: str = "crawler") -> list[str]:
        """The words of a command."""
        return [sys.executable, "-W", "error::ResourceWarning", "-m", module, *arguments]

    def run(
        self, *arguments: str, module: str = "crawler", code: int | None = 0
    ) -> "subprocess.CompletedProcess[str]":
        """Runs `banmian …` and asserts its exit code (None: any) and that no traceback is shown."""
        done = subprocess.run(
            self.command(*arguments, module=module),
            env=self.environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        assert code is None or done.returncode == code, (done.returncode, done.stdout, done.stderr)
        return done

    def json(self, *arguments: str, code: int | None = 0) -> Any:
        """Runs `banmian … --json` and reads the one document it prints."""
        return json.loads(self.run(*arguments, "--json", code=code).stdout)

    def rows(self, query: str) -> list[dict[str, Any]]:
        """The rows of an SQL query."""
        engine = sa.create_engine(self.db)
        with engine.connect() as connection:
            rows = [dict(row) for row in connection.execute(sa.text(query)).mappings()]
        engine.dispose()
        return rows

    def dump(self) -> dict[str, list[dict[str, Any]]]:
        """Everything a crawl stores but its own history, for comparison of whole databases."""
        tables = ("papers", "issues", "pages", "placements", "articles", "images", "captures", "problems")
        return {name: self.rows(f"SELECT * FROM {name} ORDER BY 1, 2, 3") for name in tables}

"""An operator's desk: a directory with database, archive and profiles, and the real command run there."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from crawler.demo.newsstand import Newsstand
from tests.support import databases, forked, inside
from tests.support.forked import Done, Prepare
from tests.support.newsstand import Newspaper

PROJECT = Path(__file__).parents[2]


def interruptible() -> None:
    """Run in a fork: Ctrl-C is heard even where the tests run in the background, which ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


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
            "BANMIAN_TURNS": str(self.home / "turns"),
        }

    def command(self, *arguments: str, module: str = "crawler") -> list[str]:
        """The words of a command run in a fresh interpreter."""
        return [sys.executable, "-W", "error::ResourceWarning", "-m", module, *arguments]

    def start(self, *arguments: str, prepare: Prepare | None = None, number: int = 0) -> BaseProcess:
        """Starts `banmian …` and does not wait for it."""
        return forked.start(self.home, self.environment, *arguments, prepare=prepare, number=number)

    def attempt(self, *arguments: str, prepare: Prepare | None = None, number: int = 0) -> Done:
        """Runs `banmian …`, however it ends: commands that only read here, the others in a fork.

        The first crawl finds its tables made (they are made once a run, and copied), unless `prepare` is to
        disturb it.
        """
        if prepare is None and inside.only_reads(arguments):
            return inside.run(self.home, self.environment, *arguments)
        if prepare is None and arguments[:1] == ("crawl",) and "--db" not in arguments:
            databases.provide(self.db)
        return forked.run(self.home, self.environment, *arguments, prepare=prepare, number=number)

    def run(
        self, *arguments: str, code: int | None = 0, prepare: Prepare | None = None, number: int = 0
    ) -> Done:
        """Runs `banmian …`; asserts its exit code (None: any) and that no traceback is shown."""
        done = self.attempt(*arguments, prepare=prepare, number=number)
        assert "Traceback" not in done.stderr, done.stderr
        assert code is None or done.returncode == code, (done.returncode, done.stdout, done.stderr)
        return done

    def scrapy(self, *arguments: str, code: int | None = 0) -> Done:
        """Runs `scrapy …` in a fork, in a project of banmian's."""
        if not (self.home / "scrapy.cfg").exists():
            (self.home / "scrapy.cfg").symlink_to(PROJECT / "scrapy.cfg")
        done = forked.run(self.home, self.environment, *arguments, program="scrapy")
        assert code is None or done.returncode == code, (done.returncode, done.stdout, done.stderr)
        return done

    def fresh(self, *arguments: str, module: str = "crawler") -> Done:
        """Runs `python -m module …` in a fresh interpreter, as a shell would; however it ends."""
        done = subprocess.run(
            self.command(*arguments, module=module),
            env=self.environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def json(self, *arguments: str, code: int = 0) -> Any:
        """Runs `banmian … --json` and reads the one document it prints."""
        return json.loads(self.run(*arguments, "--json", code=code).stdout)

    def rows(self, query: str) -> list[dict[str, Any]]:
        """The rows of an SQL query."""
        engine = sa.create_engine(self.db)
        with engine.connect() as connection:
            rows = [dict(row) for row in connection.execute(sa.text(query)).mappings()]
        engine.dispose()
        return rows

    def change(self, statement: str) -> None:
        """Executes an SQL statement that changes rows."""
        engine = sa.create_engine(self.db)
        with engine.begin() as connection:
            connection.execute(sa.text(statement))
        engine.dispose()

    def dump(self) -> dict[str, list[dict[str, Any]]]:
        """Everything a crawl stores but its own history, for comparison of whole databases."""
        tables = ("papers", "issues", "pages", "placements", "articles", "images", "captures", "problems")
        return {name: self.rows(f"SELECT * FROM {name} ORDER BY 1, 2, 3") for name in tables}

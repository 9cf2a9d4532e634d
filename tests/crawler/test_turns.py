"""One turn a host, everywhere: processes and machines that ask one host keep its delay together."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import ledger
from storage.budgets import LEASE, Budgets, MachineBudgets, SharedBudgets, Wait, left_alone
from storage.database import existing, open_engine
from storage.errors import NothingStored
from tests.support import forked
from tests.support.desk import Desk
from tests.support.faults import Fault
from tests.support.newsstand import FaultyNewsstand, Newspaper, newsstand

DAY = date(2023, 10, 17)
ARTICLES = 10
"""So many that both runs are at work together, though one begins some seconds later."""
PAPERS = tuple(Newspaper(f"zhi{n}", f"第{n}报", pages=1, articles=ARTICLES, seed=n) for n in (1, 2))
DELAY = 0.25
JITTER = 0.06
"""Seconds by which a request may reach a busy server earlier after the one before than it was sent."""


@dataclass(frozen=True)
class Runs:
    """Two operators' desks whose runs ask the same host."""

    desks: tuple[Desk, Desk]
    turns: tuple[Path, Path]

    def start(self, *options: str) -> list[BaseProcess]:
        """Each crawls its own paper, at the same time."""
        return [
            forked.start(desk.home, desk.environment | {"BANMIAN_TURNS": str(turns)}, *words)
            for desk, turns, paper in zip(self.desks, self.turns, PAPERS, strict=True)
            for words in [("crawl", paper.slug, "--date", str(DAY), *options)]
        ]

    def start_together(self, stand: FaultyNewsstand) -> list[BaseProcess]:
        """The same; the host's turn is held until both are at work, however long one takes to start."""
        host = stand.url.removeprefix("http://")
        with budgets_of(self.desks[0].db, self.turns[0]) as budgets:
            assert budgets.take(host, 0.0) is None
            processes = self.start()
            while self.begun() < len(processes):
                assert all(process.is_alive() for process in processes)
                if isinstance(budgets, SharedBudgets):
                    budgets.keep(host)
                time.sleep(0.05)
            time.sleep(1)  # from the note of the run to the first question
            budgets.give_back(host, 0.0, ago=0.0, pause=0.0)
        return processes

    def begun(self) -> int:
        """How many runs the databases know."""
        found = 0
        for db in {desk.db for desk in self.desks}:
            with suppress(NothingStored):
                engine = open_engine(existing(db))
                found += len(ledger.runs(engine))
                engine.dispose()
        return found

    def crawl(self, *options: str) -> list[int | None]:
        """The exit codes."""
        return ended(self.start(*options))


def ended(processes: list[BaseProcess]) -> list[int | None]:
    """The exit codes."""
    for process in processes:
        process.join(120)
    return [process.exitcode for process in processes]


@pytest.fixture
def runs(tmp_path: Path) -> Callable[[str], Runs]:
    """Two databases on one machine, or two machines over one PostgreSQL."""

    def made(url: str) -> Runs:
        homes = tmp_path / "one", tmp_path / "two"
        for home in homes:
            home.mkdir()
        on_sqlite = url.startswith("sqlite")
        one, two = (Desk.at(home, "" if on_sqlite else url) for home in homes)
        shared = tmp_path / "turns"
        return Runs((one, two), (shared, shared) if on_sqlite else (homes[0] / "turns", homes[1] / "turns"))

    return made


def subscribe(runs: Runs, stand: FaultyNewsstand, *delays: float) -> None:
    for desk, paper, delay in zip(runs.desks, PAPERS, delays, strict=True):
        desk.subscribe(stand, paper, delay=delay)


def test_two_processes_at_one_host_are_never_closer_than_its_delay(
    database_url: str, runs: Callable[[str], Runs]
) -> None:
    two = runs(database_url)
    with newsstand(*PAPERS) as stand:
        subscribe(two, stand, DELAY, DELAY)
        assert ended(two.start_together(stand)) == [0, 0]
        assert len(stand.requests) == 2 * (1 + 1 + ARTICLES)
        assert stand.most_at_once == 1
        assert min(stand.waits()) >= DELAY - JITTER
        changes = [path.split("/")[1] for path in stand.requests if "html" in path]
        assert sum(one != other for one, other in pairwise(changes)) > 2, "they take turns"


def test_the_longer_delay_holds_on_both_sides_of_a_request(
    postgres_url: str, runs: Callable[[str], Runs]
) -> None:
    two = runs(postgres_url)
    with newsstand(*PAPERS) as stand:
        subscribe(two, stand, 0.0, 3 * DELAY)
        processes = two.start()
        assert ended(processes) == [0, 0]
        slow = [n for n, (_, path) in enumerate(stand.arrivals) if PAPERS[1].slug in path]
        around = [stand.waits()[n - 1] for n in slow] + [stand.waits()[n] for n in slow[:-1]]
        assert min(around) >= 3 * DELAY - JITTER


def test_retry_after_holds_for_the_other_process(database_url: str, runs: Callable[[str], Runs]) -> None:
    two = runs(database_url)
    with newsstand(*PAPERS, faults=[Fault("zhi1.*content_", "429", times=1, value="2")]) as stand:
        subscribe(two, stand, 0.05, 0.05)
        assert two.crawl() == [0, 0]
        assert max(stand.waits()) >= 2.0 - JITTER


def test_a_host_that_one_process_gives_up_is_left_alone_by_the_other(
    database_url: str, runs: Callable[[str], Runs]
) -> None:
    two = runs(database_url)
    with newsstand(*PAPERS) as stand:
        subscribe(two, stand, DELAY, DELAY)
        processes = two.start_together(stand)
        while len({path.split("/")[1] for path in stand.requests}) < 3:
            assert any(process.is_alive() for process in processes)
            time.sleep(0.02)
        stand.faults = (Fault("content_", "503", times=1, value="7200"),)
        assert ended(processes) == [4, 4]
        assert len(stand.requests) < 2 * (1 + 1 + ARTICLES)
        assert two.crawl() == [0, 0], "a run of later asks again"


@contextmanager
def budgets_of(url: str, home: Path) -> Iterator[SharedBudgets | MachineBudgets]:
    """Budgets as a process has them."""
    engine = open_engine(url)
    yield SharedBudgets(engine) if url.startswith("postgres") else MachineBudgets(home)
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def test_a_turn_of_a_process_that_died_comes_free(
    tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    database_url = request.getfixturevalue(f"{kind}_url")
    with newsstand(PAPERS[0], faults=[Fault("content_", "drip", after=1)]) as stand:
        desk = Desk.at(tmp_path, database_url)
        desk.subscribe(stand, PAPERS[0])
        process = desk.start("crawl", PAPERS[0].slug, "--date", str(DAY))
        while len(stand.requests) < 4:
            assert process.is_alive()
            time.sleep(0.02)
        host = stand.url.removeprefix("http://")
        with budgets_of(database_url, tmp_path / "turns") as budgets:
            assert isinstance(budgets.take(host, 0.0), Wait), "its request is out"
            process.kill()
            process.join()
            killed = time.monotonic()
            while budgets.take(host, 0.0) is not None:
                assert time.monotonic() - killed < LEASE + 2
                time.sleep(0.1)


def test_the_row_of_a_host_says_what_it_is_owed(tmp_path: Path, postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    here, there = SharedBudgets(engine), SharedBudgets(engine)
    assert here.take("a.example", 0.1) is None
    wait = there.take("a.example", 0.1)
    assert wait is not None
    assert 0 < wait.seconds <= 0.1
    here.give_back("a.example", 0.1, ago=0.0, pause=1.5)
    wait = there.take("a.example", 0.0)
    assert wait is not None
    assert 0.5 < wait.seconds <= 1.5
    here.note_crawl_delay("a.example", 30.0)
    time.sleep(1.55)
    wait = there.take("a.example", 0.0)
    assert wait is not None
    assert 20 < wait.seconds <= 30
    assert left_alone(engine, ["a.example", "b.example"]) is None
    here.give_up("a.example", "blocked", "HTTP 403", 60.0)
    assert there.take("a.example", 0.0) == Wait(given_up=("blocked", "HTTP 403"))
    assert "a.example is left alone until" in (left_alone(engine, ["a.example"]) or "")
    with engine.connect() as connection:
        [row] = connection.execute(sa.text("SELECT * FROM hosts"))
    assert (row.host, row.crawl_delay, row.holder, row.given_up_kind) == (
        "a.example",
        30.0,
        None,
        "blocked",
    )
    engine.dispose()


def test_a_clock_that_was_set_back_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANMIAN_TURNS", str(tmp_path))
    budgets = Budgets()
    now = time.time()
    monkeypatch.setattr("storage.budgets.time.time", lambda: now + 86_400)
    assert budgets.take("a.example", 1.0) is None
    budgets.give_back("a.example", 1.0, ago=0.0)
    monkeypatch.undo()
    assert budgets.take("a.example", 1.0) is None
    budgets.give_back("a.example", 1.0, ago=0.0)

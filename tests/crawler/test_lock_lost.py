"""The database's connection that holds a paper's lock ends in mid-run: so does the run, in order."""

import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from crawler.demo.newsstand import serve
from tests.commands.test_operations import Monitor
from tests.support.databases import Server
from tests.support.desk import Desk
from tests.support.newsstand import Newspaper, newsstand

PAPER = Newspaper(pages=2, articles=10)


@pytest.mark.parametrize("all_connections", [True, False], ids=["server restarted", "only the lock's"])
def test_a_run_whose_lock_is_lost_ends_is_closed_and_told(
    tmp_path: Path, postgres_url: str, postgres_server: Server, all_connections: bool
) -> None:
    desk = Desk.at(tmp_path, postgres_url)
    with newsstand(PAPER) as stand, serve({}, handler=Monitor) as monitor:
        desk.subscribe(stand, PAPER, delay=0.4)
        process = desk.start("crawl", PAPER.slug, "--date", "2023-10-17", "--ping", f"{monitor.url}/job")
        while process.is_alive() and len(stand.requests) < 3:
            time.sleep(0.01)
        if all_connections:
            postgres_server.disconnect(postgres_url)
        else:
            end_lock(postgres_server, postgres_url)
        process.join(60)
        told = list(monitor.requests)
        err = (desk.home / ".err").read_text(encoding="utf-8")
        assert process.exitcode == 5, err
        assert "Traceback" not in err
        assert f"{PAPER.slug}: the database's lock is lost" in err
        assert told == ["/job/start", "/job/fail exit code 5"]
        [run] = desk.json("runs")
        assert (run["exit_code"], run["state"]) == (5, "finished")
        assert run["papers"][0]["reason"].startswith("lock_lost")
        assert len(stand.requests) < 15
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, "--date", "2023-10-17")


def end_lock(server: Server, url: str) -> None:
    """Ends the connection that holds an advisory lock, and no other."""
    with server.admin.connect() as connection:
        statement = (
            "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
            "WHERE l.locktype = 'advisory' AND d.datname = :name"
        )
        ended = connection.execute(sa.text(statement), {"name": sa.make_url(url).database}).all()
    assert len(ended) == 1

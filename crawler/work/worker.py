"""A worker: takes slices out of the queue and crawls them, each by a process of its own."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.exceptions import ConnectorException, JobAborted, UniqueViolation
from procrastinate.periodic import PeriodicRegistry
from psycopg import Error
from psycopg_pool import PoolTimeout

from crawler.commands.exits import Exit
from crawler.keys import ProfileError
from crawler.paper import load
from crawler.plan import wanted_dates
from crawler.work import again
from crawler.work.mornings import cron_of, mornings
from crawler.work.queue import CRAWL, FIRST, MORNING, QUEUE, TICK, app_of
from crawler.work.slices import Slice, host_of_tasks
from storage.budgets import left_alone
from storage.errors import StorageError, without_passwords

if TYPE_CHECKING:
    from procrastinate import App
    from procrastinate.jobs import Job
    from procrastinate.periodic import PeriodicTask
    from procrastinate.tasks import Task

GRACE = 60.0
"""Seconds a crawl has to end after SIGTERM."""
PAUSE = 5.0
"""Seconds after which a database that could not be reached is tried again."""
LOST = (ConnectorException, PoolTimeout, Error, StorageError)
"""How a database that is away shows itself."""
NOT_BEGUN = {Exit.LOCKED: "another run has the paper", Exit.STORAGE_FAILED: "the storage failed"}
"""Exit codes that say nothing of the slice."""
logger = logging.getLogger("banmian")


@dataclass(frozen=True, slots=True)
class Orders:
    """How a worker works."""

    jobs: int = 4
    """Crawls at a time; most of their time they wait for their hosts."""
    interval: float = 600.0
    """Seconds between two looks at what is unfinished; of all workers one looks at a time."""

    @property
    def heartbeat(self) -> float:
        """Seconds between two signs of life."""
        return min(10.0, max(1.0, self.interval / 2))

    @property
    def dead(self) -> float:
        """Seconds without one after which a worker's tasks are another's."""
        return 3 * self.heartbeat

    @property
    def cron(self) -> str:
        """The interval as a cron line; below a minute with the seconds behind."""
        seconds = round(self.interval)
        return f"* * * * * */{max(1, seconds)}" if seconds < 60 else f"*/{min(59, seconds // 60)} * * * *"


class Unfinished(Exception):
    """A crawl ended, and something is lacking: the task ends with it, and a later one takes it up."""


class GivenBack(Exception):
    """The worker ends: its task is for another one, now."""


class AtOnce(BaseRetryStrategy):
    """The queue tries only what was given back: a task that waits for later bars the others of its host."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        return RetryDecision() if isinstance(exception, GivenBack) else None


def work(engine: sa.Engine, orders: Orders) -> None:
    """Works until SIGTERM or SIGINT; a database that is away is waited for."""
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # what matters is said here, in words
    asyncio.run(Station(engine, orders).run())


class Station:
    """A worker's place: its orders, and whether it is to end."""

    def __init__(self, engine: sa.Engine, orders: Orders) -> None:
        self.engine = engine
        self.orders = orders
        self.stopping = asyncio.Event()

    async def run(self) -> None:
        """Serves, and serves again when the database was away, until it is to end."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, said: logger.warning("%s", said.get("exception") or said))
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stopping.set)
        stop = loop.create_task(self.stopping.wait())
        while not stop.done():
            serving = loop.create_task(self.serve())
            await asyncio.wait({serving, stop}, return_when=asyncio.FIRST_COMPLETED)
            serving.cancel()
            why: object = "its connection ended"
            try:
                await serving
            except asyncio.CancelledError:
                pass
            except LOST as error:
                why = error.__cause__ or error
            if not stop.done():
                said = without_passwords(" ".join(str(why).split()))
                logger.warning("the queue cannot be reached (%s): trying again", said)
                await asyncio.wait({stop}, timeout=PAUSE)
        logger.info("this worker ends")

    async def serve(self) -> None:
        """Takes tasks until it is cancelled, or the database is away; then the crawls at work end first."""
        app = app_of(self.engine.url.render_as_string(hide_password=False))
        app.task(name=CRAWL, queue=QUEUE, retry=AtOnce())(self.crawl)
        app.task(name=TICK, queue=QUEUE)(self.tick)
        app.periodic_registry.periodic_tasks = await asyncio.to_thread(self.timetable, app)
        async with app.open_async():
            logger.info("a worker on %s begins: %d crawls at a time", socket.gethostname(), self.orders.jobs)
            beside = [asyncio.create_task(self.revive(app)), asyncio.create_task(self.renew(app))]
            try:
                await app.run_worker_async(
                    queues=[QUEUE],
                    name=socket.gethostname(),
                    concurrency=self.orders.jobs,
                    install_signal_handlers=False,
                    fetch_job_polling_interval=min(5.0, self.orders.interval),
                    update_heartbeat_interval=self.orders.heartbeat,
                    stalled_worker_timeout=self.orders.dead,
                )
            finally:
                for task in beside:
                    task.cancel()

    async def crawl(self, **arguments: Any) -> None:
        """The task: a crawl of a slice. Raises Unfinished, JobAborted where it could not begin, GivenBack."""
        one = Slice.of(arguments)
        try:
            if await asyncio.to_thread(self.is_complete, one):
                logger.info("%s: complete already", one)
                return
            why = await asyncio.to_thread(self.left_alone, one)
        except LOST as error:
            why = str(error)
        if why:
            logger.info("%s: not now: %s", one, why)
            raise JobAborted
        logger.info("%s: begins", one)
        command = [sys.executable, "-m", "crawler", *one.words]
        nowhere = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(*command, stdin=nowhere, stdout=nowhere)
        code = await self.ended(process)
        if code == Exit.COMPLETE:
            logger.info("%s: complete", one)
        elif self.stopping.is_set():
            logger.info("%s: given back", one)
            raise GivenBack
        elif code in NOT_BEGUN:
            logger.warning("%s: not now: %s (exit code %d)", one, NOT_BEGUN[Exit(code)], code)
            raise JobAborted
        else:
            logger.warning("%s: unfinished (exit code %d)", one, code)
            raise Unfinished(str(code))

    async def ended(self, process: asyncio.subprocess.Process) -> int:
        """The exit code; when the worker ends the crawl is told so, and killed if that is of no use."""
        end = asyncio.create_task(process.wait())
        stop = asyncio.create_task(self.stopping.wait())
        try:
            await asyncio.wait({end, stop}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop.cancel()
            if not end.done():
                process.terminate()
                await asyncio.wait({end}, timeout=GRACE)
            if not end.done():
                process.kill()
        return await end

    def is_complete(self, one: Slice) -> bool:
        """Whether the ledger lacks nothing of a slice; what is wrong with a profile the crawl says."""
        with suppress(ProfileError):
            paper = load(one.paper)
            return (
                one.since is not None and wanted_dates(paper, self.engine, one.since, one.until, False) == []
            )
        return False

    def left_alone(self, one: Slice) -> str:
        """Why the host of a slice is not asked now; '' where it is."""
        with suppress(ProfileError):
            return left_alone(self.engine, [host_of_tasks(load(one.paper))]) or ""
        return ""

    def tick(self, **_timestamp: int) -> None:
        """The task of every interval: what is unfinished is put into the queue again."""
        if found := again.look(self.engine, timedelta(seconds=self.orders.interval)):
            logger.info("%d unfinished slices are asked for again", found)

    async def revive(self, app: App) -> None:
        """Now and then: the tasks of workers that died are for others, at once."""
        while True:
            with suppress(*LOST):
                manager, dead = app.job_manager, self.orders.dead
                for job in await manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=dead):
                    logger.warning("a worker died at work on %s", job.task_kwargs.get("paper", job.task_name))
                    await _give_back(app, job)
            await asyncio.sleep(self.orders.dead / 2)

    async def renew(self, app: App) -> None:
        """Now and then: mornings that were added or taken off."""
        while True:
            await asyncio.sleep(self.orders.interval)
            with suppress(*LOST):
                app.periodic_registry.periodic_tasks = await asyncio.to_thread(self.timetable, app)

    def timetable(self, app: App) -> dict[tuple[str, str], PeriodicTask[Any, Any, Any]]:
        """The periodic tasks: the tick, and each paper's morning."""
        registry = PeriodicRegistry()  # type: ignore[no-untyped-call]
        tick: dict[str, Any] = {"lock": TICK, "queueing_lock": TICK, "priority": FIRST}
        registry.register_task(_task(app, TICK), self.orders.cron, "", tick)  # type: ignore[arg-type]
        for slug, at in mornings(self.engine).items():
            try:
                paper = load(slug)
            except ProfileError as error:
                logger.warning("%s: no morning: %s", slug, error)
                continue
            one = Slice(slug)
            options = {"lock": host_of_tasks(paper), "queueing_lock": one.key, "priority": MORNING}
            options["task_kwargs"] = one.as_arguments()
            registry.register_task(_task(app, CRAWL), cron_of(at, paper.days), slug, options)  # type: ignore[arg-type]
        return registry.periodic_tasks


def _task(app: App, name: str) -> Task[Any, Any, Any]:
    return app.tasks[name]


async def _give_back(app: App, job: Job) -> None:
    """Puts the task of a dead worker back; another worker may have been faster."""
    try:
        await app.job_manager.retry_job(job)
    except UniqueViolation:  # the slice waits in the queue already
        from procrastinate.jobs import Status

        await app.job_manager.finish_job(job, Status.ABORTED, delete_job=False)
    except ConnectorException:
        logger.debug("another worker put it back", exc_info=True)

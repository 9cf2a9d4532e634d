"""`scrapy crawl SLUG`: as Scrapy has it, with a row in `runs` and the exit codes of `banmian crawl`."""

from __future__ import annotations

import argparse
import logging
from contextlib import suppress
from datetime import UTC, datetime

from scrapy import Spider, signals
from scrapy.commands import crawl
from scrapy.crawler import AsyncCrawlerProcess

from crawler.commands.crawl import assessed
from crawler.commands.exits import Exit, complain
from crawler.commands.plans import Span
from crawler.run import moved_up, outcome_of, run_in_turn
from crawler.spider import EpaperSpider
from storage.errors import StorageError, UsageError
from storage.lock import Locked, PaperLock
from storage.writer import Writer

logger = logging.getLogger("banmian")


class Command(crawl.Command):
    """Crawls one paper."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Leaves the exit code of docs/operations.md in `exitcode`."""
        if len(args) != 1:
            super().run(args, opts)  # says what is wrong
            return
        process = self.crawler_process
        assert isinstance(process, AsyncCrawlerProcess)
        began, runs, spiders = datetime.now(UTC), list[int](), list[EpaperSpider]()
        try:
            crawler = process.create_crawler(args[0])
        except (UsageError, KeyError) as error:
            complain(error.args[0])
            self.exitcode = Exit.USAGE
            return

        def opened(spider: Spider) -> None:
            assert isinstance(spider, EpaperSpider)
            words = [f"-a{name}={value}" for name, value in opts.spargs.items()]
            spiders.append(spider)
            runs.append(spider.writer.start_run(["scrapy", "crawl", spider.name, *words], [spider.name]))

        crawler.signals.connect(opened, signals.spider_opened, weak=False)
        errors: list[BaseException] = []
        run_in_turn(process, iter([(crawler, dict(opts.spargs))]), errors.append)
        process.start()
        if errors:
            self.exitcode = code_of(errors[0])
            return
        with Writer(process.settings["BANMIAN_DB"]) as writer:
            outcome = outcome_of(args[0], crawler)
            archive = process.settings["BANMIAN_ARCHIVE"]
            with suppress(Locked), PaperLock(args[0], archive, writer.engine):  # else the other run does it
                outcome = moved_up(archive, outcome)
            self.exitcode = int(Exit.STORAGE_FAILED)  # unless the spider opens, and says better
            for run, spider in zip(runs, spiders, strict=True):
                span = Span(spider.since, spider.until, spider.everything, spider.recheck)
                _, result = assessed(writer, spider.paper, outcome, span, began)
                writer.finish_run(run, outcome.counts, result.exit_code, [result.as_entry()])
                logger.info("%s", result.line)
                self.exitcode = int(result.exit_code)


def code_of(error: BaseException) -> Exit:
    """The exit code of a crawl that an error kept from beginning; raises what is no error of the user."""
    for kind, code in ((UsageError, Exit.USAGE), (Locked, Exit.LOCKED), (StorageError, Exit.STORAGE_FAILED)):
        if isinstance(error, kind):
            complain(error)
            return code
    raise error

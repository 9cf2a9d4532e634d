"""What the fork server imports once for all commands (see tests.forked): no reactor, no thread."""

import importlib
import sys

from scrapy.utils.misc import load_object

from crawler import settings
from crawler.platforms import PLATFORMS

MODULES = (
    "alembic.autogenerate",
    "alembic.command",
    "mako.ext.pygmentplugin",
    "mako.template",
    "psycopg",
    "sqlite3",
    "crawler.cli",
    "crawler.commands.capture",
    "crawler.commands.check",
    "crawler.commands.crawl",
    "crawler.commands.database",
    "crawler.commands.demo",
    "crawler.commands.enqueue",
    "crawler.commands.export",
    "crawler.commands.forget",
    "crawler.commands.papers",
    "crawler.commands.rebuild",
    "crawler.commands.repair",
    "crawler.commands.restore",
    "crawler.commands.worker",
    "crawler.download.handler",
    "crawler.log",
    "crawler.loader",
    "crawler.project.crawl",
    "pipelines.fingerprint",
    "pipelines.normalize",
    "pipelines.store",
    "pipelines.validate",
    "rich.live",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.engine",
    "scrapy.dupefilters",
    "scrapy.pipelines",
    "scrapy.pqueues",
    "scrapy.resolver",
    "scrapy.squeues",
    "scrapy.statscollectors",
    "twisted.internet.asyncioreactor",
)
for module in MODULES:
    importlib.import_module(module)
for name in ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS"):
    for component in (*getattr(settings, f"{name}_BASE"), *getattr(settings, name)):
        load_object(component)
for family in PLATFORMS:
    PLATFORMS[family]  # each is read and checked when it is first asked for
assert "twisted.internet.reactor" not in sys.modules

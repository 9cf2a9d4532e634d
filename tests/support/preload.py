"""What the fork server imports once for all commands (see tests.forked): no reactor, no thread."""

import contextlib
import importlib
import sys

from scrapy.settings import default_settings
from scrapy.utils.misc import load_object

from crawler import settings

MODULES = (
    "alembic.autogenerate",
    "alembic.command",
    "mako.ext.pygmentplugin",
    "mako.template",
    "sqlite3",
    "crawler.cli",
    "crawler.download.handler",
    "crawler.log",
    "crawler.loader",
    "pipelines.fingerprint",
    "pipelines.normalize",
    "pipelines.store",
    "pipelines.validate",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.engine",
    "scrapy.dupefilters",
    "scrapy.pipelines",
    "scrapy.pqueues",
    "scrapy.resolver",
    "scrapy.squeues",
    "tldextract",
)
OPTIONAL = ("aiohttp", "pydantic.type_adapter", "requests")
"""Imported by some library when somebody has them."""

for module in MODULES:
    importlib.import_module(module)
for module in OPTIONAL:
    with contextlib.suppress(ImportError):
        importlib.import_module(module)
for name in ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS"):
    for component in (*getattr(default_settings, f"{name}_BASE"), *getattr(settings, name, ())):
        load_object(component)
assert "twisted.internet.reactor" not in sys.modules

"""Scrapy settings: only what differs from Scrapy's defaults, each with its reason."""

import os
from importlib.metadata import version
from importlib.util import find_spec

BOT_NAME = "banmian"
COMMANDS_MODULE = "crawler.project"  # `scrapy crawl` records its run and ends with our exit codes
FEED_EXPORT_ENCODING = "utf-8"  # Chinese as it is, not in escapes
FEED_EXPORTERS = {"csv": "crawler.project.feeds.ArticlesCsv"}
SPIDER_LOADER_CLASS = "crawler.loader.PaperSpiderLoader"  # every profile is a spider
BANMIAN_DB = os.environ.get("BANMIAN_DB", "sqlite:///banmian.db")
BANMIAN_ARCHIVE = os.environ.get("BANMIAN_ARCHIVE", "archive")

# Polite: the newspaper should know who asks, and never notice it.
_CONTACT = " ".join(os.environ.get("BANMIAN_CONTACT", "").split()) or "newspaper research"
USER_AGENT = f"banmian/{version('banmian')} ({_CONTACT})"  # BANMIAN_CONTACT: whom to write to
ROBOTSTXT_OBEY = True  # by crawler.download.robots, as RFC 9309 has it
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_SLOTS = {
    "banmian": {"delay": 0, "concurrency": 16}
}  # HostTurn waits; Scrapy's wait has no early end
BANMIAN_LONGEST_PAUSE = 600.0  # seconds; a host that wants a longer one is left alone in this run
BANMIAN_MAX_TIME = BANMIAN_MAX_REQUESTS = BANMIAN_HOURS = ""  # how far a run goes: 2h, 1000, 22-6
BANMIAN_MIN_FREE = os.environ.get("BANMIAN_MIN_FREE", "1GB")  # stops before the disk is full
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # what remains is a problem, and logged as one
DOWNLOAD_DELAY_JITTER = 0  # `delay` in a profile means what it says

# The spider itself asks for everything once; a filter would silently drop a redirect to a page seen before.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"

# Contained: only pages of newspapers, only over http(s), nothing endless.
DOWNLOAD_HANDLERS = {
    "http": "crawler.download.handler.BoundedHandler",
    "https": "crawler.download.handler.BoundedHandler",
    **dict.fromkeys(("data", "file", "s3", "ftp")),
}
TWISTED_DNS_RESOLVER = "crawler.download.guard.GuardedResolver"  # connects to public addresses only …
BANMIAN_NETWORKS = os.environ.get("BANMIAN_NETWORKS", "")  # … and to those networks
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # a page is 25 kB; Scrapy's default is 1 GiB
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024
DOWNLOAD_TIMEOUT = os.environ.get("BANMIAN_TIMEOUT") or "60"  # seconds for the whole of an answer
DOWNLOAD_VERIFY_CERTIFICATES = True  # Scrapy does not by default; a profile may say verify_tls = false
REDIRECT_MAX_TIMES = 5

# What a request and its answer pass, the whole of it: Scrapy loads what its own lists name even where it is
# switched off (half a second), and each step costs. Missing on purpose: cookies, for an issue needs no
# session; proxies, for behind one nobody could say which address is connected to; Scrapy's statistics, which
# write every answer out again to count its bytes; MetaRefresh, for a page is stored as it is; UrlLength,
# which leaves a long address out without a word.
_SCRAPY = "scrapy.downloadermiddlewares"
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    "crawler.download.guard.HostGuard": 50,  # says why an address is not asked, as a problem
    "crawler.download.robots.RobotsTxt": 100,  # a server error is not leave to go on
    f"{_SCRAPY}.downloadtimeout.DownloadTimeoutMiddleware": 350,
    f"{_SCRAPY}.defaultheaders.DefaultHeadersMiddleware": 400,
    f"{_SCRAPY}.useragent.UserAgentMiddleware": 500,
    "crawler.download.pauses.PoliteRetry": 550,  # knows Retry-After and pauses
    "crawler.download.capture.CaptureMiddleware": 585,  # between decompression and retry
    "crawler.download.compression.Decompression": 590,  # keeps nothing of a body that breaks off
    f"{_SCRAPY}.redirect.RedirectMiddleware": 600,
    "crawler.download.pauses.HostTurn": 950,  # next to the downloader: what passes here is sent
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": 50,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": 700,
}
if find_spec("uvloop"):
    ASYNCIO_EVENT_LOOP = "uvloop.Loop"

# The order in which an item passes.
ITEM_PIPELINES = {
    "pipelines.normalize.NormalizePipeline": 100,
    "pipelines.validate.ValidatePipeline": 200,
    "pipelines.fingerprint.FingerprintPipeline": 300,
    "pipelines.store.StorePipeline": 400,
}
CONCURRENT_ITEMS = (
    1  # items of a page are stored in print order; Scrapy starts 100 tasks a response otherwise
)

WARN_ON_GENERATOR_RETURN_VALUE = False  # parses the callback's source again for every response

STATS_CLASS = "crawler.log.Counters"
LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawler.log.QuietLogFormatter"  # items are in the database, not in the log
LOGSTATS_INTERVAL = 60.0
EXTENSIONS_BASE = {  # without the servers to steer a run from outside, and what only they load
    f"scrapy.extensions.{name}": 0
    for name in (
        "corestats.CoreStats",
        "logcount.LogCount",
        "memusage.MemoryUsage",
        "closespider.CloseSpider",
        "feedexport.FeedExporter",
        "logstats.LogStats",
        "spiderstate.SpiderState",
    )
}
EXTENSIONS = {
    "crawler.log.IssueLog": 500,
    "crawler.log.StopOnStorageError": 500,
    "crawler.download.pauses.StopWhenRefused": 500,
}

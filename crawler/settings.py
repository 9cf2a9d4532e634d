"""Scrapy settings: only what differs from Scrapy's defaults, each with its reason."""

import os

BOT_NAME = "banmian"
SPIDER_LOADER_CLASS = "crawler.loader.PaperSpiderLoader"  # every profile is a spider
BANMIAN_DB = os.environ.get("BANMIAN_DB", "sqlite:///banmian.db")
BANMIAN_ARCHIVE = os.environ.get("BANMIAN_ARCHIVE", "archive")

# Polite: the newspaper should know who asks, and never notice it.
USER_AGENT = os.environ.get("BANMIAN_USER_AGENT", "banmian/0.1 (newspaper research)")
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY_JITTER = 0  # `delay` in a profile means what it says
COOKIES_ENABLED = False  # an issue needs no session

# The spider itself asks for everything once; a filter would silently drop a redirect to a page seen before.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"

# Contained: only pages of newspapers, only over http(s), nothing endless.
DOWNLOAD_HANDLERS = {"data": None, "file": None, "s3": None, "ftp": None}
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # a page is 25 kB; Scrapy's default is 1 GiB
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_VERIFY_CERTIFICATES = True  # Scrapy does not verify TLS by default
REDIRECT_MAX_TIMES = 5
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # HostGuard says why, as a problem
    "crawler.middlewares.HostGuard": 50,
    "crawler.middlewares.CaptureMiddleware": 585,  # between HttpCompression (590) and Retry (550)
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,  # a page is stored as it is
}

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

LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawler.extensions.QuietLogFormatter"  # items are in the database, not in the log
LOGSTATS_INTERVAL = 60.0
EXTENSIONS = {
    "crawler.extensions.IssueLog": 500,
    "crawler.extensions.StopOnStorageError": 500,
}

"""What the fork server imports once for all commands (see tests.forked): no reactor, no thread."""

import scrapy.core.engine
import scrapy.downloadermiddlewares.httpcompression
import scrapy.pipelines
import scrapy.spidermiddlewares.httperror  # noqa: F401

import crawler.cli
import crawler.extensions
import crawler.loader  # noqa: F401
import pipelines.fingerprint
import pipelines.normalize
import pipelines.store
import pipelines.validate  # noqa: F401

"""Feeds of `scrapy crawl -O`: a CSV file has the articles, one a row; other formats have every item."""

from __future__ import annotations

from typing import Any

from scrapy.exporters import CsvItemExporter

from pipelines.items import ArticleItem

COLUMNS = (
    "paper",
    "date",
    "edition",
    "source_id",
    "url",
    "kicker",
    "headline",
    "subhead",
    "byline",
    "authors",
    "dateline",
    "source",
    "column_name",
    "script",
    "char_count",
    "body",
)


class ArticlesCsv(CsvItemExporter):
    """Articles with columns of their own; issues, pages and problems are left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["fields_to_export"] = kwargs.get("fields_to_export") or COLUMNS
        super().__init__(*args, **kwargs)

    def export_item(self, item: Any) -> None:
        """Writes an article."""
        if isinstance(item, ArticleItem):
            super().export_item(item)

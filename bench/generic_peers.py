"""What other extractors make of the same article pages."""

from __future__ import annotations

import importlib
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator

from bench.generic_score import f1
from bench.generic_sites import Site
from crawler.platforms.document import read_document


def peers() -> dict[str, Callable[[str, str], str]]:
    """Name → what extracts a text from HTML (its address is told); those not installed are named."""
    found: dict[str, Callable[[str, str], str]] = {}
    for name, module in (("trafilatura", "trafilatura"), ("readability", "readability"), ("GNE", "gne")):
        try:
            loaded = importlib.import_module(module)
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
            continue
        if name == "trafilatura":
            found[name] = lambda html, url, of=loaded: of.extract(html, url=url, include_comments=False) or ""
        elif name == "readability":
            found[name] = lambda html, url, of=loaded: read_document(
                url, of.Document(html).summary().encode()
            ).root.text_content()
        else:
            found[name] = lambda html, url, of=loaded: of.GeneralNewsExtractor().extract(html)["content"]
    return found


def compared(groups: dict[str, list[Site]]) -> Iterator[str]:
    """Mean character F1 of the bodies that others extract from the same article pages; a failure counts 0."""
    extractors = peers()
    yield "| sites | articles | " + " | ".join(extractors) + " |\n|" + "---|" * (2 + len(extractors))
    totals: defaultdict[str, list[float]] = defaultdict(list)
    for name, sites in groups.items():
        scores: defaultdict[str, list[float]] = defaultdict(list)
        count = 0
        for site in sites:
            for article in site.articles:
                if not article.bytes.is_html or not article.body:
                    continue
                count += 1
                html = article.bytes.document().text
                for peer, extract in extractors.items():
                    try:
                        scores[peer].append(f1(extract(html, article.bytes.url), article.body))
                    except Exception:  # noqa: BLE001 (what a peer raises is its answer)
                        scores[peer].append(0.0)
        for peer, values in scores.items():
            totals[peer] += values
        if count:
            yield (
                f"| {name} | {count} | "
                + " | ".join(f"{sum(scores[p]) / count:.4f}" for p in extractors)
                + " |"
            )
    if totals:
        yield "| all | | " + " | ".join(f"{sum(totals[p]) / len(totals[p]):.4f}" for p in extractors) + " |"

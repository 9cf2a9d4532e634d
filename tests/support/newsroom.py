"""A corpus for the reader: that of `corpora`, and a paper with an archived page and hostile texts."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipelines.items import Placement, UnreadItem
from pipelines.text.fold import FOLD_VERSION
from pipelines.text.keys import KEY_VERSION
from storage import Corpus, Writer
from storage.browse import Reader
from storage.captures import CaptureWriter
from storage.exports import Program
from storage.items import Capture, Purpose
from tests.support.builders import DAY, issue, page
from tests.support.corpora import fill, kept

HOSTILE = "huairenbao"
SITE = "http://huairen.test"
SCRIPT = "<script>document.title='owned'</script>"
BIDI = "\u202e反写\u2066隔离"
RESTORED = "新街口的社工站晚上也亮着灯，老周说这样大家回家就不怕黑了。"
REPAIRS = (
    {"field": "body", "start": 3, "end": 8, "observed": "(kǒu)", "restored": "", "kind": "annotation",
     "confidence": 0.99},
    {"field": "body", "start": 12, "end": 14, "observed": "?;", "restored": "晚", "kind": "cut",
     "confidence": 0.3},
)  # fmt: skip
"""A reading that a mirror put in, and a character it lost: 新街口(kǒu)的社工站?;上也亮着灯."""
JUMPING = "河上的桥修了三年终于通车"
"""The headline of a story that goes on on page 2."""
WIDTH, HEIGHT = 350, 500
TODAY = dt.date(2023, 10, 18)


def png(width: int, height: int) -> bytes:
    """A light grey picture of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\xdd" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def box(left: float, top: float, right: float, bottom: float) -> tuple[tuple[float, float], ...]:
    """A rectangle as a polygon."""
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def furnish(url: str, archive: Path | str) -> None:
    """Fills a database with tables and an archive."""
    fill(url)
    of: dict[str, Any] = {"paper": HOSTILE}
    with Writer(url) as writer, CaptureWriter(archive) as bytes_of:

        def captured(address: str, body: bytes, kind: str = "text/html; charset=utf-8") -> Capture:
            purpose = Purpose(HOSTILE, DAY)
            headers = [("Content-Type", kind)]
            moment = dt.datetime(2023, 10, 17, 5, 0, tzinfo=dt.UTC)
            capture = bytes_of.append(bytes_of.prepare(purpose, address, 200, headers, body, moment))
            bytes_of.sync()
            return capture

        writer.store_paper(HOSTILE, f"坏人报{SCRIPT}", "hans")
        writer.store(issue(2, **of, number='1"><b>', capture=captured(f"{SITE}/node_1.htm", b"front")))
        places = [
            ("h1", (box(10, 10, 340, 160),), f"头条{SCRIPT}"),
            ("h2", (box(10, 170, 170, 330), box(180, 170, 340, 330)), f"方向{BIDI}"),
            ("h3", (box(10, 340, 340, 490),), "修复"),
            ("h4", None, JUMPING),
        ]
        listed = tuple(
            Placement(number, source_id, title, f"{SITE}/content_{source_id}.htm", area)
            for number, (source_id, area, title) in enumerate(places, 1)
        )
        image = f"{SITE}/page_b.png"
        writer.store(
            page(1, **of, image_url=image, placements=listed, capture=captured(f"{SITE}/node_2.htm", b"page"))
        )
        later = page(2, "h5", **of, number="02", name="要闻")
        writer.store(later)
        picture = captured(image, png(WIDTH, HEIGHT), "image/png")
        writer.store(UnreadItem(HOSTILE, DAY, picture))
        svg = captured(f"{SITE}/evil.svg", f"<svg xmlns='http://www.w3.org/2000/svg'>{SCRIPT}</svg>".encode())
        writer.store(UnreadItem(HOSTILE, DAY, svg))
        body = f"第一段{SCRIPT}<img src=x onerror=alert(1)>。\n第二段“引号”与 & 符号。"
        source = captured(f"{SITE}/content_h1.htm", f"<html>{SCRIPT}<p>字节</p></html>".encode())
        hostile = kept("h1", body, **of, headline=f"头条{SCRIPT}", capture=source)
        writer.store(replace(hostile, url="javascript:alert(1)"))
        for source_id, line in (
            ("h4", "清晨第一辆车开上桥面，司机按了两下喇叭。"),
            ("h5", "傍晚桥上全是散步的人，孩子数着路灯。"),
        ):
            writer.store(kept(source_id, line * 4, **of, headline=JUMPING))
        writer.store(kept("h2", f"正文{BIDI}结束，社工站也在这里。", **of, headline=f"方向{BIDI}"))
        writer.store(replace(kept("h3", RESTORED, **of, headline="修复"), repairs=REPAIRS))


def reader_of(url: str, archive: Path | str, **fields: Any) -> Reader:
    """A reader of that database; close its corpus afterwards."""
    values: dict[str, Any] = {
        "corpus": Corpus(url),
        "archive": str(archive),
        "today": lambda: TODAY,
        "program": Program("test", KEY_VERSION, FOLD_VERSION),
        **fields,
    }
    return Reader(**values)

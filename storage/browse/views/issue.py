"""An issue as it was printed, page by page; and the newsstand of one day."""

from __future__ import annotations

import datetime as dt

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from storage import ledger
from storage.browse import reading
from storage.browse.archived import picture
from storage.browse.asked import read_day
from storage.browse.drawing import Drawing, drawn
from storage.browse.fronts import front_pages
from storage.browse.reader import Reader, of
from storage.corpus import Issue, Page


def issue(request: Request) -> Response:
    """One page of an issue: page navigation, the page, title list."""
    reader, asked = of(request)
    slug, day = request.path_params["paper"], read_day(request.path_params["date"])
    edition = asked.text("edition")
    script = reader.paper(slug).script
    sequence = request.path_params.get("sequence")
    found = reader.corpus.issue(slug, day, edition, page=sequence or 1)
    page = _page(found, sequence)
    engine = reader.corpus.engine
    of_day = ledger.status(engine, papers=[slug], since=day, until=day)
    state = next((row for row in of_day if row.edition == edition), None)
    complete = state is None or state.state in ("complete", "no_issue", "absent")
    before, after = reading.neighbours(engine, slug, day)
    order = [one.sequence for one in found.pages]
    place = order.index(page.sequence) if page is not None else 0
    return reader.page(
        request,
        "issue.html.j2",
        issue=found,
        script=script,
        page=page,
        drawing=page_drawing(reader, slug, page),
        pdf=_pdf(reader, slug, page),
        state=state,
        gaps=[] if complete else ledger.gaps(engine, papers=[slug], since=day, until=day),
        guessed=reading.guessed_pages(engine, slug, day, edition),
        editions=[row.edition for row in of_day],
        before=before,
        after=after,
        page_before=order[place - 1] if place > 0 else None,
        page_after=order[place + 1] if place + 1 < len(order) else None,
    )


def _page(found: Issue, sequence: int | None) -> Page | None:
    if sequence is None:
        return found.pages[0] if found.pages else None
    page = next((one for one in found.pages if one.sequence == sequence), None)
    if page is None:
        raise LookupError(f"{found.paper} {found.date} has no page {sequence}")
    return page


def page_drawing(reader: Reader, slug: str, page: Page | None) -> Drawing | None:
    """The page with its archived picture, or drawn from its areas."""
    if page is None:
        return None
    url = page.image_url or ""
    stored = reading.captured(reader.corpus.engine, slug, [url]).get(url)
    return drawn(page.placements, picture(reader.archive, stored))


def _pdf(reader: Reader, slug: str, page: Page | None) -> int | None:
    """The number of the capture with the page's PDF."""
    url = page.pdf_url if page is not None else None
    found = reading.captured(reader.corpus.engine, slug, [url] if url else [])
    return next((stored.id for stored in found.values()), None)


def day(request: Request) -> Response:
    """The front pages of all papers of a day, side by side."""
    reader, _ = of(request)
    date = read_day(request.path_params["date"])
    engine = reader.corpus.engine
    fronts = front_pages(engine, date, reader.archive)
    before, after = reading.days_around(engine, date)
    return reader.page(request, "day.html.j2", date=date, fronts=fronts, before=before, after=after)


def newest_day(request: Request) -> Response:
    """To the day asked for by a form, or the newest day with an issue."""
    reader, asked = of(request)
    date = asked.day("date")
    if date is None:
        date = reading.days_around(reader.corpus.engine, dt.date.max)[0] or reader.today()
    lang = asked.text("lang")
    return RedirectResponse(f"/day/{date}" + (f"?lang={lang}" if lang in ("zh", "en") else ""), 303)

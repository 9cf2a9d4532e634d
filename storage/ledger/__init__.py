"""The ledger: what is complete and what is lacking, with the reasons. It reads and never writes.

`status` says what makes an issue complete, `gaps` why something is not there, `lacking` what a crawl of an
issue still has to fetch, `settling` which complete issues are due to be looked at again, `coverage` adds up
months and years, `runs` is the history of runs, `places` knows where an article's bytes lie, `media` knows
the pictures and PDFs whose bytes are not archived. `spans` says what was asked for and accepted, `absences`
which days have no front page, `elsewhere` whether a page stands under another date.
"""

from storage.ledger.absences import Absence, absences, published
from storage.ledger.coverage import Coverage, summed, usual_articles
from storage.ledger.elsewhere import is_unproved, stands_under
from storage.ledger.gaps import Gap, gaps, status_and_gaps
from storage.ledger.lacking import Lacking, LackingArticle, lacking
from storage.ledger.media import Media, lacking_media
from storage.ledger.places import Taken, places_of, taken_down
from storage.ledger.runs import RunRecord, articles_of, articles_since, last_entries, runs
from storage.ledger.settling import begins, settling
from storage.ledger.spans import ASKED, is_noted, joined, spans
from storage.ledger.status import IssueStatus, State, newest_complete, status, unfinished

__all__ = [
    "ASKED",
    "Absence",
    "Coverage",
    "Gap",
    "IssueStatus",
    "Lacking",
    "LackingArticle",
    "Media",
    "RunRecord",
    "State",
    "Taken",
    "absences",
    "articles_of",
    "articles_since",
    "begins",
    "gaps",
    "is_noted",
    "is_unproved",
    "joined",
    "lacking",
    "lacking_media",
    "last_entries",
    "newest_complete",
    "places_of",
    "published",
    "runs",
    "settling",
    "spans",
    "stands_under",
    "status",
    "status_and_gaps",
    "summed",
    "taken_down",
    "unfinished",
    "usual_articles",
]

"""What is complete and what is lacking, with the reasons."""

from storage.ledger.coverage import (
    Coverage,
    by_month,
    by_year,
    summed,
    usual_articles,
)
from storage.ledger.media import (
    Media,
    lacking_media,
)
from storage.ledger.settling import (
    begins,
    settling,
    stale,
)
from storage.ledger.status import (
    Gap,
    IssueStatus,
    Known,
    LackingArticle,
    LackingPage,
    Missing,
    State,
    gaps,
    known,
    missing,
    newest_complete,
    open_issues,
    status,
    unfinished,
)

__all__ = [
    "Coverage",
    "Gap",
    "IssueStatus",
    "Known",
    "LackingArticle",
    "LackingPage",
    "Media",
    "Missing",
    "State",
    "begins",
    "by_month",
    "by_year",
    "gaps",
    "known",
    "lacking_media",
    "missing",
    "newest_complete",
    "open_issues",
    "settling",
    "stale",
    "status",
    "summed",
    "unfinished",
    "usual_articles",
]

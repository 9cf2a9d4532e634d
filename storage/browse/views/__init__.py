"""What people read: `home` the newsstand, `issue` issues and days, `article` an article, `find` search."""

from starlette.routing import Route

from storage.browse import archived
from storage.browse.views import article, find, home, issue

ROUTES = [
    Route("/", home.home),
    Route("/paper/{paper}", home.paper),
    Route("/paper/{paper}/{date}", issue.issue),
    Route("/paper/{paper}/{date}/{sequence:int}", issue.issue),
    Route("/day", issue.newest_day),
    Route("/day/{date}", issue.day),
    Route("/article/{cite_id}", article.article),
    Route("/article/{cite_id}/source", archived.source),
    Route("/article/{cite_id}/cite.{kind}", article.cite),
    Route("/text/{cite_id}", article.text),
    Route("/search", find.results),
    Route("/concordance", find.concordance),
    Route("/trend", find.curve),
    Route("/collocates", find.near),
    Route("/download", find.download),
    Route("/archive/{number:int}", archived.image),
]

__all__ = ["ROUTES"]

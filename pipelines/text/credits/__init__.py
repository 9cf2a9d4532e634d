"""署名, 电头, 来源 and 摄影: who wrote and photographed an article, from where and for whom.

Each is read where newspapers print it, on both sides of the strait, and nowhere else.
"""

from pipelines.text.credits.article import Credits, read_credits
from pipelines.text.credits.captions import read_caption
from pipelines.text.credits.datelines import day_of, read_place_and_day
from pipelines.text.credits.outlets import agency_of

__all__ = ["Credits", "agency_of", "day_of", "read_caption", "read_credits", "read_place_and_day"]

"""The families of newspaper sites: a TOML file each, and Python where a family is read in its own way."""

from collections.abc import Mapping

from crawler.platforms.base import Platform
from crawler.platforms.families.aheading import Aheading
from crawler.platforms.families.bjnews import BjNews
from crawler.platforms.families.generic import Generic
from crawler.platforms.families.gxrb import Gxrb
from crawler.platforms.families.huaguang import Huaguang
from crawler.platforms.families.jfdaily import JfDaily
from crawler.platforms.families.joyhua import Joyhua
from crawler.platforms.families.mobile import Mobile
from crawler.platforms.families.page_list import PageList
from crawler.platforms.families.pla import Pla
from crawler.platforms.families.sgcc import Sgcc
from crawler.platforms.families.stdaily import StDaily
from crawler.platforms.families.takungpao import TaKungPao
from crawler.platforms.families.trs import Trs
from crawler.platforms.families.wenzhou import Wenzhou
from crawler.platforms.families.xkb import Xkb
from crawler.platforms.families.ymd_nnn import YmdNnn

READERS: Mapping[str, type[Platform]] = {
    "aheading": Aheading,
    "bjnews": BjNews,
    "generic": Generic,
    "gxrb": Gxrb,
    "huaguang": Huaguang,
    "jfdaily": JfDaily,
    "joyhua": Joyhua,
    "mobile": Mobile,
    "page_list": PageList,
    "pla": Pla,
    "sgcc": Sgcc,
    "stdaily": StDaily,
    "takungpao": TaKungPao,
    "trs": Trs,
    "wenzhou": Wenzhou,
    "xkb": Xkb,
    "ymd_nnn": YmdNnn,
}
"""The families that have Python; all others are read by `Platform` as their TOML says."""

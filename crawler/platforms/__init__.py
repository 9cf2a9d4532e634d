"""What newspapers share: the platforms, by the key a profile names."""

from crawler.platforms.base import Platform
from crawler.platforms.families.aheading import Aheading
from crawler.platforms.families.bjnews import BjNews
from crawler.platforms.families.edition import Edition
from crawler.platforms.families.founder import Founder
from crawler.platforms.families.founder_amuc import FounderAmuc
from crawler.platforms.families.founder_nbs import FounderNbs
from crawler.platforms.families.huaguang import Huaguang
from crawler.platforms.families.jfdaily import JfDaily
from crawler.platforms.families.joyhua import Joyhua
from crawler.platforms.families.mobile import Mobile
from crawler.platforms.families.pla import Pla
from crawler.platforms.families.qpaper import Qpaper
from crawler.platforms.families.shtml import Shtml
from crawler.platforms.families.stdaily import StDaily
from crawler.platforms.families.szbz import Szbz
from crawler.platforms.families.takungpao import TaKungPao
from crawler.platforms.families.trs import Trs
from crawler.platforms.families.uniflows import Uniflows
from crawler.platforms.families.wenweipo import WenWeiPo
from crawler.platforms.families.workercn import WorkerCn
from crawler.platforms.families.xinmin import Xinmin
from crawler.platforms.families.ymd_nnn import YmdNnn

PLATFORMS: dict[str, type[Platform]] = {
    "bjnews": BjNews,
    "edition": Edition,
    "founder": Founder,
    "founder_amuc": FounderAmuc,
    "founder_nbs": FounderNbs,
    "aheading": Aheading,
    "huaguang": Huaguang,
    "jfdaily": JfDaily,
    "joyhua": Joyhua,
    "mobile": Mobile,
    "pla": Pla,
    "qpaper": Qpaper,
    "shtml": Shtml,
    "szbz": Szbz,
    "uniflows": Uniflows,
    "ymd_nnn": YmdNnn,
    "stdaily": StDaily,
    "takungpao": TaKungPao,
    "trs": Trs,
    "wenweipo": WenWeiPo,
    "workercn": WorkerCn,
    "xinmin": Xinmin,
}

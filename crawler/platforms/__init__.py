"""What newspapers share: the platforms, by the key a profile names."""

from crawler.platforms.aheading import Aheading
from crawler.platforms.base import Platform
from crawler.platforms.bjnews import BjNews
from crawler.platforms.edition import Edition
from crawler.platforms.founder import Founder
from crawler.platforms.founder_amuc import FounderAmuc
from crawler.platforms.founder_nbs import FounderNbs
from crawler.platforms.huaguang import Huaguang
from crawler.platforms.jfdaily import JfDaily
from crawler.platforms.joyhua import Joyhua
from crawler.platforms.mobile import Mobile
from crawler.platforms.pla import Pla
from crawler.platforms.qpaper import Qpaper
from crawler.platforms.shtml import Shtml
from crawler.platforms.stdaily import StDaily
from crawler.platforms.szbz import Szbz
from crawler.platforms.takungpao import TaKungPao
from crawler.platforms.trs import Trs
from crawler.platforms.uniflows import Uniflows
from crawler.platforms.wenweipo import WenWeiPo
from crawler.platforms.workercn import WorkerCn
from crawler.platforms.xinmin import Xinmin
from crawler.platforms.ymd_nnn import YmdNnn

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

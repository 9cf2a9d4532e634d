"""Who is named as a source: papers, sites, stations and agencies, and the agencies' normal forms."""

from __future__ import annotations

import re
from functools import lru_cache

HAN = "[\u4e00-\u9fff]"
OWN = "本报|本報|本刊|本社|本网|本網|本台|本臺"
"""How a paper names itself."""
OUTLET = f"{HAN}{{1,10}}?(?:通讯社|通訊社|[社网網台臺]|[报報](?![网網]|客户端|客戶端))"
"""A name that ends as the names of newspapers, agencies, sites and stations do."""

_FORMS = {
    "新华社": "新华社 新華社 新华通讯社 新華通訊社 新华每日电讯 Xinhua XINHUA",
    "中新社": "中新社 中国新闻社 中國新聞社 中新网 中新網 中国新闻网 中國新聞網 CNS",
    "中央社": "中央社 中央通讯社 中央通訊社 CNA",
    "中通社": "中通社 中国通讯社 中國通訊社 香港中通社 香港中国通讯社 香港中國通訊社",
    "中评社": "中评社 中評社 中国评论通讯社 中國評論通訊社",
    "法新社": "法新社 法国新闻社 法國新聞社 AFP",
    "路透社": "路透社 路透 路透通讯社 路透通訊社 Reuters REUTERS",
    "美联社": "美联社 美聯社 AP",
    "合众国际社": "合众国际社 合眾國際社 UPI",
    "彭博社": "彭博社 彭博 彭博新闻社 彭博新聞社 Bloomberg",
    "德新社": "德新社 德通社 DPA dpa",
    "埃菲社": "埃菲社 艾菲社 EFE",
    "安莎社": "安莎社 安莎通訊社 ANSA",
    "塔斯社": "塔斯社 俄塔社 TASS",
    "俄新社": "俄新社 俄罗斯新闻社 RIA",
    "共同社": "共同社 日本共同社 Kyodo",
    "时事社": "时事社 時事社 时事通讯社 時事通訊社",
    "韩联社": "韩联社 韓聯社 Yonhap",
    "朝中社": "朝中社 朝鲜中央通讯社 朝鮮中央通訊社",
    "越通社": "越通社",
    "欧新社": "欧新社 歐新社 EPA",
}
AGENCIES = {printed: normal for normal, forms in _FORMS.items() for printed in forms.split()}
"""What an agency is called in print → its normal form."""
AGENCY = "|".join(
    sorted((form for form in AGENCIES if not form.isascii() and form[-1] == "社"), key=len, reverse=True)
)
"""The agencies by the names that say so."""
NUMERAL = "[0-9０-９〇零一二三四五六七八九十廿卅]"
DAY = rf"(?:{NUMERAL}{{4}}\s*年\s*)?(?:{NUMERAL}{{1,3}}\s*月\s*)?{NUMERAL}{{1,3}}\s*日"
WIRE = (
    "(?:(?:综合|綜合)外[电電](?:报道|報道|報導)"
    "|(?:专|專|综合|綜合|晚|夜|早|快)?(?:电|電|讯|訊|消息|报道|報道|报导|報導))"
)
"""What a dateline ends with."""

ORIGIN = (
    rf"(?:[《“][^《》“”]{{2,20}}[》”](?:网站|網站)?"
    "|央[视視](?![新网網频頻财財])"
    rf"|{HAN}{{2,12}}?(?:通讯社|通訊社|广播公司|廣播公司|客户端|客戶端|公众号|公眾號|新闻网|新聞網|(?:新闻|新聞)(?![客中频頻社])|杂志|雜誌"
    r"|发布|發布|之声|之聲|[社网網台臺刊]|[报報](?![网網]|客户端|客戶端)))"
)
"""A source by name: 《环球时报》, 新华社, 央视新闻客户端."""
ORIGINS = rf"{ORIGIN}(?:(?:\s*[、和及]\s*|(?<=》)(?=《)){ORIGIN})*"
"""One source or several: 新华社、人民日报."""

_OUTLET = re.compile(OUTLET)
_APP = re.compile(
    f"(?:央[视視](?:新闻|新聞|财经|財經)?|{HAN}{{2,8}}?之[声聲])(?:客户端|客戶端)?|{HAN}{{2,8}}(?:客户端|客戶端)"
)
_LATIN = re.compile("[A-Za-z]+")
_TAIL = re.compile("(?:专电|專電|电|電|报道|報道|报导|報導|消息|综合|綜合|(?<=[》”])(?:网站|網站))$")


def outlet_named(line: str) -> str:
    """The paper, site or agency a line names and nothing else: 新华社, 人民网, Xinhua; '' for any other."""
    if _LATIN.fullmatch(line):
        return line if line in AGENCIES else ""
    return line if line in AGENCIES or _APP.fullmatch(line) or _OUTLET.fullmatch(line) else ""


def plain_source(printed: str) -> str:
    """《环球时报》 → 环球时报, 新华社电 → 新华社, 新华社和中新社 → 新华社、中新社."""
    parts = re.split("[、]|(?<=》)(?=《)|(?<=[社报報网網台臺》闻聞])[和及](?=[《\u4e00-\u9fff])", printed)
    return "、".join(_TAIL.sub("", part.strip()).strip("《》“”") for part in parts)


@lru_cache(maxsize=4096)
def agency_of(source: str) -> str:
    """The agencies among the sources in their normal form, 、 between: 新華社 → 新华社, 中新网 → 中新社.

    `source` is what `Credits.source` has; '' where it names no agency. Never raises.
    """
    found = (AGENCIES.get(part.removesuffix("客户端"), "") for part in source.split("、"))
    return "、".join(dict.fromkeys(normal for normal in found if normal))

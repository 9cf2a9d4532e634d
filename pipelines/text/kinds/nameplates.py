"""报头: what the name of a newspaper says of it: whose paper it is, and what kind."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.text.credits.places import is_place
from pipelines.text.fold import convert_line

_PROVINCES = tuple(
    re.findall(
        r"\S+",
        """
    北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西
    海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾
    """,
    )
)
_COUNTIES = ("昆山", "义乌", "敦煌", "平潭", "雄安", "浦东", "横琴", "前海", "博鳌", "文昌", "凯里")
"""Places of datelines that are no prefectures."""
_COUNTY = re.compile(".{1,4}[县縣旗](?=.*[报報])")
_KINDS = (
    ("都市报", "都市报 都市时报"),
    ("晚报", "晚报"),
    ("晨报", "晨报 早报"),
    ("商报", "商报 经济报 经济导报 经济日报 财经报 财富报 工商报 企业报 证券报 证券时报"),
    ("青年报", "青年报 少年报 青年导报 学生报"),
    ("法治报", "法治报 法制报 法治日报 法制日报 法治时报 检察日报 公安报 法院报"),
    ("工人报", "工人报 工人日报 劳动报 职工报"),
    ("农民报", "农民报 农村报 农民日报 农业报 农村大众"),
    ("教育报", "教育报 教师报 教育周报"),
    ("科技报", "科技报 科技日报 科学报"),
    ("健康报", "健康报 医药报 卫生报 中医药报 医学报"),
    ("生活报", "生活报 生活日报 广播电视报 电视报"),
    ("日报", "日报"),
)


@lru_cache(maxsize=4096)
def level_of(name: str, province: str) -> str:
    """全国, 省, 市 or 县: whose paper it is; '' where province and name do not say it. Never raises.

    `province` as of a profile, 全国 for a national paper. A paper that bears the name of its province is the
    province's, one that bears a prefecture's or a county's is theirs.
    """
    if province == "全国":
        return "全国"
    plain = convert_line(name, "hans")
    if any(plain.startswith(each) for each in _PROVINCES):
        return "县" if _COUNTY.match(plain) else "省"
    if _COUNTY.match(plain) or plain[:2] in _COUNTIES:
        return "县"
    return "市" if any(is_place(plain[:length]) for length in (4, 3, 2)) else ""


@lru_cache(maxsize=4096)
def kind_of(name: str) -> str:
    """What kind of paper the end of its name says: 日报, 晚报, 法治报 …; '' for another. Never raises."""
    plain = convert_line(name, "hans").strip("》 ")
    return next((kind for kind, ends in _KINDS if plain.endswith(tuple(ends.split()))), "")

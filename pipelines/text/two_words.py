"""著 and 乾: traditional characters of two words each, told apart by what stands around them.

著 is zhù (to write; famous), which mainland papers print as 著, or the particle they print as 着. 乾 is gān,
printed 干, or qián in names, printed 乾. Both functions read simplified text.
"""

import re

_DOING = (
    "看随带接拿跟活用抱冲写睡想冒怀放试动拉望挂临穿背沿读照待顶溢拖提住听受持缠急留忙盯负朝含贴笑爱陪记引伴打指"
    "盼坐摆说凭起站耐载拎捧围硬挥握挨靠绕隔吵领历按顺做摸盖讲忍走踏喝守吃划举戴抢闲担赶撑捂借吹印循催跳牵附翻找"
    "念扎染换刻斜沉递插骑憋罩扶倒争铺候击跃唤聚停唱推扛踩裹探跑躺卷养托沾揣拥谈护抬射晃撅拍套泛帮宠磨闹奔锁捏嵌"
    "拽荡发咽洒挤揉忆哭结飘扯悬追集瞒皱醉掺叠敞垫拾扰燃聊敲拢擎诉闪仗逐浮搓瞪落叫扮驾剪埋达祷叨嚼扛拨搂捆偷睁嗅"
    "挡躲顾滴洗翘刷吸踞盈踱嗒堆搭掰漆烧织偎掩眯撞伏押挑踮依耷抖架捉刮兜奏喊悟哼等有向合"
)
"""Verbs after which 著 is the particle."""

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
    "戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊殷施洪季"
    "鲁茅巴老莫路冰费柳闻俞章严梅瞿瞿葛齐章童翁司欧诸上东"
)
_END = " \u3000\t\n，。、；：！？）)》〉」』”’】〕]"
_AUTHOR = re.compile(
    rf"(?:(?:^|[\s，。、；：（(《》〈〉「」『』“”【】〔〕/|])(?:[{_SURNAMES}]\w{{1,3}}?)"
    r"|[\]）)〕】]\s?[\w·]{2,12}|\w·\w{1,6})(?:等)?$"
)

_WORKS = frozenset("名原专论编译巨土合拙遗旧新显卓昭所近主校撰较彰炳执馨而知")
"""Before 著: 名著, 论著, 显著, 执著 …"""
_NO_WORKS = re.compile(
    "(?:[配结混集融组聚符回适迎整]合|[讨议谈辩争评理]论|[靠接走临逼]近|[依照仍]旧|[作作]主|得知|告知)$"
)
_WRITTEN = re.compile(
    "名(?!片|单(?!位)|字|册|额|次|不)|[述录者译]|称(?![赞呼谓道量])|书[立人]|于[今世竹]"
    "|作(?![业战画曲答弊揖祟料]|文(?!集|化|学|本|献)|品|出(?!版)|对比)"
)
_TAKING = frozenset("看拿跟接忙等沿随朝凭趴急试赶抓抱捧冒闹盯")
"""Verbs that take a thing in 著作…, 著名…: 拿着作业本, 等着称赞."""
_TAKEN = re.compile("作(?![权等]|$)|名(?:家|人)|称|录|书")


def written(text: str, place: int) -> bool:
    """Whether the 著 at that place is zhù."""
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    if before in _WORKS and before and not _NO_WORKS.search(text, max(place - 2, 0), place):
        return True
    if _WRITTEN.match(text, place + 1):
        return before not in _TAKING or not before or not _TAKEN.match(text, place + 1)
    if after == "有":
        return bool(before) and (before in _END or (before not in _DOING and "《" in text[place:][:12]))
    if after in ("《", "「", "『"):
        return before not in _DOING
    if after and after not in _END:
        return False
    if before and before in " \u3000\t":
        return bool(re.search(r"\w[ \u3000\t]+$", text[:place][-6:]))
    if before in _DOING and before != "等":
        return False
    return bool(_AUTHOR.search(text, max(place - 14, 0), place))


def particles(text: str) -> str:
    """`text` with 着 wherever 著 is the particle."""
    return re.sub("著", lambda found: "著" if written(text, found.start()) else "着", text)


_FIRST = "萧陈张王李刘赵吴周徐孙郑朱胡郭冯袁邓曹彭谢韩蒋沈魏苏卢潘戴"
_DRY = (
    "净燥枯涸旱裂脆洗杯粮果货材洁涩瘪冰咳草柴粉性巴煸癣酪馏电股爹妈娘儿女亲哥兄姐妹弟着掉透热了坼渴瘦等爽瞪笑号嚎"
    "耗拌炒锅煎蒸眼支片式船坞湿菜丝肉贝薪癣稻花打急脯制菌"
)
_QIAN = re.compile(
    "乾(?:坤|隆|元|卦|嘉|图|州|道|陵|闼婆|县|清[宫门]|安[县镇]|宁|德|封[年县元]|符|化[年元]|祐|佑|统[年元]|亨|兴[年元]|象|纲|造|宅|曜|断(?!食)"
    "|旦|盛世|务镇|潭镇|贞|健|陀|连冥)|(?<=[竺康])乾|(?<=终日)乾(?=乾)|(?<=终日乾)乾|(?<=朝)乾(?=夕)|(?<=旋)乾(?=转)"
    f"|(?<=[{_FIRST}])乾(?![{_DRY}])|(?<=[{_FIRST}][子法大文国])乾(?![{_DRY}])"
)


def dry(text: str) -> str:
    """`text` with 干 wherever 乾 is not in a name or a word of its own."""
    return re.sub("乾", lambda found: "乾" if _QIAN.match(text, found.start()) else "干", text)

"""Personal names in printed lists of names: 张三 李四, 李　明, 欧阳修、阿依古丽·买买提.

What is no list of names gives nothing; what might be one name or two stays one.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Surnames by frequency in the People's Republic and Taiwan, with their traditional forms; common knowledge.
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔"
    "贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷"
    "祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强"
    "柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾"
    "郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬"
    "明沙伏岑习胥保和蔺水云昌凤酆皮元平尚经裘缪干宣贲杭诸钮嵇滑荣荀羊家芮羿储張劉陳楊趙黃吳孫馬羅鄭謝"
    "韓馮蕭鄧許呂蘇盧蔣賈葉閻鐘鍾範譚鄒陸顧龍萬錢湯賀賴龔龐蘭顏嚴溫蘆魯韋畢聶叢齊莊塗時關費紀項陽衛鮑"
    "單寧閔強華車邊饒晉鄔暢宮婁蓋黨連欒計竇遲藍鞏練樂應銀揚習鳳經雲闻聞初牧归歸暨阚闞逄亓乜仉仝佴冮厉厲忻恽惲惠扈晁暴朴桓檀汝沃泮渠湛漆狄琚禚禤笪缑緱肇苌荀莘蔚逯郄郏郇郗郦酈鄂阙闕隗隽雋"
    "雒靖韶颛顓骆駱麦麥矫矯撒揣敬旷曠邝鄺邰闫閆寇戎帅帥佘"
)
# Among these, those that hardly ever stand inside a given name: a second name may begin with one.
_PLAIN = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱何郭罗梁宋郑谢韩唐冯董程曹袁邓许傅沈曾彭吕卢蒋蔡贾丁魏薛阎余潘杜戴钟"
    "汪姜范姚谭廖邹熊陆郝崔邱秦侯邵段钱尹黎贺赖龚張劉陳楊趙黃吳孫羅鄭謝韓馮鄧許呂盧蔣賈閻鐘鍾譚鄒陸錢"
    "賀賴龔"
)
_DOUBLE = (
    "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|皇甫|尉迟|尉遲|公孙|公孫|慕容|令狐|司徒"
    "|夏侯|东方|東方|端木|南宫|南宮|长孙|長孫|宇文|轩辕|軒轅|闻人|聞人|申屠|澹台"
    "|澹臺|呼延|独孤|獨孤|钟离|鍾離|太史|仲孙|仲孫|百里|东郭|東郭|拓跋|完颜|完顏"
    "|赫连|赫連|鲜于|鮮于"
)
_DOUBLE_START = re.compile(_DOUBLE)
# Names without a surname are read where they are made of such parts: 次仁央宗, 扎西.
_PARTS = re.compile(
    "(?:次仁|扎西|卓玛|央宗|央金|多吉|多杰|才让|旦增|丹增|格桑|尼玛|达瓦|洛桑|平措|罗布|索朗|索南|德吉|拉姆|白玛|旺堆|旺姆"
    "|顿珠|巴桑|普布|边巴|米玛|桑杰|仁青|仁增|措姆|卓嘎|曲珍|贡布|加措|嘉措|其其格|巴特尔|巴图|乌云|高娃|格日勒|图雅|萨仁"
    "|那仁|苏日|娜|古丽|阿依|努尔|买买提|阿不都|艾山|吐尔|热合曼){1,3}"
)
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\u3007\U00020000-\U0003ffff"
_HAN_NAME = re.compile(f"[{_HAN}]{{2,8}}")
_DOTTED = re.compile(f"[{_HAN}]{{1,8}}(?:[·•‧・∙．][{_HAN}A-Za-z]{{1,10}})+")
_LATIN = re.compile(r"[A-Z][A-Za-z.'’-]*(?: [A-Z][A-Za-z.'’-]*){0,3}")
_LATIN_LIST = re.compile(r",\s*and\s+|,\s*|\s+and\s+|\s*&\s*")
_COUNTRY = re.compile(f"[【\\[［〔（(][{_HAN}]{{1,3}}[】\\]］〕）)]\\s*(?=[{_HAN}]+[·•])")
_BY = re.compile(r"^\s*by\s+(?=[A-Z])", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s、，,;；/／&＆|｜]+")
_HEADING = re.compile(
    "(?:随笔|隨筆|杂谈|雜談|漫谈|漫談|漫笔|走笔|走筆|观察|觀察|手记|手記|札记|札記|笔记|筆記|日记|日記|视点|視點|焦点"
    "|焦點|聚焦|论坛|論壇|快评|短评|短評|时评|時評|书评|書評|述评|述評|评论|評論|纪事|紀事|见闻|見聞|访谈|訪談|专栏"
    "|專欄|副刊|周刊|特刊|专刊|專刊|导读|導讀|链接|鏈接|调查|調查)$"
)
"""What the names of columns end with, those that begin with a surname among them: 金台随笔."""
_LATE = re.compile(
    "(?:报道|報道|报导|報導|采写|採寫|采访|採訪|整理|编译|編譯|综合|綜合)$|^(?:发自|發自|实习|實習)"
)
_NO_NAMES = frozenset(
    re.findall(
        r"\S+",
        """
    手记 手記 观察 觀察 调查 調查 札记 札記 来信 來信 了解 获悉 獲悉 采访 採訪 报道 報道 報導 点评 點評
    视点 視點 走访 走訪 感言 体验 體驗 日记 日記 述评 述評 时评 時評 近日 昨日 今日 日前 昨天 今天 连线
    連線 专访 專訪 招待会 招待會 见面会 見面會 之家 在线 在線 见习 見習 待续 待續 全文完 未完 连载 連載
    下期 上期 高见 小结 常识 时间 時間 时事 時事 时政 時政 文化 文艺 文藝 方法 万象 萬象 平安 成长 成長
    安全 明天 明日 和谐 乐活 古今 花絮 原创 原創 图片 圖片 资料 資料 连环画 计划 计生 金融 云南 江苏
    江西 安徽 广告 廣告 关注 關注 关爱 向前 全国 全媒体 本报 本報 本刊 周末 周边 周刊 高考 高端 高招
    马上评 马上办 温馨 方案 方言 经济 经典 石油 江湖 江南 江海 万家 万物 花语 平凡 平台 常规 路况 水利
    水情 龙头 龙舟 华人 华侨 成语 成果 成就 文娱 文物 文件 文史 文摘 文旅 文苑 商业 商务 商讯 云端 温度
    温情 黄金 黄河 党建 党史 党报 党风 金秋 关键 关税 解读 解放 解析 解惑 简介 简讯 简报 原味 原文 景点
    明星 明镜 农业 高度 高速 时尚 时光 时代 封面 向导 游记 阅读 查询 强国 单位 管理 安居 应急 应对 连接
    官方 水墨 司法 全景 卫生 毕业 任务 舒心 苗木 凌晨 车市 房产 房市 边疆 柳色 邮箱 包容 甘霖 鲜花 丁香
    梅花 葛藤 茶余 马蜂窝 金钥匙 金话筒 万花筒 白皮书 路透 高科技 常委会 党代会 安全生产 安全提示
    于无声处 供稿 供图 供圖 提供 翻译 翻譯 申论 帮办
    """,
    )
)


@lru_cache(maxsize=4096)  # who writes for a paper is named again and again
def read_names(text: str, sure: bool) -> tuple[str, ...]:
    """The personal names of a list of names and nothing else, () where it is none.

    `sure`: a word before the list (记者) says that names follow; otherwise each must begin with a surname,
    carry a middle dot or be in Latin letters. Letter-spaced names (李　明) are joined; names printed without
    a space between are parted only where there is one way to do it.
    """
    text = _COUNTRY.sub("", _BY.sub("", text))
    text = text.strip(" \t\n\u3000\xa0:：。，,、;；").removesuffix("等")
    if text[:1].isascii() and all(map(_LATIN.fullmatch, latin := _LATIN_LIST.split(text))):
        return tuple(latin)
    tokens = [token for token in _BETWEEN.split(text) if token]
    tokens = [token for token in tokens if not _LATE.search(token)]
    names: list[str] = []
    for token in _joined(tokens):
        if _DOTTED.fullmatch(token):
            names.append(token)
        elif _HAN_NAME.fullmatch(token) and not _is_heading(token) and (sure or _may_be_name(token)):
            names += _parted(token)
        else:
            return ()
    limit = 8 if sure else 4
    return tuple(names) if all(len(name) <= limit or _DOTTED.fullmatch(name) for name in names) else ()


def is_plain_surname(sign: str) -> bool:
    """Whether it is a frequent surname that hardly ever stands inside a given name."""
    return sign in _PLAIN


def _is_heading(token: str) -> bool:
    return (
        token in _NO_NAMES
        or token.startswith(("连载", "連載"))
        or (len(token) >= 4 and _HEADING.search(token) is not None)
    )


def _may_be_name(token: str) -> bool:
    """Whether it begins with a surname; 安全提示 does, but a given name of three characters is none."""
    if _DOUBLE_START.match(token) or _PARTS.fullmatch(token):
        return True
    if token[0] not in _SURNAMES:
        return False
    return len(token) != 4 or (token[0] in _PLAIN and token[1] in _SURNAMES) or len(_parted(token)) > 1


def _joined(tokens: list[str]) -> list[str]:
    """Single characters put together again: 李 明 → 李明, 张 三 李 四 → 张三 李四, 欧 阳 修 and 欧阳 修 →
    欧阳修."""
    joined: list[str] = []
    run: list[str] = []
    for token in [*tokens, ""]:
        if len(token) == 1:
            if not run and joined and _DOUBLE_START.fullmatch(joined[-1]):
                joined[-1] += token
            else:
                run.append(token)
            continue
        size = 2 if len(run) % 2 == 0 else len(run)
        joined += ["".join(run[i : i + size]) for i in range(0, len(run), size)] if run else []
        run = []
        if token:
            joined.append(token)
    return joined


def _parted(token: str) -> list[str]:
    """张三李四 → 张三 李四, where no other reading is possible: 欧阳修文 and 阿依努尔 stay whole."""
    if len(token) < 4 or (len(token) == 4 and (token[1] in _SURNAMES or _DOUBLE_START.match(token))):
        return [token]
    readings = _readings(token, _PLAIN)
    if not readings and len(token) > 4:
        readings = _readings(token, _SURNAMES)
    return readings[0] if len(readings) == 1 else [token]


def _readings(token: str, surnames: frozenset[str]) -> list[list[str]]:
    """Every way to read it as names of two or three characters, three or four with a double surname."""
    if not token:
        return [[]]
    if _DOUBLE_START.match(token):
        sizes: tuple[int, ...] = (3, 4)
    elif token[0] in surnames:
        sizes = (2, 3)
    else:
        return []
    return [
        [token[:size], *rest]
        for size in sizes
        if len(token) >= size
        for rest in _readings(token[size:], surnames)
    ]

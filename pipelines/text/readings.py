"""How likely bytes are as Chinese text, and the most likely reading of bytes that are damaged.

The price of a character is roughly the negative logarithm of how often newspapers print it: common characters
cost little, rare ones more, what no newspaper prints much. The same scale tells encodings apart and finds the
place where a byte was lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

UTF8, GB, BIG5, CP950, LATIN = "utf-8", "gb18030", "big5hkscs", "cp950", "cp1252"
REPLACEMENT = "\ufffd"

# The characters newspapers use most, simplified, and the traditional forms of the same: nine in ten of the
# characters of a page. Written for this program from common knowledge of the language, in no order.
_HANS = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政"
    "美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员"
    "解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件"
    "计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象"
    "完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔级站联族"
    "风六七八九百千亿元企党委组织省县村镇乡街居农城州京江河湖广宁夏甘肃青川云贵陕浙苏徽福台港澳疆蒙古藏吉"
    "林辽黑龙图片刊版编辑摄影责闻综专副评济育娱乐健康旅游技际益慈善志愿服捐赠助振兴扶贫攻坚脱帮残疾养童妇"
    "庭困境爱救援灾害疫防控医疗卫障创投项亩吨斤米环态绿改革推快促升增落持深质议召席讲调示介绍获悉近昨截讯"
    "圳庆津星返首页航标录容字阅读击载复印闭缩默荐收享搜索热线诉举未授禁止转网您虽仅够须需始束继续支参施办"
    "校孩父母朋友群众单构协团精践历史优势准模措策律例划案险稳谐幸丽洁源铁汽车房屋筑宅土粮食蔬菜植殖价消费"
    "销售润税银贷款证券股票园局干士警察检派犯罪嫌疑查判执监督审批登申请络互息智软备研究试验范春秋冬节假客"
    "景博馆剧音舞蹈戏曲绘画诗歌散赛冠奖牌足球篮杯奥早晚午夜左右低短轻慢冷红黄蓝灰吃穿写跑坐哭笑恨喜怒哀亲"
    "兄弟姐妹丈夫妻爷奶叔伯姨找跟叫吧吗呢啊哪怎每份双半层段套幅丰富充满额伍朝庄森树木草花鱼雨雪肉油煤钢岁"
    "伤病药护测整顿筹贯彻署倡启圆功签约赢访待欢迎致辞祝贺谢慰送温暖饮厂矿船码仓库架桥梁隧洞堤泵灌溉排除抢"
    "值班遇薪贴补偿换届选拔聘免职离退休幼托垃圾桶袋塑料纸箱"
)
_HANT = (
    "這個們來爲為國說説時會對於著過發後裏裡種經麼學現當沒動還進樣開從實軍無與長機關點業將兩間問並應戰頭體"
    "見產話內給門兒東聲員論處義幾認條氣題爾別變總電數報結務場計資許統區隊決馬書則聽卻達強難權設記類據邊張"
    "該規萬覺術領確傳師觀讓識帶導爭運筆級聯風億黨組織縣鎮鄉農廣寧肅雲貴陝蘇臺遼龍圖編輯攝責聞綜專評濟娛樂"
    "遊際願贈興貧堅脫幫殘養婦愛災醫療衛衞創項畝噸環態綠質議講調紹獲訊慶頁標錄閱閲讀擊載復閉縮薦熱線訴舉轉"
    "網雖僅夠須繼續參辦羣衆眾單構協團踐歷優勢準劃險穩諧麗潔鐵車築糧價費銷潤稅銀貸證園幹檢執監審請絡軟備試"
    "驗範節館劇戲繪畫詩賽獎籃奧輕紅黃藍喫寫親爺嗎雙層豐滿額莊樹魚鋼歲傷藥護測頓籌貫徹啓啟圓籤約贏訪歡辭賀"
    "謝溫飲廠礦碼倉庫橋搶貼補償換屆選職離紙係製週複乾捨併佈綫採佔鐘鍾麵髮余餘鬥註衝沖祇"
)
_MARKS = "\u3000、。，；：？！“”‘’（）《》〈〉「」『』【】〔〕—…·％０１２３４５６７８９"
COMMON = "".join(dict.fromkeys(_HANS + _HANT + _MARKS))
"""The characters that cost least."""

_COMMON = frozenset(COMMON)


def _level_one() -> str:
    """Level 1 of GB2312, and of Big5 what is no level 2 of GB2312."""
    trails = range(0xA1, 0xFF)
    first, second = (
        b"".join(bytes((lead, trail)) for lead in leads for trail in trails).decode("gb2312", "ignore")
        for leads in (range(0xB0, 0xD8), range(0xD8, 0xF8))
    )
    codes = [bytes((lead, trail)) for lead in range(0xA4, 0xC7) for trail in (*range(0x40, 0x7F), *trails)]
    traditional = b"".join(codes[:5401]).decode("cp950", "ignore")
    return "".join(sorted({*first, *traditional} - {*second}))


LEVEL_ONE = _level_one()
"""The less common characters every reader knows."""
_LEVEL_ONE = frozenset(LEVEL_ONE)

ORDINARY = 3.0  # mean price of a character in ordinary Chinese is 2, in misread or shifted text above 5

# An ASCII character by itself between Chinese ones: it may be half of one, or stand where one half was.
_ALONE = re.compile("[!-;=?-~](?<=[^\\x00-\\x7f].)[^\\x00-\\x7f]{2,4}")
_CHINESE = re.compile("[\u2010-\u206f\u3000-\u303f\u3400-\u9fff\uff00-\uffef\U00020000-\U0003ffff]")
_UTF8_PAIR = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){2}")

_LOST, _SWITCH, _ASCII = 9.0, 8.0, 5.0

# Where Python's big5hkscs differs from browsers and Windows (WHATWG Encoding Standard, index-big5).
BIG5_MARKS = str.maketrans("•､‾∼♁☉＼¥¢£", "‧﹑¯～⊕⊙﹨￥￠￡")


def has_chinese(text: str) -> bool:
    """Whether the text has characters or marks of Chinese."""
    return _CHINESE.search(text) is not None


def is_utf8(piece: bytes) -> bool:
    """Whether a run is UTF-8 beyond doubt: well-formed and not of two-byte characters alone."""
    try:
        return has_chinese(piece.decode(UTF8))
    except UnicodeDecodeError:
        return False


def text_of(code: bytes, codec: str) -> str:
    """The text of sound bytes."""
    text = code.decode(codec)
    return text.translate(BIG5_MARKS) if codec == BIG5 else text


def price(text: str) -> float:
    """How unlikely the text is: the sum over its characters that are not ASCII."""
    return sum(_character_price(one) for one in text if one > "\x7f")


def price_of_run(text: str) -> float:
    """`price` of a run between Chinese characters, where ASCII characters by themselves are unlikely."""
    return price(text) + sum(_ascii_price(one) for one in text if one <= "\x7f")


def _ascii_price(one: str) -> float:
    return _ASCII if one.isalnum() else 2 * _ASCII


def mean_price(text: str) -> float:
    """`price` for each character that is not ASCII, 0 without any."""
    prices = [_character_price(one) for one in text if one > "\x7f"]
    return sum(prices) / len(prices) if prices else 0.0


@lru_cache(maxsize=65_536)
def _character_price(one: str) -> float:
    """How unlikely a character is in a Chinese newspaper."""
    if one in _COMMON:
        return 1.5
    if "\u4e00" <= one <= "\u9fff":
        if one in _LEVEL_ONE:
            return 4.0
        return 7.0 if max(one.encode("gb2312", "replace"), one.encode("big5", "replace")) > b"\x80" else 9.0
    if "\ue000" <= one <= "\uf8ff":
        return 7.0
    if "\x80" <= one <= "\x9f":
        return 10.0
    if one == REPLACEMENT:
        return _LOST
    if "\u2000" <= one <= "\u206f" or "\xa0" <= one <= "\xbf":
        return 3.0
    if "\uff01" <= one <= "\uff5e" or "\u3000" <= one <= "\u303f":
        return 4.0
    if "\u0391" <= one <= "\u03c9" or "\u0410" <= one <= "\u0451":
        return 4.0
    if one >= "\U00040000":
        return 20.0
    return 5.0 if "\xc0" <= one <= "\u017f" else 8.0


@cache
def _strange() -> re.Pattern[str]:
    """What shifted or misread text looks like: three uncommon characters in a row, or two and one is rare.

    Compiled when needed: the character classes are large.
    """
    uncommon = f"[^\\x00-\\x7f{COMMON}]"
    rare = f"[^\\x00-\\x7f\u2000-\u206f\u3000-\u303f\uff01-\uff5e{COMMON}{LEVEL_ONE}]"
    return re.compile(f"{uncommon}(?:{uncommon}{{2,}}|{rare}|(?<={rare}){uncommon})")


def suspicions(text: str, codec: str) -> Iterator[int]:
    """Positions where well-formed GBK or Big5 reads better shifted by one byte, or is UTF-8."""
    strange = [(found.start(), found.end()) for found in _strange().finditer(text)]
    for found in _ALONE.finditer(text):
        strange += [(found.start() - 1, found.end() - 1), (found.start() + 1, found.end() - 1)]
    for start, end in sorted(strange):
        read = text[start : end + 1]
        code = read.encode(codec, "replace")
        limit = min(ORDINARY, 0.6 * max(mean_price(text[start:end]), 4.0))
        for dropped in (1, 3):  # the byte too many may be a trail, then the first letter brings the run back
            shifted = code[dropped:-1].decode(codec, "replace").rstrip(REPLACEMENT)
            if _UTF8_PAIR.search(code) or (shifted not in read and 0 < mean_price(shifted) < limit):
                yield start
                break


def cheapest(piece: bytes, main: str, other: str, mode: str) -> list[tuple[int, str, str]]:
    """The cheapest reading of a run of bytes, its pieces in order: (number of bytes, text, codec).

    `main` and `other` are the codecs it may be in, `mode` the one of the two it begins in. Each lost piece is
    a U+FFFD by itself, neighbours of one codec are joined. It is a shortest path from position to position in
    two layers, one for each codec: a step reads a character or gives up a few bytes; changing the layer has
    its price.
    """
    single = main != UTF8 and mode == main and not _UTF8_PAIR.search(piece)
    codecs = [main] if single else [main, other]
    size = len(piece)
    price = [[float("inf")] * (size + 1) for _ in codecs]
    came: list[list[tuple[int, int, str] | None]] = [[None] * (size + 1) for _ in codecs]
    price[codecs.index(mode)][0] = 0.0
    for i in range(size + 1):
        for layer in (0, 1) if len(codecs) > 1 else ():
            if price[1 - layer][i] + _SWITCH < price[layer][i]:
                price[layer][i], came[layer][i] = price[1 - layer][i] + _SWITCH, came[1 - layer][i]
        for layer, codec in enumerate(codecs):
            if i == size or price[layer][i] == float("inf"):
                continue
            for length, text, extra in _steps(piece[i : i + 4], codec):
                total = price[layer][i] + extra
                if text == REPLACEMENT and (i == 0 or i + length == size):
                    total -= 1.0  # the byte that made the edge may be the bad one
                if total < price[layer][i + length]:
                    price[layer][i + length], came[layer][i + length] = total, (i, layer, text)
    position, layer = size, min(range(len(codecs)), key=lambda one: price[one][size])
    pieces: list[tuple[int, str, str]] = []
    while step := came[layer][position]:
        start, layer, text = step
        length, position = position - start, start
        if pieces and pieces[-1][2] == codecs[layer] and REPLACEMENT not in (text, pieces[-1][1]):
            pieces[-1] = (length + pieces[-1][0], text + pieces[-1][1], codecs[layer])
        else:
            pieces.append((length, text, codecs[layer]))
    return pieces[::-1]


def _steps(ahead: bytes, codec: str) -> list[tuple[int, str, float]]:
    """What can be read from the first bytes: (number of bytes, text, price)."""
    first = ahead[0]
    if first < 0x80:
        return [(1, chr(first), _ascii_price(chr(first)))]
    lost = 1
    while lost < (3 if codec == UTF8 else 2) and lost < len(ahead) and ahead[lost] >= 0x80:
        lost += 1
    steps = [(length, REPLACEMENT, _LOST + length / 2) for length in range(1, lost + 1)]
    if codec == GB and first == 0x80 and ahead[1:2].isdigit():
        steps.append((1, "€", 4.0))  # code page 936 has the euro there
    for length in (2, 3, 4) if codec == UTF8 else (2, 4) if codec == GB else (2,):
        read = _read(ahead[:length], codec) if len(ahead) >= length else None
        if read:
            steps.append((length, *read))
    return steps


@lru_cache(maxsize=65_536)
def _read(code: bytes, codec: str) -> tuple[str, float] | None:
    """The one character the bytes are in the codec, with its price."""
    for name in (codec, CP950) if codec == BIG5 else (codec,):
        try:
            text = code.decode(name)
        except UnicodeDecodeError:
            continue
        if name == BIG5:
            text = text.translate(BIG5_MARKS)
        # A base letter with a combining mark is one code of Hong Kong's set.
        return (text, sum(map(_character_price, text))) if len(text) == 1 or name == BIG5 else None
    return None

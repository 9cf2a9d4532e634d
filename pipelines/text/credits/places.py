"""Names of places that stand in datelines, to part 王小明台北 into a name and a place.

Provinces, their cities, the counties of Taiwan and the cities abroad that correspondents report from: common
knowledge, written for this program. A place that is not listed is still read where a sign parts it from a
name (王小明／竹東).
"""

from __future__ import annotations

import re

_PLACES = frozenset(
    re.findall(
        r"\S+",
        """
    北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东
    海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 雄安 浦东 横琴 前海
    延安 井冈山 西柏坡 石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治
    晋城 朔州 晋中 运城 忻州 临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布
    锡林浩特 阿拉善 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛 长春 四平
    辽源 通化 白山 松原 白城 延边 延吉 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江
    黑河 绥化 大兴安岭 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 昆山 杭州
    宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 义乌 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆
    黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 平潭 南昌
    景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安
    威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡
    南阳 商丘 信阳 周口 驻马店 济源 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施
    仙桃 潜江 天门 神农架 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西 吉首
    广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳
    云浮 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 海口 三亚 三沙 儋州
    博鳌 文昌 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中
    资阳 阿坝 甘孜 凉山 西昌 贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南 黔东南 黔南 凯里 昆明 曲靖 玉溪
    保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆 拉萨 日喀则 昌都 林芝 山南
    那曲 阿里 西安 铜川 宝鸡 咸阳 渭南 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉
    酒泉 庆阳 定西 陇南 临夏 甘南 敦煌 西宁 海东 海北 黄南 海西 玉树 果洛 格尔木 银川 石嘴山 吴忠 固原
    中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 博尔塔拉 巴音郭楞 阿克苏 喀什 和田 伊犁 塔城 阿勒泰 石河子
    库尔勒 伊宁 霍尔果斯 重慶 遼寧 黑龍江 江蘇 廣東 貴州 雲南 陝西 甘肅 臺灣 內蒙古 廣西 寧夏 澳門 蘇州
    寧波 溫州 廈門 濟南 青島 鄭州 武漢 長沙 廣州 東莞 南寧 貴陽 蘭州 西寧 銀川 烏魯木齊 瀋陽 大連 長春
    哈爾濱 無錫 煙台 三亞 拉薩 台北 臺北 新北 桃園 台中 臺中 台南 臺南 高雄 基隆 新竹 苗栗 彰化 南投
    雲林 嘉義 屏東 宜蘭 花蓮 台東 臺東 澎湖 金門 馬祖 連江 桃园 云林 嘉义 屏东 宜兰 花莲 台东 金门 马祖
    九龍 新界 沙田 元朗 屯門 华盛顿 纽约 洛杉矶 旧金山 芝加哥 休斯敦 波士顿 西雅图 渥太华 多伦多 温哥华
    墨西哥城 哈瓦那 巴西利亚 里约热内卢 圣保罗 布宜诺斯艾利斯 圣地亚哥 利马 波哥大 加拉加斯 伦敦 巴黎
    柏林 法兰克福 慕尼黑 罗马 米兰 梵蒂冈 马德里 巴塞罗那 里斯本 布鲁塞尔 海牙 阿姆斯特丹 卢森堡 日内瓦
    苏黎世 伯尔尼 达沃斯 维也纳 布拉格 华沙 布达佩斯 布加勒斯特 索非亚 贝尔格莱德 雅典 哥本哈根
    斯德哥尔摩 奥斯陆 赫尔辛基 都柏林 基辅 明斯克 莫斯科 圣彼得堡 阿斯塔纳 塔什干 比什凯克 杜尚别
    阿什哈巴德 巴库 第比利斯 埃里温 安卡拉 伊斯坦布尔 德黑兰 巴格达 大马士革 贝鲁特 安曼 耶路撒冷
    特拉维夫 加沙 拉姆安拉 利雅得 多哈 迪拜 阿布扎比 科威特城 马斯喀特 萨那 开罗 的黎波里 突尼斯
    阿尔及尔 拉巴特 喀土穆 亚的斯亚贝巴 内罗毕 坎帕拉 达累斯萨拉姆 哈拉雷 约翰内斯堡 开普敦 比勒陀利亚
    阿布贾 拉各斯 阿克拉 达喀尔 东京 大阪 京都 名古屋 横滨 福冈 首尔 釜山 平壤 乌兰巴托 河内 胡志明市
    金边 万象 曼谷 仰光 内比都 吉隆坡 新加坡 雅加达 巴厘岛 马尼拉 新德里 孟买 伊斯兰堡 喀布尔 达卡
    加德满都 科伦坡 堪培拉 悉尼 墨尔本 惠灵顿 奥克兰 苏瓦 莫尔兹比港 联合国 華盛頓 紐約 洛杉磯 舊金山
    倫敦 羅馬 維也納 日內瓦 布魯塞爾 東京 橫濱 首爾 河內 馬尼拉 雅加達 基輔 德黑蘭 開羅 孟買 聯合國
    雪梨 墨爾本 檳城 萬象 金邊
    """,
    )
)
_LONGEST = max(map(len, _PLACES))
_KIND = re.compile("[市县縣区區省州镇鎮乡鄉村]$")
_BETWEEN = "[、/・·]"


def is_place(text: str) -> bool:
    """Whether the text names places of the list and nothing else: 北京, 台北市, 上海、杭州."""
    return all(one in _PLACES or _KIND.sub("", one) in _PLACES for one in re.split(_BETWEEN, text))


def is_address(text: str) -> bool:
    """Whether it is a province and a city of the list, 江苏南京, as readers sign with.

    One place alone, 安康, may be a name.
    """
    return len(text) > 3 and any(text[:size] in _PLACES and is_place(text[size:]) for size in (2, 3))


def part_place(text: str) -> tuple[str, str]:
    """王小明台北 → (王小明, 台北); (text, '') where it does not end with a place of the list.

    The longest place counts; at least two characters stay before it.
    """
    for size in range(min(_LONGEST + 1, len(text) - 2), 1, -1):
        if is_place(text[-size:]) and text[-size - 1] not in "、/・·":
            return text[:-size], text[-size:]
    return text, ""

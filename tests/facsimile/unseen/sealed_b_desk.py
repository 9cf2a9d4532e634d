"""Stories that the newsroom has no form for, for the sealed sites: one sentence, questions, numbers, groups of pictures.

All of it is invented. `Staffed` is a site that prints some of them besides what its newsroom made.
"""

# ruff: noqa: E501  (a story is left as one reads it)

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tests.facsimile.unknown.site import UnknownSite
from tests.facsimile.unknown.values import Edition, Picture, Story


@dataclass(frozen=True, slots=True)
class Staffed(UnknownSite):
    """A site with stories of its own; each stands in one of its issues, in turn."""

    more: tuple[tuple[int, Story], ...] = ()
    """Place of the page (1, 2 …) and the story, which gets its key when it is printed."""

    def edition(self, day: date) -> Edition:
        """What its newsroom printed that day, and its own stories behind."""
        made = UnknownSite.edition(self, day)
        key = max(story.key for sheet in made.sheets for story in sheet.stories)
        sheets = list(made.sheets)
        for place, story in self.more[self.days.index(day) :: self.issues]:
            key += 1
            sheet = sheets[place - 1]
            sheets[place - 1] = replace(sheet, stories=(*sheet.stories, replace(story, key=key)))
        return replace(made, sheets=tuple(sheets))


def _brief(headline: str, *paragraphs: str) -> Story:
    return Story(0, "notice", headline, paragraphs)


CAMPUS = (
    (1, _brief("图书馆自习区延长开放", "本周起，校图书馆三层自习区的开放时间延长至晚上十一点半。")),
    (1, _brief("校车增开早班", "西校区往返东校区的校车自下周一起增开早上六点四十分一班。")),
    (2, Story(0, "news", "把一道题讲成一条河", (
        "退休十一年的沈望舒仍住在校内的红砖楼里，书桌上压着一叠没有批完的习题。",
        "记者：您教了四十年数学分析，最怕学生问什么？",
        "沈望舒：最怕他们什么都不问。一道题摆在那里，谁都说懂了，那多半是谁也没有懂。",
        "记者：有学生说，您一节课只讲一道题。",
        "沈望舒：一道题讲透了，就像沿着一条河走到海边，沿途的支流都认得了。",
        "记者：现在的学生手边工具很多，还需要自己算吗？",
        "沈望舒：工具替你到了终点，可是没有替你走路。",
    ), subhead="——访数学学院退休教师沈望舒", byline="学生记者 黎小满")),
    (2, Story(0, "news", "显微镜下的一粒盐", (
        "材料楼四层尽头的实验室，门上贴着一张手写的字条：轻声，晶体在生长。",
        "一、为什么是盐",
        "课题组选择最普通的氯化钠，是因为它的每一个台阶都有人量过，误差无处可藏。",
        "二、三百次失败",
        "前三百次实验，薄片都在最后一分钟碎裂。博士生乔一苇把碎片装进玻璃瓶，按日期排在窗台上。",
        "三、看见边界",
        "第三百零一次，屏幕上出现了一条笔直的边，组里没有人说话。",
    ), kicker="走进实验室系列报道之三", byline="学生记者 谷雨桐")),
    (3, Story(0, "table", "校运会团体总分前四名", ("校运会昨日闭幕，团体总分如下。", "体育学院 312.5 分", "土木学院 287 分", "外语学院 241.5 分", "农学院 198 分"))),
    (3, Story(0, "table", "本周讲座安排", ("讲座均在逸夫楼报告厅，请提前入场。", "周二 唐代驿路上的诗 穆青山", "周四 湖泊会不会变老 费远帆", "周五 怎样读一张地质图 邹立冬"))),
    (4, _brief("讣告", "我校外语学院离休教师康蕴如先生因病医治无效逝世，享年九十三岁。遵照先生遗愿，丧事从简。")),
    (4, _brief("征稿启事", "本报副刊长期征集散文、诗歌与书画作品，来稿请注明院系班级，一经采用即付稿酬。")),
)  # fmt: skip
"""For a university paper of four pages."""

COUNTY = (
    (1, Story(0, "photo", "梯田收割", ("秋分前后，屏山七百级梯田从山脚黄到山顶。收割机上不去的地方，镰刀仍是主角。",), pictures=(
        Picture("tt_1", "村民在半山的田里割稻。", "应长河"), Picture("tt_2", "稻捆沿着索道滑向打谷场。", "应长河"),
        Picture("tt_3", "打谷场边，孩子们捡拾遗落的稻穗。", "应长河")))),
    (1, Story(0, "photo", "开渔", ("休渔期满，水库码头的二十六条渔船一早离岸。",), pictures=(
        Picture("ky_1", "渔船列队驶出码头。", "路听潮"), Picture("ky_2", "第一网银鱼上岸，商贩围拢过来。", "路听潮")))),
    (2, _brief("更正", "本报昨日二版《老粮站改成村史馆》一文中“占地三亩”应为“占地十三亩”，特此更正。")),
    (2, _brief("公示", "经评审，拟认定溪口豆腐、竹编灯笼、山歌对唱三项为县级非物质文化遗产代表性项目，公示期七天。")),
    (3, Story(0, "notice", "三言两语", ("城东菜场重新开业，摊位费三年不变。", "横岭隧道右洞贯通。", "县医院开设夜间儿科门诊。"))),
    (3, Story(0, "notice", "简讯", ("溪口镇举办第九届豆腐节。", "全县中小学本周三开学。", "南山林场发现一株树龄约六百年的红豆杉。"))),
)  # fmt: skip
"""For a county paper."""

CITY = (
    (1, _brief("今日天气", "今天多云转小雨，偏北风三级，气温9到15摄氏度，出门请带伞。")),
    (1, _brief("今日天气", "今天晴，早晚有雾，气温6到17摄氏度，昼夜温差较大。")),
    (2, _brief("一只猫让公交车停了六分钟", "昨天下午，一只三花猫坐在12路公交车的前轮旁不肯离开，司机下车哄了六分钟才得以发车。")),
    (2, _brief("路灯亮了", "读者来电反映的青石巷第七盏路灯，昨晚已经修好。")),
    (3, Story(0, "table", "福利彩票开奖公告", ("以摇奖现场公布的结果为准。", "第128期 03 09 14 22 27 31", "蓝球 08 单注 3000 元", "下期 奖池 11.42 亿元"))),
    (3, Story(0, "table", "体育彩票开奖公告", ("兑奖期限为六十天，逾期作废。", "排列三 7 0 4", "排列五 7 0 4 9 1", "七星彩 2 8 8 1 5 6 3"))),
    (4, Story(0, "news", "租来的房子漏水，该谁修", (
        "市民贺女士来电：租住的房子卫生间漏水，房东说住谁家谁修，我该怎么办？",
        "律师答复：除合同另有约定外，维修是出租人的义务。承租人可以先通知房东在合理期限内维修。",
        "房东不修的，承租人可以自行维修，费用由出租人负担；因维修影响使用的，应当相应减少租金。",
    ), column="有问必答", byline="记者 尹素秋")),
    (4, Story(0, "news", "老人走失前最爱去的三个地方", (
        "派出所的登记本上，过去一年有四十一条走失老人的记录，其中三十八位在六小时内找到。",
        "民警把地点标在一张旧地图上，红点密集的地方只有三处：老火车站、拆掉的棉纺厂、渡口。",
        "“他们不是走丢了，是想回去上班。”值夜班的民警这样写道。",
    ), column="城市笔记", byline="记者 裴知夏")),
)  # fmt: skip
"""For a daily or an evening paper of a town, with columns and bylines."""

LETTERS = (
    (1, _brief("本报启事", "下周一为本报创刊六周年，届时增出纪念特刊四版，零售价不变。")),
    (1, _brief("更正", "上期二版《桥洞里的印书坊》中“光绪二十九年”误作“光绪十九年”，谨向读者致歉。")),
    (2, Story(0, "news", "一张当票上的三个错字", (
        "从旧书摊买来一本账册，里面夹着一张当票。",
        "票上写着“破衣烂衫一件”，其实是一件簇新的狐皮袍子。当铺的写法，好的也要写成坏的。",
        "三个错字我查了半年：前两个是行话，第三个才真是写错了。",
        "写错字的人叫什么名字，票上没有。",
    ), byline="闻人舟")),
    (2, Story(0, "news", "城砖铭文里的窑工", (
        "城墙第三层的砖，每块都刻着人名。",
        "“总甲”“甲首”“小甲”之下，最后一行才是窑匠，往往只有两个字。",
        "我抄了四百一十二块，姓徐的最多。有一块上，刻字的人把自己的名字写反了。",
    ), kicker="城墙札记之七", byline="祁望山")),
    (3, Story(0, "poem", "夜过长干桥", ("桥下的灯比桥上的多", "卖藕的人收了担子", "把剩下的半支月亮", "留给水"), byline="苏晚亭")),
    (3, Story(0, "poem", "立冬前夜", ("母亲翻出去年的棉被", "太阳还在里面睡着", "轻轻一拍", "满屋都是去年的草香"), byline="邬小池")),
)  # fmt: skip
"""For a weekly of letters, signed with names alone."""

HARBOUR = (
    (2, Story(0, "table", "一周运价", ("上周五收盘，与前一周相比。", "远东至北欧 1842 涨3.1%", "远东至地中海 2110 跌0.8%", "远东至美西 1675 平"))),
    (2, Story(0, "table", "一周油价", ("船用低硫油，单位为美元每吨。", "舟山 611 跌4", "新加坡 598 跌7", "鹿特丹 572 涨2"))),
    (3, Story(0, "notice", "航讯", ("三号锚地自本月起恢复使用。", "长兴岛船台本周有两艘散货船下水。", "北港引航站换发新式工作服。"))),
    (3, _brief("招聘", "某航运公司诚聘大副一名、三管轮两名，持有效证书，薪资面议，简历请寄本报信箱。")),
    (4, Story(0, "news", "为什么集装箱多半是红褐色", (
        "问：码头上的集装箱为什么大多是红褐色？",
        "答：最早的底漆里有氧化铁，颜色便宜又耐看，后来换了配方，颜色却留了下来。",
        "问：白色的呢？",
        "答：多半是冷藏箱，白色少吸热。",
    ), byline="本报记者 水一方")),
    (4, Story(0, "news", "灯塔看守人的最后一班岗", (
        "灯塔改成遥控以后，看守人老韦还是每天傍晚爬一遍一百零九级台阶。",
        "上月最后一天，他把钥匙交给航标处，只说了一句：第七十一级松了，记得修。",
    ), byline="本报记者 水一方")),
)  # fmt: skip
"""For a trade weekly of a harbour."""

EVENING = (
    (1, _brief("明早限行尾号", "明天工作日机动车限行尾号为3和8，限行时间早七点至晚八点。")),
    (1, _brief("明早限行尾号", "明天工作日机动车限行尾号为4和9，限行时间早七点至晚八点。")),
    (2, Story(0, "news", "晚八点的修鞋摊", (
        "翠湖东门的修鞋摊，晚上八点才开张。",
        "摊主老倪白天在纸箱厂上班，下班后推着小车过来，一盏灯，一台手摇机。",
        "“白天穿鞋，晚上才有空修。”他说。",
        "最贵的一单收了十五元，是给一双跳舞鞋换底。",
    ), kicker="翠湖夜归人", byline="记者 应小棠", column="夜归人")),
    (2, Story(0, "news", "末班车上的两束花", (
        "昨晚十点四十分，K9路末班车上只有两位乘客，都抱着花。",
        "一位去医院接下夜班的妻子，一位刚从婚礼上回来。",
        "司机说，车厢里香得他多绕了一圈操场那么长的路都没觉得困。",
    ), kicker="翠湖夜归人", byline="记者 应小棠", column="夜归人")),
    (3, Story(0, "notice", "今晚去哪儿", ("19时30分，工人文化宫，滇剧折子戏。", "20时，翠湖南路书店，旧地图分享会。", "20时，体育馆，业余羽毛球赛决赛。"))),
    (3, Story(0, "notice", "今晚去哪儿", ("19时，群艺馆，少儿木偶戏。", "19时30分，音乐厅，弦乐四重奏。", "21时，北市区广场，露天电影。"))),
    (4, Story(0, "photo", "蓝花楹开了", (), pictures=(
        Picture("lhy_1", "教场中路的蓝花楹比去年早开九天。", "白墨"), Picture("lhy_2", "环卫工在花下歇脚。", "白墨")))),
    (4, Story(0, "photo", "送别红嘴鸥", (), pictures=(
        Picture("hzo_1", "最后一群红嘴鸥在湖面盘旋。", "白墨"), Picture("hzo_2", "孩子把剩下的鸥粮交回值班室。", "白墨")))),
)  # fmt: skip
"""For an evening paper."""

"""Any number of newspaper articles, made up: seeded, streaming, with a vocabulary that keeps growing.

Article i depends on the seed and on i alone. Sentences are the project's own; a third of their words are
drawn from jieba's dictionary by flattened frequency, so that new words go on coming up.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from random import Random

# A daily of four pages: ten thousand articles are seven months of it, a million fifty-seven years. An archive
# of any size holds issues of the same kind, and grows by years, as a newspaper's does.
FIRST_DAY = date(1968, 1, 1)
ON_A_PAGE = 12
A_DAY = 4 * ON_A_PAGE

SECTIONS = """
要闻 民生 经济 教育 文化 健康 社区 农村 法治 体育 科技 环境 读者来信 副刊
""".split()
GENRES = ("news",) * 12 + ("feature",) * 3 + ("notice", "notice", "comment", "photo", "roundup", "letter")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文海燕春生晓东小玲佳怡子轩雨桐思远嘉禾若溪"
    "振宇鹏飞云帆慧清宏达永福长林瑞雪景行向阳立新庆丰维民学礼"
)
PLACES = """
临江市 望河县 青岭区 白石镇 东关街道 柳荫社区 北坞村 南渡口 新安里 石桥乡 云台山 赤水湾
金盆岭 沙洲岛 长亭路 梅园小区 西津码头 古城墙 双塔街 松涛林场
""".split()
OFFICES = """
民政局 教育局 水务局 园林局 卫生健康委员会 交通运输局 总工会 妇联 文物局 气象台 图书馆 博物馆
人民医院 供电公司 公交集团 消防救援支队 农业农村局 档案馆 体育中心 科学技术协会
""".split()
VERBS = """
改造 修缮 建设 整治 推广 调查 保护 演练 登记 疏浚 养护 评选 培训 巡查 展览 收集 翻新
检修
""".split()
THINGS = """
老旧小区 社区食堂 河道堤岸 农田水渠 口袋公园 公共自行车 非遗作坊 学校操场 候车亭 地下管网
防汛物资 家庭医生 夜间市场 充电车位 古树名木 图书流动站 养老驿站 果园滴灌 山洪预警 旧物市集
""".split()
QUALITIES = """
明显 稳步 有序 集中 全面 分批 提前 反复 逐户 主动 及时 耐心 细致 公开 长期
""".split()

# What a sentence is made of: {p} place {o} office {n} person {t} thing {v} verb {q} quality {w} any word
# {x} rare word {d} day {m} number.
SENTENCES = """
{d}，{p}{t}{v}工程{q}推进，{o}派出{m}名工作人员到现场查看{w}。
“以前这里一下雨就积水，现在{q}好多了。”住在{p}的{n}指着门前的{w}对记者说。
据{o}介绍，今年计划完成{m}处{t}{v}，其中{p}{m}处，预计受益居民{m}户。
{n}在{p}住了{m}年，提起{t}，他首先想到的是{w}和{x}。
{o}有关负责人表示，下一步将围绕{w}、{w}和{x}{q}开展{v}，让更多的人用得上{t}。
走进{p}，只见{w}旁摆着{m}张桌椅，几位老人正在谈论{x}。
为了弄清{x}的情况，{n}和同事{q}走访了{m}户人家，记下了厚厚的一本{w}。
去年{d}起，{p}把{t}交给{o}统一{v}，费用下降了{m}%。
当天上午，来自{p}的{m}位代表参观了{t}，并就{w}提出建议。
{n}说，{v}{t}并不难，难的是长期坚持，{w}要有人管，{x}要有人看。
记者从{o}获悉，{d}以前，全市将对{t}进行一次{v}，重点检查{w}。
在{p}，{x}曾经是家家户户都有的东西，如今只有{n}一家还在做。
有居民反映{p}的{w}长期无人{v}，{o}接到来信后{q}作了答复。
{o}提醒，近期{w}较多，出门请带好{x}，不要靠近{p}一带的河岸。
这项工作从{d}开始，到{d}结束，共投入{m}万元，{v}{t}{m}处。
{n}把{x}送到{o}，工作人员登记之后，放进了{w}。
村里的{w}熟了，{n}在{p}搭起棚子，一天能卖出{m}斤。
{o}的数据显示，{p}今年的{w}比上年增加{m}%，是{m}年来最多的一年。
活动现场，{n}表演了{x}，孩子们围着{w}看得入了神。
{t}投入使用以后，{p}到{p}的路程由{m}分钟缩短为{m}分钟。
针对{x}的问题，{o}请来{m}位专家，{q}讨论了{w}的办法。
一场大雨过后，{p}的{w}被冲坏，{o}连夜组织{v}，{d}恢复通行。
{n}翻开一本旧相册，里面有{p}的{w}，也有{o}当年的{x}。
截至{d}，已有{m}人报名参加{v}，年龄最大的{n}今年{m}岁。
专家认为，{x}与{w}关系密切，{v}时应当{q}考虑当地的{t}。
志愿者每周到{p}两次，帮助{n}打扫{w}，陪他说说{x}。
{o}公布了联系电话，市民发现{t}损坏，可以随时告知，{m}小时内有人{v}。
新的{w}装好之后，{p}的夜晚亮了起来，{n}的小店也多了{m}成客人。
对于{x}，各方看法不一，{n}主张先{v}，{n}则认为应当等一等。
{p}的{t}今年{q}扩大，新增{w}{m}个，还开设了{x}专柜。
""".strip().split("\n")
HEADLINES = """
{p}{t}{q}{v}
{o}{v}{t}惠及{m}户
{p}：{w}旁话{x}
{n}和他的{x}
{t}如何{v}？{o}这样答
一条{w}连起{p}
{o}发布{w}{v}办法
{p}的{x}有了新去处
{m}处{t}年内{v}
守着{x}的{n}
""".strip().split("\n")


@dataclass(frozen=True)
class Record:
    """One article as the generator makes it."""

    number: int
    day: date
    page: int
    order: int
    kicker: str
    title: str
    subtitle: str
    body: str
    section: str
    genre: str
    agencies: tuple[str, ...]
    tags: tuple[str, ...]
    writers: tuple[str, ...]

    @property
    def text_bytes(self) -> int:
        """Return the size of what a reader reads, in UTF-8."""
        return len((self.kicker + self.title + self.subtitle + self.body).encode())


def records(count: int, *, seed: int = 1, start: int = 0) -> Iterator[Record]:
    """Yield articles `start` to `count` - 1, oldest first."""
    for number in range(start, count):
        yield record(number, seed=seed)


def record(number: int, *, seed: int = 1) -> Record:
    random = Random(seed * 1_000_003 + number)
    in_day = number % A_DAY
    writer = Writer(random)
    paragraphs, length, wanted = [], 0, random.choice((180, 300, 420, 480, 540, 620, 800))
    while length < wanted:
        sentences = [writer.fill(random.choice(SENTENCES)) for _each in range(random.randint(2, 4))]
        paragraphs.append("".join(sentences))
        length += len(paragraphs[-1])
    offices = list(dict.fromkeys(writer.offices))[:3]
    return Record(
        number=number,
        day=FIRST_DAY + timedelta(days=number // A_DAY),
        page=in_day // ON_A_PAGE + 1,
        order=in_day % ON_A_PAGE,
        kicker=writer.fill("{p}{q}{v}{w}") if random.random() < 0.15 else "",
        title=writer.fill(random.choice(HEADLINES))[:60],
        subtitle=writer.fill("{o}{d}{v}{x}") if random.random() < 0.15 else "",
        body="\n".join(paragraphs),
        section=random.choice(SECTIONS),
        genre=random.choice(GENRES),
        agencies=tuple(offices),
        tags=tuple({random.choice(THINGS), random.choice(VERBS), writer.common()}),
        writers=(writer.person(),),
    )


class Writer:
    """Fills the gaps of one article's sentences, and remembers which offices it named."""

    def __init__(self, random: Random):
        self.random = random
        self.offices: list[str] = []
        self.home = random.choice(PLACES)

    def fill(self, sentence: str) -> str:
        pieces = sentence.split("{")
        filled = [pieces[0]]
        for piece in pieces[1:]:
            filled.append(self.word(piece[0]))
            filled.append(piece[2:])
        return "".join(filled)

    def word(self, kind: str) -> str:
        random = self.random
        if kind == "w":
            return self.common()
        if kind == "x":
            return self.rare()
        if kind == "p":
            return self.home if random.random() < 0.5 else random.choice(PLACES)
        if kind == "o":
            self.offices.append(f"{random.choice(PLACES[:3])}{random.choice(OFFICES)}")
            return self.offices[-1]
        if kind == "n":
            return self.person()
        if kind == "m":
            return str(random.randint(2, 9) * 10 ** random.randint(0, 3) + random.randint(0, 9))
        if kind == "d":
            return f"{random.randint(1, 12)}月{random.randint(1, 28)}日"
        return random.choice({"t": THINGS, "v": VERBS, "q": QUALITIES}[kind])

    def person(self) -> str:
        random = self.random
        return random.choice(SURNAMES) + "".join(random.choices(GIVEN, k=random.choice((1, 2, 2))))

    def common(self) -> str:
        words, weights = vocabulary()
        return words[bisect(weights, self.random.random() * weights[-1])]

    def rare(self) -> str:
        words, _weights = vocabulary()
        return words[self.random.randrange(len(words))]


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """Return the nouns and verbs of jieba's dictionary, and their flattened frequencies added up."""
    # The file alone: importing jieba would load the dictionary a second time, its own way.
    folder = Path(find_spec("jieba").origin).parent
    words, weights = [], []
    with (folder / "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, frequency, kind = line.split(" ")
            if 2 <= len(word) <= 4 and kind[0] in "nv" and "\u4e00" <= word[0] <= "\u9fff":
                words.append(word)
                weights.append(int(frequency) ** 0.6)
    return words, list(accumulate(weights))

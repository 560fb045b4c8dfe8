"""Names of organisations that no file knows, told by how they end: communities, schools, companies, teams.

A name is found from its end: 小学, 有限公司, 局 … Going left word by word, it begins at the place that heads it,
or else behind the nearest word that cannot be part of a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .bodies import FULL, MATTERS, OFFICES, PARTY_OFFICES
from .places import known_places
from .statistics import load_statistics
from .words import cut

ENDINGS = {
    "government": "管理委员会 管委会 人民政府 街道办事处 办事处 管理局 监督局 分局 厅 局 管理处 管理所 管理站 工作站 监测站 指挥部 "
    "委员会办公室 领导小组办公室 办公厅 征兵办公室 征兵办 新闻办公室 新闻办 联社",
    "party": "党工委 党委 党组 党总支 党支部 组织部 宣传部 统战部 社会工作部 政法委 纪委监委 纪委 文明办 网信办 编办 党校 工委",
    "police": "公安局 公安分局 派出所 交警支队 交警大队 刑警支队 特警支队 边检站 看守所 戒毒所 监狱 警务站",
    "congress": "人大常委会 人民代表大会 人大",
    "cppcc": "政协",
    "court_procuratorate": "高级人民法院 中级人民法院 人民法院 人民检察院 检察院 法院 中院 高院",
    "mass_org": "总工会 工会 妇女联合会 妇联 科协 文联 残联 侨联 社科联 工商联 红十字会 联合会 贸促会",
    "association": "协会 学会 商会 促进会 基金会 研究会 联谊会 慈善总会 慈善会 总会 志愿服务队 志愿服务总队 服务支队 服务总队 服务队 "
    "救援队 志愿者协会 俱乐部 联合社 合作社 宣讲团",
    "military": "人武部 人民武装部 军分区 警备区 军区",
    "school": "大学 学院 党校 中学校 中学 附中 附小 小学校 小学 幼儿园 实验学校 职业学校 技工学校 特教学校 外国语学校 学校 教育集团 "
    "职高 职教中心 技校",
    "hospital": "医院 卫生院 社区卫生服务中心 卫生服务中心 保健院 疾病预防控制中心 疾控中心 血液中心 血站 急救中心 康复中心 门诊部 "
    "卫生室 卫生所",
    "company": "有限责任公司 股份有限公司 有限公司 集团公司 分公司 总公司 公司 集团 银行 支行 分行 信用社 农商行",
    "community": "社区居委会 社区党委 社区党总支 社区党支部 社区 居委会 村委会 未保站 养老服务驿站 养老服务中心 服务驿站 党群服务中心",
    "media": "报社 日报社 广播电视台 电视台 广播电台 出版社 通讯社 融媒体中心 新闻中心",
    "other": "博物馆 图书馆 文化馆 群艺馆 美术馆 科技馆 科学技术馆 纪念馆 档案馆 展览馆 少年宫 青少年宫 青年宫 "
    "研究院 研究所 设计院 勘察院 规划院 科学院 研究中心 实验室 服务中心 管理中心 交易中心 指挥中心 保障中心 监测中心 防灭火中心 救助中心 "
    "救助站 福利院 儿童福利院 敬老院 养老院 公证处 律师事务所 会计师事务所 产业园 科技园 "
    "支队 大队 中队 总队 消防站 消防救援站 供电所 收费站 火车站 客运站 机务段 工务段 车务段 车站 机场 "
    "京剧院 晋剧院 歌舞剧院 话剧院 剧团 艺术团 交响乐团 孵化器 公交公司 动物园 供销社 燃气公司 自来水公司 热力公司",
}
KIND_OF = {ending: kind for kind, endings in ENDINGS.items() for ending in endings.split()}

# An ending that goes on into another word is none: 小学生, 局面, 公司法.
_GOES_ON = (
    r"(?!长(?!期|治|春|沙|江)|生(?!态|产|物|活|命)|面(?!向|对|积)|势|部地|限|促|长期|域|员(?!工)|法(?!院|律服)|卡(?!车)|理念|派(?!出)|里人|间|级|式|矫正|工作者|"
    r"网格|志愿|居民|治理|养老(?!服务(?:驿站|中心))|教育(?!局|厅|集团|工委)|化|型|界|群(?!众)|军|制|债|存款|贷款|业(?!公司)|"
    r"医学|风险|感染|食堂|门口|附近|周边|路(?!小学)|街(?!道)|团购)"
)
_PARTY = "|".join(sorted(PARTY_OFFICES, key=len, reverse=True))
_BODIES = sorted((body for body in FULL if len(body) > 1), key=len, reverse=True)
_ENDING = re.compile(
    rf"(?<=[省市区县州旗盟镇乡])委(?:{_PARTY})?(?![员托任派培以屈婉])"
    rf"|(?:{'|'.join(sorted({*KIND_OF, *_BODIES} - {'委'}, key=len, reverse=True))}){_GOES_ON}"
    rf"|(?:{'|'.join(sorted(MATTERS, key=len, reverse=True))})(?:委员会|委|办)(?![员托任派培以屈婉])"
    r"|第?[一二三四五六七八九十〇百\d]{1,4}(?:中学校|中学|中|小学|小|医院|院)(?![心国央外午间部小大型年级等期介旬共学队个家场层]|区)"
)

# A name never reaches over these.
_WALL = frozenset(
    "的 了 在 是 由 被 把 将 向 从 对 为 给 让 使 与 跟 同 于 到 及 以及 并 并且 而 也 都 又 还 已 已经 正 正在 等 等等 或 或者 如 像 "
    "其 其中 该 此 这 那 每 各 各级 各个 各类 本 某 某些 一些 一个 一家 一所 一名 一位 两家 两名 多家 多个 多所 多名 部分 有关 相关 所有 全体 "
    "全市 全省 全国 全区 全县 我市 我省 我区 我县 我国 我校 我院 我们 他们 她们 它们 他 她 它 我 你 您 自己 本市 本省 当地 外地 本地 异地 "
    "来到 走进 走访 前往 赶到 赶赴 赴 位于 来自 毕业于 就读于 就职于 任职 家住 联合 会同 携手 邀请 组织 组建 指导 支持 帮助 协助 配合 "
    "参加 参观 参与 出席 举行 举办 召开 开展 启动 主办 承办 协办 发布 公布 通报 印发 出台 制定 实施 推动 推进 推出 打造 建设 建成 建立 成立 "
    "新增 增设 设立 设置 入驻 进驻 进入 走出 离开 返回 抵达 到达 经过 通过 根据 按照 依据 依托 围绕 针对 关于 作为 成为 担任 兼任 获得 荣获 "
    "记者 获悉 了解 得知 据悉 据 消息 介绍 表示 称 说 指出 强调 要求 认为 提出 看到 发现 报道 报告 讯 电 "
    "近日 日前 目前 昨日 今日 昨天 今天 明天 明日 今年 去年 当天 当日 随后 之后 以来 期间 时 后 前 中 上 下 里 内 外 "
    "包括 包含 含 涉及 覆盖 面向 隶属 属于 以 自 至 往 向着 朝 沿 沿着 经 因 因为 因此 所以 如果 只要 只有 虽然 但 但是 不 不仅 没有 无 "
    "有 拥有 具有 可 可以 能 能够 会 要 应 应当 必须 需 需要 想 请 请到 叫 名为 称为 命名 叫做 就是 即 分别 分别是 共 共有 总计 约 近 超 "
    "市民 居民 群众 学生 老师 教师 职工 员工 村民 记者从 通讯员 送 送到 送往 交 交给 寄 寄往 转 转到 调 调到 考入 考上 任 选 当选 "
    "服务 慰问 调研 视察 考察 检查 督查 暗访 看望 学习 采访 座谈 宣讲 签约 签订 签署 牵手 结对 共建 对接 对口 援助 捐赠 捐助 资助 助力 "
    "下属 直属 所属 旗下 辖区 辖区内 境内 周边 附近 门口 多部门 各部门 部门 单位 企业 机构 场所 地点 名单 排名 入选 上榜 荣登 跻身 "
    "委托 授权 受 受到 接到 收到 接受 面对 遭遇 结合 利用 使用 运用 采用 采取 引进 引入 引导 鼓励 号召 呼吁 提醒 告诉 告知 通知 公告 "
    "鉴定 评为 授予 颁发 认定 批准 同意 准予 决定 拟 拟定 计划 准备 打算 希望 尤其 特别是 特别 例如 比如 诸如 以来自 共同 一起 一同 一道 "
    "非 是否 无论 不论 不管 无需 前身 原 原来 原先 更名 改为 并入 归 划归 现 现任 原任 曾 曾任 曾在 再 再次 首次 首个 首家 首批 第一家 唯一 "
    "参加了 来了 见到 走 走到 走向 进 出 回 回到 上门 深入 加强 加大 加快 提升 提高 完善 优化 强化 深化 落实 贯彻 完成 实现 促进 保障 确保 "
    "创建 争创 搭建 构建 培育 选派 选拔 选聘 招聘 招募 动员 发动 带领 率领 率队 带队 领导 分管 主管 负责 管理 监督 督促 敦促 责令 处罚 查处 "
    "和 暨 乃至 甚至 跨 连同 均 则 便 才 就 只 仅 最 更 很 太 非常 十分 凡 凡是 谁 什么 哪 哪些 如何 怎样 为什么".split()
)
# Words that stand before an ending and name nothing: 民办医院, 基层社区.
_GENERIC = frozenset(
    "基层 民办 公办 公立 私立 社会 专业 普通 高等 职业 城市 农村 乡村 乡镇 县级 市级 省级 国家级 区级 街道 社区 村 镇 老年 成人 中等 重点 "
    "示范 先进 优秀 试点 新建 老旧 大型 小型 中小 龙头 骨干 民营 国有 国企 央企 私营 外资 合资 上市 建筑 物业 保险 快递 网约车 出租车 互联网 "
    "房地产 开发 施工 承建 生产 经营 科技 商业 综合 三甲 三级 二级 定点 专科 中医 儿童 妇幼 口腔 乡 县 市 区 省 中小学 中 小 大 高 初 "
    "成员 会员 行业 农民 农业 志愿 志愿者 青年 党员 巾帼 专家 医疗 养老 养老服务 服务 公益 慈善 校 学校 企业 公司 家庭 智慧 和谐 文明 平安 幸福 "
    "友好 儿童友好 全国 世界 国际 国内 国外 一流 高职 高校 院 驻 驻地 部 军 警 便民 政务 政务服务 党群 党群服务 市民 游客 群众 分 总 主 党 "
    "指定 各地 不同 多数 少数 大多数 试验 实验 教学 教育 培训 文化 艺术 体育 音乐 舞蹈 美术 创新 创业 双创 研发 数据 大数据 信息 网络 物流 "
    "配送 电商 购物 商务 会展 会议 展览 体检 急诊 发热 疫苗 接种 核酸 检测 医学 科学 技术 工程 工业 农产品 交易 交通 应急 救援 志愿服务 "
    "低碳 绿色 无障碍 零碳 完整 未来 老 新 旧 好 美 名 小区 大 友善 样板 标杆 特色 品牌 连锁 便利 大型超市 生鲜 机关 事业 一线 地方 全日制 "
    "地区 中心 主要 重要 规模 微型 个体 小微 纳税 用人 参会 与会 参展 参赛 获奖 贫困 结对 牵头 主办 承办 协办 责任 属地 上级 下级 同级 "
    "理工科 双一流 本科 专科 研究生 医药 制药 汽车 航空 铁路 公路 地铁 公交 银行 证券 电力 煤炭 钢铁 化工 石油 天然气 燃气 供热 供水 供电 "
    "民警 特警 骑警 交警 消防 武警 大学 中学 小学 幼儿 儿童福利 社会福利 福利 康复 护理 医养 医养结合 居家 日间 日间照料 嵌入式 长者 敬老 "
    "民间 外国 海外 境外 涉外 涉事 肇事 违法 违规 相关 兄弟 友好 姐妹 周边 邻近 附属 直属 下属 子 母 总部 分支 联营 合作 共建 试办".split()
)
_QUANTITY = re.compile(
    r"[\d一二两三四五六七八九十几数多百千]+(?:余|多)?(?:家|个|所|支|名|位|座|处|间|批|组|届|条|项|类|级)$"
)
_MARKS_INSIDE = {"(": ")", "（": "）", "“": "”", "‘": "’"}
_NOT_PLACE = frozenset("社区 地区 园区 景区 市区 城区 小区 山区 辖区 灾区 库区 片区 校区 院区 街区 厂区 矿区 林区 牧区 特区 战区 军区 禁区 郊区 郊县 "
                       "城市 都市 超市 夜市 股市 楼市 集市 门市 上市 城镇 乡镇 小镇 重镇 老镇 家乡 故乡 下乡 返乡 回乡 他乡 城乡 水乡 各县 各市 各区 "
                       "保护区 开发区 示范区 试验区 风景区 旅游区 住宅区 生活区 商业区 功能区 展区 考区 展示区 经济区 街道 大街".split())  # fmt: skip
_LEVEL = frozenset("省市区县州旗盟")
_REACH = 26  # letters to the left of an ending in which its name begins


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch of text that is built like the name of an organisation."""

    start: int
    end: int
    head: int  # where the place that heads it ends; start when there is none
    kind: str
    ending: str
    inherits: bool = False  # 组织部、宣传部: the place was said before


class Words:
    """The words of one stretch and where they begin: cut once, asked often."""

    def __init__(self, text: str):
        self.text = text
        self.tokens = list(cut(text))
        self.ends = {end: number for number, (_, end, _) in enumerate(self.tokens)}
        self.starts = {start: number for number, (start, _, _) in enumerate(self.tokens)}


def find_named(words: Words) -> Iterator[Named]:
    """Yield what is built like an organisation's name, from left to right."""
    text = words.text
    last: Named | None = None
    for match in _ENDING.finditer(text):
        named = _name_before(words, match.start(), match.end(), last)
        if named is None:
            continue
        if last is not None and named.start < last.end:
            if named.start > last.start:
                continue
            last = named
            continue
        if last is not None:
            yield last
        last = named
    if last is not None:
        yield last


def _name_before(words: Words, start: int, end: int, last: Named | None) -> Named | None:
    text, ending = words.text, words.text[start:end]
    kind = _kind_of(ending)
    left = max(0, start - _REACH)
    if last is not None and last.end > left:
        # 太原市公安局 goes on to 迎泽分局; but 省公安厅省人社厅 are two.
        if continued := _continue(words, last, start, end, kind):
            return continued
        left = last.end
    begin, head = _walk(words, start, left, end)
    if ending.startswith("委"):
        if head is None or head[1] != start:
            return None
        return Named(head[0], end, head[1], "party", ending)
    if head is not None:
        if _is_empty(text[head[1] : start], ending, kind, level_only=head[1] - head[0] == 1):
            return None
        return Named(head[0], end, head[1], kind, ending)
    name = text[begin:start]
    if not name:
        if (
            last is not None
            and ending in PARTY_OFFICES
            and last.kind == "party"
            and _same_clause(text, last.end, start)
        ):
            return Named(start, end, start, "party", ending, inherits=True)
        return None
    if _says_nothing(words, begin, start, ending, kind):
        if last and _coordinated(text, last.end, begin) and _is_body(name + ending):
            return Named(begin, end, begin, kind, ending, inherits=True)
        return None
    return Named(begin, end, begin, kind, ending)


def _kind_of(ending: str) -> str:
    if ending in KIND_OF:
        return KIND_OF[ending]
    if ending in FULL:
        return FULL[ending][1]
    if ending.startswith("委"):
        return "party"
    if ending.endswith(("中学", "中学校", "中", "小学", "小")):
        return "school"
    if ending.endswith("院"):
        return "hospital"
    return "government"


def _continue(words: Words, last: Named, start: int, end: int, kind: str) -> Named | None:
    """Return one longer name when what follows an organisation is a part of it."""
    text = words.text
    gap = text[last.end : start]
    if len(gap) > 8 or re.search(r"[^一-鿿“”]", gap) or last.inherits:
        return None
    for number in range(words.starts.get(last.end, len(words.tokens)), len(words.tokens)):
        at, until, word = words.tokens[number]
        if at >= start:
            break
        if word in _WALL or _class_of(word) in ("p", "c", "d", "r", "u", "ul", "uj", "v"):
            return None
        if word[0] in _LEVEL or (place := known_places().longest_at(text, at)) and place[0] <= start:
            return None
        del until
    if last.end not in words.starts and gap:
        return None
    return Named(last.start, end, last.head, kind, last.ending + gap + text[start:end])


def _walk(words: Words, start: int, left: int, end: int) -> tuple[int, tuple[int, int] | None]:
    """Go left from an ending. Return where a name without a place begins, and the place that heads it, if any."""
    text = words.text
    number = words.ends.get(start)
    begin = start
    soft = False  # a verb was passed: only a place further left makes it part of a name
    head: tuple[int, int] | None = None
    if number is None:
        # The ending begins inside a word: 公安厅 is one word to the dictionary.
        inside = next((n for n, (a, b, _) in enumerate(words.tokens) if a < start < b), None)
        if inside is None:
            return start, None
        a, _, _ = words.tokens[inside]
        if a < left or text[a:start] in _WALL:
            return start, None
        head = place_at(words, a, start)
        begin = a
        number = inside - 1
    depth: list[str] = []
    matter = _matter_before(text, end)
    while number is not None and number >= 0:
        a, b, word = words.tokens[number]
        if a < left:
            break
        inside_matter = matter is not None and a >= matter
        by_number = _BY_NUMBER.search(text, max(left, b - 5), b) if word in ("所", "厂", "院", "处") else None
        if by_number:
            number, begin = words.starts.get(by_number.start(), number) - 1, by_number.start()
            continue
        if not inside_matter:
            if word in _MARKS_INSIDE.values():
                depth.append(word)
            elif word in _MARKS_INSIDE:
                if not depth or _MARKS_INSIDE[word] != depth[-1]:
                    break
                depth.pop()
            elif not depth and (word in _WALL or not re.match(r"[一-鿿〇A-Za-z0-9·—]", word)):
                break
            elif not depth and _QUANTITY.search(text, max(left, b - 8), b):
                break
            elif not depth and _class_of(word) in (
                "p",
                "c",
                "d",
                "r",
                "u",
                "ul",
                "uj",
                "uz",
                "ug",
                "y",
                "t",
                "f",
            ):
                break
            elif not depth and not soft and _class_of(word) in ("v", "a", "ad", "q") and not head:
                soft = True
        if found := place_at(words, a, start):
            head = found
            begin = a
        elif not soft:
            begin = a if not depth else begin
        number -= 1
    return begin, head


def _matter_before(text: str, end: int) -> int | None:
    """Return where 规划和自然资源 begins before 局: neither 和 nor 管理 in it is a border."""
    office = next((office for office in _OFFICES_BY_LENGTH if text.endswith(office, 0, end)), None)
    if office is None:
        return None
    until = end - len(office)
    for length in range(min(_LONGEST_MATTER, until), 1, -1):
        if text[until - length : until] in MATTERS:
            return until - length
    return None


_OFFICES_BY_LENGTH = sorted(OFFICES, key=len, reverse=True)
_LONGEST_MATTER = max(map(len, MATTERS))
# 二〇七所: an institute or a works that is called by its number.
_BY_NUMBER = re.compile(r"[〇零一二三四五六七八九]{3,4}[所厂院处]$")


_DISTRICT = re.compile(r"[一-鿿]{1,5}?(?:自治县|新区|区|县|市|旗|街道|镇|乡)")


def place_at(words: Words, at: int, limit: int) -> tuple[int, int] | None:
    """Return the place that begins at a word, as long as it goes: 太原市迎泽区, 省, 长治."""
    text = words.text
    if at not in words.starts:
        return None
    end = at
    if found := known_places().longest_at(text, at):
        end = found[0]
        if text[at:end] == "中国":
            return at, end
    elif text.startswith("中国", at) and at + 2 <= limit:
        return at, at + 2
    elif text[at] in _LEVEL and text[at : at + 2] not in (
        "市场",
        "市民",
        "区域",
        "区块",
        "省级",
        "市级",
        "区级",
        "县级",
        "州长",
        "市长",
        "省长",
        "县长",
        "区长",
    ):
        before = text[at - 1] if at else " "
        if before in "全我该本各两城都超股上门夜集多数几个和" and text[at - 2 : at] not in ("党委",):
            return None
        return (at, at + 1) if at + 1 <= limit else None
    # Further down: districts, towns, streets.
    while end <= limit:
        token = words.starts.get(end)
        if token is None:
            break
        a, b, word = words.tokens[token]
        if b > limit:
            break
        if (
            len(word) >= 2
            and word[-1] in "区县市旗镇乡"
            and word not in _NOT_PLACE
            and (len(word) > 2 or end > at)
        ):
            end = b
            continue
        follow = words.tokens[token + 1] if token + 1 < len(words.tokens) else None
        if (
            follow
            and follow[0] == b
            and follow[1] <= limit
            and follow[2] in ("区", "县", "市", "镇", "乡", "街道")
            and word not in _GENERIC
            and word not in _WALL
        ):
            if re.fullmatch(r"[一-鿿]{1,4}", word):
                end = follow[1]
                continue
        if len(word) >= 4 and word.endswith("街道"):
            end = b
            continue
        break
    return (at, end) if end > at else None


def _class_of(word: str) -> str:
    return load_statistics().classes.get(word, "n")


def _is_empty(core: str, ending: str, kind: str, *, level_only: bool) -> bool:
    """Say whether nothing stands between a place and an ending that names no body by itself: 太原公司, 山西学校."""
    if core.strip("()（）“”") or _is_body(ending) or ending[0] in "第一二三四五六七八九十":
        return False
    if not level_only and ending in _OWN_OF_A_TOWN:
        return False
    return (
        ending + core not in FULL
        and ending
        not in (
            "公安局 日报社 广播电视台 电视台 图书馆 博物馆 文化馆 群艺馆 美术馆 科技馆 科学技术馆 档案馆 体育局 少年宫 青少年宫 青年宫 "
            "管委会 管理委员会 研究会 大学 学院 社区 血液中心 动物园 疾病预防控制中心 融媒体中心 儿童福利院 供销社 党校 街道办事处 办事处 银行 保健院 "
            "人武部 警备区 军分区 科学院 救助站 急救中心 邮政管理局"
        ).split()
    )


_OWN_OF_A_TOWN = frozenset(
    "卫生院 中学 小学 中心校 幼儿园 人民医院 中医院 妇幼保健院 敬老院 商会 派出所".split()
)


def _same_clause(text: str, before: int, start: int) -> bool:
    return not re.search(r"[。!?！？；;]", text[before:start]) and start - before <= 24


def _coordinated(text: str, before: int, start: int) -> bool:
    return bool(re.fullmatch(r"\s*[、和及与]\s*", text[before:start]))


def _is_body(body: str) -> bool:
    return body in FULL or any(
        body.endswith(office) and body.removesuffix(office) in MATTERS for office in OFFICES
    )


def _says_nothing(words: Words, begin: int, start: int, ending: str, kind: str) -> bool:
    """Say whether a name without a place is no name: 民办医院, 基层社区, 市场监管局."""
    text = words.text
    name = text[begin:start]
    bare = re.sub(r"[“”‘’()（）·—]", "", name)
    if len(bare) < 2:
        return True
    if kind in (
        "government",
        "party",
        "congress",
        "cppcc",
        "police",
        "court_procuratorate",
        "mass_org",
        "military",
    ):
        # A public body without a place is anybody's.
        return not (ending in ("街道办事处", "办事处", "派出所", "党工委", "管委会") and len(bare) >= 2)
    tokens = [
        word
        for a, b, word in words.tokens
        if a >= begin and b <= start and re.match(r"[一-鿿A-Za-z0-9]", word)
    ]
    if all(
        word in _GENERIC or word in _WALL or word in KIND_OF or _QUANTITY.fullmatch(word) for word in tokens
    ):
        return True
    if kind == "community" and (bare[-1] in "化型式级性" or bare in _NOT_PLACE):
        return True
    if tokens and tokens[-1] in _GENERIC and kind not in ("company", "school", "association", "hospital"):
        return kind != "other" or len(tokens) < 3
    return False

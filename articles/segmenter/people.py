"""Names of people as newspapers print them: spaced, glued together, with compound surnames."""

from __future__ import annotations

import re

# The 400 or so surnames that cover all but a few in ten thousand; a closed list of public knowledge.
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦"
    "昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹"
    "姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐"
    "邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁"
    "荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武"
    "符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉"
    "宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘"
    "匡国文寇广禄阙东殴殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺"
    "权逯盖益桓公仉督岳帅缑亢况郈有琴商牟佘佴伯赏墨哈谯笪年爱阳佟言福肖闫付邸代覃仝原信淡雒行次苟吾买冼展"
    "苑战揭丛初门卿由禚楚鄢类皇海玄侴隋矫粟逢鹿操兰介银尧光贯来修寸虎沐者羽戢令泰承喜泽呼延才英化未占郇衣"
    "区郄撒綦睢邝敬母檀尉郅练侬盘普庹亓麦俎晋樵药岐续兆芦仵"
    "寻張陳劉楊黃趙吳孫馬羅鄭謝許韓鄧蕭馮葉呂蘇盧蔣賈鄒陸龔錢湯顧賴萬喬譚龍閻鍾嚴莊樂"
)
COMPOUND_SURNAMES = (
    "欧阳 上官 司马 诸葛 司徒 夏侯 皇甫 尉迟 公孙 慕容 长孙 宇文 东方 令狐 轩辕 "
    "端木 独孤 南宫 司空 呼延 申屠 淳于 单于 澹台 公冶 宗政 濮阳 太史 仲孙 钟离 "
    "闾丘 鲜于 亓官 西门 第五 公羊 拓跋 夹谷 宰父 谷梁 百里 东郭 南门 羊舌 微生 "
    "梁丘 左丘 东门 赫连 歐陽 諸葛 司馬"
).split()
_COMPOUND = frozenset(COMPOUND_SURNAMES)

# Words that look like a surname and a given name and are neither.
_NOT_NAMES = frozenset(
    (
        "本报 本刊 本网 记者 通讯员 实习生 编辑 编者 责编 摄影 摄影报道 报道 文字 "
        "图片 资料 资料图 资料图片 新华社 中新社 新华网 人民网 来源 作者 综合 整理 "
        "供图 供稿 同上 组图 图文 完 待续 未完待续 全文完 上接 下转 下同 略 漫画 "
        "插图 制图 图 文 摄 电 讯 左 右 中 前 后 女 男 周 上 下 一 二 三 四 "
        "五 六 七 八 九 十 试行 暂行 节选 连载 广告 公告 启事 通知 专题 特稿 专版 "
        "相关报道 视觉中国 人民视觉 影像中国 中国日报 时间 地点 单位 联系人 电话 含 均 "
        "不含 市区 县区 社区 街道 简称 下称 化名 音 应受访者要求 高度 平方 何况 时任 "
        "任期 方法 方案 方面 方式 安全 安排 安装 常务 党员 党委 党政 文化 文明 文件 "
        "文章 文艺 文物 文旅 经济 经营 路线 平安 成果 成都 成员 水利 水质 水平 水库 "
        "农业 农村 农民 农户 广东 广西 广州 广大 江苏 江西 山西 山东 陕西 河北 河南 "
        "湖北 湖南 安徽 云南 海南 海口 贵州 和平 华北 华东 国家 国际 国内 国外 国庆 "
        "通过 通报 向前 向上 时候 时期 时代 步骤 步行 关于 关注 双方 强化 强调 全国 "
        "全省 全市 全面 全体 高速 高铁 高校 支持 支付 支援 印发 应急 应用 应对 宣传 "
        "项目 计划 管理 管委 阳光 连续 连日 白天 阴天 牛奶 花园 花卉 车辆 车间 石油 "
        "石材 金融 金额 银行 商业 商贸 商户 家庭 家长 别墅 范围 包括 包装 明确 明显 "
        "能源 能力 富裕 景区 景点 温馨 温暖 温度 房屋 房产 居民 居家 满意 满足 易发 "
        "冷空气 热线 单价 危险 危房 后勤 后期 相关 查询 查处 游客 游泳 游览 红色 "
        "越来越 益民 有关 有效 有限公司 公司 公安 公园 公益 公交 公共 公开"
    ).split()
)

# A given name never ends in these: they are the first letters of what follows the name.
_NEVER_GIVEN = frozenset("的了在是或从被把说称报电讯员者摄图据省市区县街号,.。、;:!?()")

_HAN_RUN = re.compile(r"[一-鿿〇·]+")


def looks_like_name(word: str) -> bool:
    """Say whether two to four letters can be one person's name."""
    word = word.replace(" ", "")
    if word in _NOT_NAMES or not _HAN_RUN.fullmatch(word):
        return False
    if "·" in word:
        return all(word.split("·")) and len(word) <= 16
    if word[-1] in _NEVER_GIVEN or any(letter in _NEVER_GIVEN for letter in word[1:]):
        return False
    if word[:2] in _COMPOUND and 3 <= len(word) <= 4:
        return True
    if len(word) == 4:  # two surnames in front: 张王晓明
        return word[0] in _COMMON and word[1] in _COMMON and word[2:] not in _NOT_NAMES
    return 2 <= len(word) <= 3 and word[0] in SURNAMES


def is_free(word: str) -> bool:
    """Say whether two or three letters are no word that stands beside names: then they may be one."""
    return word not in _NOT_NAMES and not any(letter in _NEVER_GIVEN for letter in word)


def split_names(words: str) -> list[tuple[int, int]]:
    """Cut a run of names into people: `张 慧 李敏`, `甲、乙`, and `甘娜刘子倩` without any mark between.

    Returns offsets into `words`; an empty list when it cannot all be read as names.
    """
    people: list[tuple[int, int]] = []
    for part in re.finditer(r"[^、,;/&和\s]+(?:[ ]+[^、,;/&和\s]+)*|和", words):
        if part.group() == "和":
            continue
        found = _split_spaced(part.group())
        if found is None:
            return []
        people += [(part.start() + start, part.start() + end) for start, end in found]
    return people


def _split_spaced(words: str) -> list[tuple[int, int]] | None:
    """Names with blanks in them or between them: one-letter pieces belong to the piece beside them."""
    pieces = [(m.start(), m.end()) for m in re.finditer(r"\S+", words)]
    if len(pieces) == 1:
        return _split_glued(words)
    best = _best_cover(words, pieces)
    return best


def _best_cover(words: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]] | None:
    """Choose which blanks are inside a name (张 慧) and which are between two."""
    options: list[list[tuple[int, int]] | None] = [None] * (len(pieces) + 1)
    cost = [0.0] + [99.0] * len(pieces)
    options[0] = []
    for end in range(1, len(pieces) + 1):
        for start in range(max(0, end - 3), end):
            if options[start] is None:
                continue
            run = words[pieces[start][0] : pieces[end - 1][1]]
            joined = run.replace(" ", "")
            if end - start == 1:
                found = _split_glued(joined)
                price = 0.0 if found and len(found) == 1 else 0.4
            elif all(b - a == 1 for a, b in pieces[start:end]) and looks_like_name(joined):
                found, price = [(0, len(run))], 0.1
            elif end - start == 2 and looks_like_name(joined) and pieces[start][1] - pieces[start][0] <= 2:
                # 欧阳 洁, 王 小明: dearer than two names that each stand alone
                found, price = [(0, len(run))], 0.5
            else:
                continue
            if found is None or cost[start] + price >= cost[end]:
                continue
            base = pieces[start][0]
            cost[end] = cost[start] + price
            options[end] = options[start] + [(base + a, base + b) for a, b in found]
    return options[-1]


def _split_glued(words: str) -> list[tuple[int, int]] | None:
    """Cut letters without blanks into names, two or three letters each, every one led by a surname."""
    if looks_like_name(words) and (len(words) <= 3 or "·" in words or words[:2] in _COMPOUND):
        return [(0, len(words))]
    if not 4 <= len(words) <= 24 or not _HAN_RUN.fullmatch(words):
        return None
    best: list[tuple[float, list[tuple[int, int]]] | None] = [None] * (len(words) + 1)
    best[0] = (0.0, [])
    for end in range(2, len(words) + 1):
        for size in (3, 2, 4):
            start = end - size
            if start < 0 or best[start] is None or not looks_like_name(words[start:end]):
                continue
            price = best[start][0] + _price_of(words[start:end])
            if best[end] is None or price < best[end][0]:
                best[end] = (price, [*best[start][1], (start, end)])
    return best[-1][1] if best[-1] else None


# Of given names, about four in five have two letters; common surnames are likelier than rare ones.
_COMMON = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)


def _price_of(name: str) -> float:
    if name[:2] in _COMPOUND:
        return 1.0
    price = {2: 1.5, 3: 1.0, 4: 2.6}[len(name)]
    return price + (0.0 if name[0] in _COMMON else 0.7)

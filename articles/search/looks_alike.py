"""Characters that text recognition takes for one another. Used by the tolerant mode only."""

from __future__ import annotations

from functools import cache

GROUPS = """
己已巳 未末 日曰 人入八 土士 千干于 戊戌戍 大太犬 天夭 王玉 且旦 侯候 拨拔 折拆 晴睛 治冶 准淮
辨辩辫 荀苟 幸辛 陕峡 籍藉 薄簿 茶荼 裸祼 币巾 贝见 因困囚 田由甲申 自白 名各 今令 历厉 刀力 九丸
又叉 兔免 鸟乌 暖暧 赢羸嬴 博搏 栗粟 炙灸 斤斥 庄压 杭抗 杨扬 拉垃 坡披 村材 技枝 植值 稍捎 挡档
摸模 梅悔 汪江 汨汩 沐沭 洒酒 温湿 清请 话活 该孩 谈淡 设没 论沦 讯迅 记纪 洁结 祝视 社杜 礼札 被披
处外 复夏 夺奇 季李 学字 官宫 岗岚 巨臣 师帅 广厂 征往 待侍 微徽 心必 感惑 我找 户尸 手毛 打扣 收牧
效郊 文又 旅族 元无 易昜 术木本 休体 侍待 杯环 样祥 正止 母毋 每毎 永求 汇江 物勿 状壮 现观 石右
码妈 破坡 买卖 科料 穴六 竞竟 策第 累果 红江 经轻 编偏 群郡 老考 肉内 至到 苦若 苗笛 药约 要耍 角甬
言官 识织 试式 诚城 责贵 货贷 资贫 身射 载栽 边辺 运远 还环 述术 退迟 速束 遗遣 那邢 部郜 钱线 锋峰
门们 问间闻 防访 陈阵 陆陕 雪雷 项顶 须顺 须项 颁颂 风凤 驻住 验检 鱼鲁 园圆 圃圈 垂乘 墓幕 妹姝
宜宣 崇祟 弛驰 徒徙 拦栏 晓哓 枪抢 棵裸 氏民 沈沉 渴竭 炼练 瑞端 稀浠 肓盲 胄胃 茎径 衰衷哀 诀决
赚嫌 辑缉 郎朗 钓钩 陡徒 0oo〇 1li| 5s 2z 8b 6b 9g
"""


@cache
def likenesses() -> dict[str, str]:
    """Return the characters that each one is taken for, by the character."""
    found: dict[str, set[str]] = {}
    for group in GROUPS.split():
        for character in group:
            found.setdefault(character, set()).update(group)
    return {character: "".join(sorted(others - {character})) for character, others in found.items()}


def alike(character: str) -> str:
    """Return what text recognition may have made of this folded character, itself first."""
    return character + likenesses().get(character, "")

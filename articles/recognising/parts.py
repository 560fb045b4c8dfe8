"""What an agency does in a story: gives the news, acts, or is only named."""

from __future__ import annotations

import re

from ..segmenter.story import Role
from .findings import Part

# 市财政局消息 · 市财政局6月13日发布消息 · 据市财政局介绍 · 记者从市财政局获悉 · 根据协会发布的
_AFTER = re.compile(
    r"(?:[(（][^)）]{1,16}[)）])?(?:\d{1,2}月)?(?:\d{1,2}日|昨日|今日|昨天|今天|近日|日前|当日|当天)?"
    r"(?:上午|下午|\d{1,2}时(?:\d{1,2}分)?)?"
    r"(?:(?:召开|举行)的?(?:新闻发布会|新闻通气会|发布会|通气会|视频调度会)[,，]?)?"
    r"(?:对外|最新|正式|官方|网站|官网|官微|有关负责人|相关负责人)?(?:监测数据|最新数据|统计数据|数据)?"
    r"(?:消息|数据显示|显示|预计|预测|宣布|提醒|获悉|了解到|发布(?!会)|通报|传来|公布|透露|回应|提示|答复|发出(?:通告|公告|通知|提醒|提示))"
)
# Anywhere in a story: 市统计局数据显示, 市气象台提供的预报.
_SAYS = re.compile(
    r"(?:\d{1,2}月)?(?:\d{1,2}日)?(?:有关负责人|相关负责人)?(?:发布消息|消息[,，]|提供的|(?:监测|统计|最新)?数据显示|预计[,，]|预报[,，]|介绍[,，说])"
)
# What tells when nothing else in a story does: 市商务局提醒市民
_TELLS = re.compile(
    r"(?:[一-鿿]{2,6}[科处室部办])?(?:有关负责人|相关负责人|工作人员|有关人士|主任|副主任|医生|专家)?"
    r"(?:提醒|提示|回应|答复|介绍|通报|公布|预计|预报|解释|发布(?!会))"
)
_FROM = re.compile(r"(?:从|据|来自|根据|由)\s*$")
_FROM_AFTER = re.compile(
    r"[^，,。；;]{0,12}?(?:获悉|了解到|得知|消息|介绍|统计|发布|通报|公布|透露|披露|数据|通知|预报|传出)"
)
_TITLE_AFTER = re.compile(
    r"(?:原|副|常务|党组|党委|纪委)*(?:书记|主任|局长|厅长|部长|主席|会长|院长|校长|主任委员|常委|委员|秘书长|理事长|总经理|董事长|经理|"
    r"处长|科长|队长|支队长|大队长|所长|站长|区长|县长|市长|省长|镇长|乡长|负责人|工作人员|干部|教授|主治|医生|医师|护士|老师|教师|"
    r"学生|民警|员工|职工|专家|研究员|志愿者|社工|居民)"
)
_ACTS = re.compile(
    r"[^，,。；;]{0,6}?(?:举行|举办|召开|开展|组织|启动|印发|出台|推出|联合|会同|发起|承办|主办|实施|开通|建成|成立|完成|推动|推进|引导|指导|"
    r"帮助|协助|打造|坚持|通过|将|为|向|对|在|与|和|及|、|走进|来到|邀请|获|荣获|入选|上榜|派|出动|赶到|查获|破获|抓获|救治|提供|建立|制定|部署)"
)
_OPENS = re.compile(r"(?:^|[，,。；;、）)讯]|和|与|及|由|，|日|联合|会同|同|上午|下午|晚)\s*$")


def part_in(text: str, start: int, end: int, role: Role, *, is_lead: bool) -> Part:
    """Tell the part from the words around one place where an agency is named."""
    if role is Role.SIGNOFF:
        return Part.SOURCE
    before, after = text[max(0, start - 8) : start], text[end : end + 30]
    if _TITLE_AFTER.match(after):
        return Part.MENTIONED
    if is_lead and _AFTER.match(after):
        return Part.SOURCE
    if _SAYS.match(after):
        return Part.SOURCE
    if _FROM.search(before) and _FROM_AFTER.match(after):
        return Part.SOURCE
    if _OPENS.search(before) and _ACTS.match(after):
        return Part.ACTOR
    return Part.MENTIONED


def tells(text: str, end: int) -> bool:
    """Say whether an agency whose name ends there is said to tell something."""
    return bool(_TELLS.match(text, end))

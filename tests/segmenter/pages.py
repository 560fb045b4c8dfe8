"""Small pages made for these tests: invented places, people and events."""

from articles.segmenter import segment_page
from articles.segmenter.text import PageText

BRIDGE = """石桥镇新桥昨日通车

本报讯(记者 陆明远)6月3日,石桥镇跨越青溪的新桥通车,两岸六个村的村民不再绕行八公里。\
镇里的老船工周德顺第一个骑车过桥,他在青溪摆渡四十年。

新桥长一百二十米,由县交通局承建,去年十月开工。桥面两侧留出了人行道,晚上有路灯。

县交通局负责人表示,青溪上的老渡口会保留下来,渡船交给镇文化站。"""

ORCHARD = """柿子红了 果农笑了

本报讯(记者 沈一诺)6月4日,红岩村的早熟柿子卖出了今年第一车。果农赵桂兰说,每斤收购价比去年高三角。

红岩村有柿子园九百亩,合作社请来农技员教大家疏果,今年的果子个头匀、颜色正。

眼下,合作社正和县里的冷库谈入库的价格,想让柿子在国庆前后再上市。"""

LIBRARY = """夜读的灯亮到十一点

本报讯(记者 顾南山)6月5日起,县图书馆把闭馆时间推迟到晚上十一点。馆员发现,暑假里自习的学生常常九点还不愿走。

图书馆添了三十六盏台灯,二楼阅览室的空调也修好了。读者钱小满带着孩子来借书,说夜里看书清静。"""


def stories(text, marks=()):
    return segment_page(PageText(text), marks).stories


def titles(text, marks=()):
    return [story.title for story in stories(text, marks)]


def page_of(*parts):
    return "\n\n".join(parts)

"""What several tests of the editors' room begin with."""

import pytest
from django.core.management import call_command

from articles.models import Page

PAGE = """护河队员上岗
本报讯 6月3日清晨，四十名护河队员在栈桥集合，沿着南岸清理漂浮物。队长说，这样的巡查每天两次，风雨不停。

巡查发现的问题当天上报，由河道管理所派人处理。入夏以来，队员们已经清理垃圾十二吨。（柳青）

职工夜校昨晚开课
本报讯 6月3日晚，区职工夜校的第一堂课坐满了人。木工、插花和急救三门课报名最多，学费由区总工会补贴。

课表排到了八月，每周二、周四晚上七点上课，市民可以在社区登记。（安然）
"""


@pytest.fixture
def page(db, tmp_path):
    path = tmp_path / "2031-06-04_02.txt"
    path.write_text(PAGE, encoding="utf-8")
    call_command("load_seeds", str(path), newspaper="江城日报", verbosity=0)
    return Page.objects.get()

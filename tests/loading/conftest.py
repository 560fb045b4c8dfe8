"""Pages of an invented paper, as many as a test asks for."""

from pathlib import Path

import pytest

STORIES = (
    (
        "云溪新桥主跨合龙",
        "本报讯(记者 林舟)5月{day}日上午，云溪新桥主跨第{n}号梁段顺利合龙。市交通运输局负责人介绍，"
        "大桥全长八百米，双向六车道，预计年底通车，届时两岸居民过江只需五分钟。",
        "施工方表示，下一步将铺装桥面、安装路灯，并对附近{n}条道路同步改造，方便市民出行。",
    ),
    (
        "{n}个老旧小区装上电梯",
        "本报讯(记者 苏晚晴)记者从市住房和城乡建设局获悉，今年全市第{n}批加装电梯的小区昨日完工，"
        "惠及居民三千余户。",
        "家住槐荫里社区的陈奶奶说，以前下楼买菜要歇两回，现在按一下按钮就到一楼，心里真敞亮。",
    ),
    (
        "山乡图书馆里的读书声",
        "本报讯(通讯员 顾南乔)周末清早，石鼓乡图书馆{n}号阅览室已经坐满了孩子。乡里的老师轮流值班，"
        "为孩子们讲故事、辅导功课。",
        "据了解，全市已建成乡村图书馆四十余座，藏书超过二十万册，每年接待读者上百万人次。",
    ),
)


def page_text(n: int = 1, stories=(0, 1, 2)) -> str:
    """Return a page of a few stories; `n` makes it another page."""
    return "\n".join(
        f"{title}\n\n{lead}\n\n{rest}\n".format(n=n, day=n % 27 + 1)
        for title, lead, rest in (STORIES[index] for index in stories)
    )


@pytest.fixture
def paper(tmp_path) -> Path:
    """A folder of two issues of two pages each, with its newspaper.toml."""
    folder = tmp_path / "paper"
    for number, day in enumerate(("2031-05-06", "2031-05-07")):
        (folder / day).mkdir(parents=True)
        for page in (1, 2):
            text = page_text(10 * number + page)
            (folder / day / f"{page:02}.txt").write_text(text, encoding="utf-8")
    (folder / "newspaper.toml").write_text(
        '[newspaper]\nname = "云溪日报"\nslug = "yunxi"\ncity = "云溪市"\nprovince = "临江省"\n',
        encoding="utf-8",
    )
    return folder

"""The pages of this part in a real browser: no complaint, all of it accessible, citations copied."""

import pytest

from articles import search
from tests.browsing import open_browser, open_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESSES = (
    "/articles/20240614001001/",
    "/articles/20240614001001/citation/",
    "/issues/2024-06-14/",
    "/data/",
    "/numbers/",
    "/numbers/words/?w=码头 新桥",
    "/numbers/agencies/",
    "/numbers/sections/",
    "/numbers/together/",
)
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture
def stories(archive):
    agencies = [archive.agency(), archive.agency("河口市民政局")]
    found = [
        archive.story("老码头重新开放", agencies=agencies, section=archive.section(), writers=["林一苇"]),
        archive.story("新桥合龙", body="新桥离码头不远。", day="2024-03-05", agencies=agencies),
    ]
    search.index_articles(found)
    return found


def test_nothing_to_complain_of_and_all_accessible(live_server, stories):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = {}
    with open_browser() as browser:
        for scheme, width in (("light", 1280), ("dark", 390)):
            for address in ADDRESSES:
                with open_page(browser, width=width, color_scheme=scheme) as page:
                    page.goto(live_server.url + address, wait_until="networkidle")
                    for summary in page.locator("main summary").all():
                        summary.click()
                    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
                    result = axe.run(page, options=WCAG)
                    faults = [
                        f"{one['id']}: {one['nodes'][0]['html']}" for one in result.response["violations"]
                    ]
                    if faults or wide:
                        found[address, scheme] = faults + (["scrolls sideways"] if wide else [])
    assert found == {}


def test_a_citation_is_copied_by_its_button(live_server, stories):
    with open_browser() as browser:
        granted = ["clipboard-read", "clipboard-write"]
        with open_page(browser, permissions=granted) as page:
            page.goto(f"{live_server.url}/articles/20240614001001/")
            page.get_by_role("button", name="复制引文").click()
            page.get_by_text("✓").wait_for()
            copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "林一苇. 老码头重新开放[N]. 河口日报，2024-06-14（1）."


def test_without_a_script_the_words_are_there_and_no_dead_button(live_server, stories):
    with open_browser() as browser, open_page(browser, java_script_enabled=False) as page:
        page.goto(f"{live_server.url}/articles/20240614001001/citation/")
        assert page.get_by_text("TY - NEWS").is_visible()
        assert page.get_by_role("button", name="复制引文").count() == 0

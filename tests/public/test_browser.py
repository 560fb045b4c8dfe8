"""The readers' site in a real browser: accessible, quiet, by keyboard, and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browsing import open_browser, open_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture
def site(live_server, archive):
    """Give the addresses of every kind of page, with something on each."""
    parent = archive.agency("河口市人民政府")
    things = {
        "section": archive.section(),
        "agencies": [archive.agency(parent=parent), parent],
        "tags": [archive.tag()],
        "writers": ["林一苇"],
        "series": "码头记",
    }
    body = "河边的老码头昨天重新开放。\n■老人的记忆\n散步的居民说，值得。\n▲老码头今貌"
    for day in ("2023-06-14", "2024-05-31", "2024-06-14"):
        archive.sheet(
            {"kicker": "修缮完工", "title": "老码头重新开放", "subtitle": "保留石阶", "body": body} | things,
            {"title": "草稿", "body": "不公开。", "published": False},
            {"title": "新桥合龙", "body": body, "genre": "feature"} | things,
            day=day,
            between="闲字",
        )
    kinds = {"agencies": things["agencies"][0], "tags": things["tags"][0], "sections": things["section"]}
    named = [f"/{kind}/{thing.pk}/" for kind, thing in kinds.items()]
    return live_server.url, [
        "/",
        "/issues/",
        "/issues/2024-06/",
        "/issues/2024-06-14/",
        "/issues/2024-06-14/1/",
        "/on-this-day/06-14/",
        "/articles/20240614001001/",
        "/articles/20240614001001/mistake/",
        "/articles/20240614001001/related/",
        "/sections/",
        "/agencies/",
        "/agencies/tree/",
        "/tags/",
        "/writers/",
        "/writers/林一苇/",
        "/search/",
        "/search/?q=码头",
        "/search/?q=没有这个词呢",
        "/search/facets/?q=码头",
        "/no-such-page/",
        *named,
    ]


def violations(tab, rules: list[str]) -> list[str]:
    """Return what axe has against the page as it stands: the rule, and the first element that breaks it."""
    found = Axe().run(tab, options={"runOnly": rules}).response["violations"]
    return [f"{broken['id']}: {broken['nodes'][0]['html'][:120]}" for broken in found]


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_every_page_is_accessible_fits_its_window_and_says_nothing_to_the_console(site, size):
    url, addresses = site
    found = []
    with open_browser() as browser:
        context = browser.new_context(viewport=size, color_scheme="light")
        tab = context.new_page()
        said = []
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        for address in addresses:
            said.clear()
            answer = tab.goto(url + address, wait_until="networkidle")
            tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            found += [(address, "light", broken) for broken in violations(tab, WCAG)]
            # In the dark only the colours are others.
            tab.emulate_media(color_scheme="dark")
            found += [(address, "dark", broken) for broken in violations(tab, ["color-contrast"])]
            tab.emulate_media(color_scheme="light")
            # The browser itself reports a page that is not there.
            found += [(address, words) for words in said if answer.status == 200]
            if tab.evaluate("document.documentElement.scrollWidth") > size["width"]:
                found.append((address, "wider than its window"))
        context.close()
    assert found == []


def test_a_reader_with_a_keyboard_alone_gets_from_the_front_page_to_a_suggestion(site):
    url, _addresses = site
    with open_browser() as browser, open_page(browser) as tab:
        tab.goto(url + "/")
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.className") == "skip"
        tab.keyboard.press("Tab")
        tab.keyboard.press("Tab")
        tab.keyboard.type("河口市水")
        tab.wait_for_selector("#suggestions a")
        tab.keyboard.press("ArrowDown")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/agencies/*/")


def test_the_size_of_type_is_remembered_from_page_to_page(site):
    url, _addresses = site
    with open_browser() as browser, open_page(browser) as tab:
        tab.goto(f"{url}/articles/20240614001001/")
        size = "parseFloat(getComputedStyle(document.querySelector('.story-body')).fontSize)"
        before = tab.evaluate(size)
        tab.check("#size-large")
        assert tab.evaluate(size) > before
        tab.goto(f"{url}/articles/20240614001003/")
        assert tab.evaluate(size) > before


def test_without_javascript_the_size_still_changes_and_the_parts_are_a_link_away(site):
    url, _addresses = site
    with open_browser() as browser:
        context = browser.new_context(java_script_enabled=False)
        tab = context.new_page()
        tab.goto(f"{url}/articles/20240614001001/")
        before = tab.locator(".story-body").bounding_box()["height"]
        tab.check("#size-large")
        assert tab.locator(".story-body").bounding_box()["height"] > before
        tab.click(".related a")
        assert tab.locator("#part .row").count() > 0
        tab.goto(f"{url}/search/?q=码头")
        tab.click("#facets a")
        assert tab.locator(".facet li").count() > 3
        context.close()


def test_facets_and_related_articles_come_by_themselves(site):
    url, _addresses = site
    with open_browser() as browser, open_page(browser) as tab:
        tab.goto(f"{url}/search/?q=码头")
        tab.wait_for_selector("#facets .facet")
        tab.goto(f"{url}/articles/20240614001001/")
        tab.locator(".related").scroll_into_view_if_needed()
        tab.wait_for_selector(".related .row")

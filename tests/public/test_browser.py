"""The readers' site in a real browser: accessible, quiet, by keyboard, and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.public.urls import urlpatterns
from tests.browsing import open_browser, open_page
from tests.public.everywhere import FILES, PAGES, addresses, fill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


# Notes each element that the keyboard comes to, until it is round.
WATCH = """() => {
  window.steps = [];
  window.isRound = false;
  document.addEventListener("focusin", ({ target }) => {
    window.isRound ||= window.steps.length > 1 && target === window.steps[0].target;
    const style = getComputedStyle(target), box = target.getBoundingClientRect();
    const isShown = box.bottom > 0 && box.top < innerHeight && box.right > 0;
    window.steps.push({ target, isSeen: style.outlineStyle !== "none" && isShown });
  });
}"""
TOLD = """() => {
  const kinds = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const wanted = [...document.querySelectorAll(kinds)].filter((one) =>
    one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }) &&
    (one.type !== "radio" || one.checked)  // one key for all of a group
  );
  const reached = [...new Set(window.steps.map((step) => step.target))];
  const isBefore = (one, other) => other &&
    other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING;
  const named = (elements) => elements.map((one) => one.outerHTML.slice(0, 100));
  return {
    missed: named(wanted.filter((one) => !reached.includes(one))),
    unseen: named(window.steps.filter((step) => !step.isSeen).map((step) => step.target)),
    backwards: named(reached.filter((one, place) => isBefore(one, reached[place - 1]))),
  };
}"""
MOST_STEPS = 400


@pytest.fixture
def site(live_server, archive):
    """Give the site's address and those of every page, with something on each."""
    return live_server.url, addresses(fill(archive))


def test_every_route_is_a_page_that_is_walked_or_a_file():
    routes = {str(each.pattern) for each in urlpatterns}
    assert set(PAGES) - {None} <= routes
    assert [route for route in routes - set(PAGES) if not route.endswith(FILES)] == []


def violations(tab, rules: list[str]) -> list[str]:
    """Return what axe has against the page as it stands: the rule, and the first element that breaks it."""
    found = Axe().run(tab, options={"runOnly": rules}).response["violations"]
    return [f"{broken['id']}: {broken['nodes'][0]['html'][:120]}" for broken in found]


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_every_page_is_accessible_fits_its_window_and_says_nothing_to_the_console(site, size):
    url, pages = site
    found = []
    with open_browser() as browser:
        context = browser.new_context(viewport=size, color_scheme="light")
        tab = context.new_page()
        said = []
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        for address in pages:
            said.clear()
            answer = tab.goto(url + address, wait_until="networkidle")
            if not answer.headers["content-type"].startswith("text/html"):
                found.append((address, "no page"))
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
    url, _pages = site
    with open_browser() as browser, open_page(browser) as tab:
        tab.goto(url + "/")
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.className") == "skip"
        tab.keyboard.press("Tab")
        tab.keyboard.press("Tab")
        tab.keyboard.type("河口市水")
        tab.wait_for_selector(".suggestions a")
        tab.keyboard.press("ArrowDown")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/agencies/*/")


def walk_by_keyboard(tab) -> list[tuple[str, str]]:
    """Go round the page by its one key; return what is missed, unseen when it is reached, or out of order."""
    tab.evaluate(WATCH)
    for _tens in range(MOST_STEPS // 10):
        for _step in range(10):
            tab.keyboard.press("Tab")
        if tab.evaluate("isRound"):
            break
    told = tab.evaluate(TOLD)
    return [(fault, element) for fault, elements in told.items() for element in elements]


def test_the_keyboard_alone_reaches_everything_in_the_order_it_is_read(site):
    url, pages = site
    found = []
    with open_browser() as browser:
        context = browser.new_context(viewport=WIDE, reduced_motion="reduce")
        tab = context.new_page()
        for address in pages:
            tab.goto(url + address)
            found += [(address, *fault) for fault in walk_by_keyboard(tab)]
        context.close()
    assert found == []


def test_a_page_that_the_keyboard_cannot_walk_would_be_seen():
    page = """<a href="#1">1</a><a href="#2" tabindex="1">2</a><p inert><a href="#3">3</a></p>
        <a href="#4" style="outline: none">4</a>"""
    with open_browser() as browser, open_page(browser) as tab:
        tab.set_content(page)
        assert {fault for fault, _element in walk_by_keyboard(tab)} == {"missed", "unseen", "backwards"}


def test_what_is_folded_opens_by_the_keyboard(site):
    url, _pages = site
    with open_browser() as browser, open_page(browser) as tab:
        tab.goto(f"{url}/search/?q=码头")
        tab.focus(".take-along summary")
        tab.keyboard.press("Enter")
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.closest('.take-along').open")
        assert tab.evaluate("document.activeElement.href").startswith(f"{url}/search.")


def test_the_size_of_type_is_remembered_from_page_to_page(site):
    url, _pages = site
    with open_browser() as browser, open_page(browser) as tab:
        tab.goto(f"{url}/articles/20240614001001/")
        size = "parseFloat(getComputedStyle(document.querySelector('.story-body')).fontSize)"
        before = tab.evaluate(size)
        tab.check("#size-large")
        assert tab.evaluate(size) > before
        tab.goto(f"{url}/articles/20240614001003/")
        assert tab.evaluate(size) > before


def test_without_javascript_the_size_still_changes_and_the_parts_are_a_link_away(site):
    url, _pages = site
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
    url, _pages = site
    with open_browser() as browser, open_page(browser) as tab:
        tab.goto(f"{url}/search/?q=码头")
        tab.wait_for_selector("#facets .facet")
        tab.goto(f"{url}/articles/20240614001001/")
        tab.locator(".related").scroll_into_view_if_needed()
        tab.wait_for_selector(".related .row")

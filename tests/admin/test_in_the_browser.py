"""The editors' door in a real browser: no text is lost, nothing is blocked, every box has a name."""

import pytest
from django.urls import reverse

from articles import editing
from articles.models import Article, Tagging
from tests import factories as make
from tests.browsing import open_browser, open_page, session_cookie

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def room(live_server, client):
    """Give the address, the cookies of a chief editor, and an article on its page."""
    person = make.make_person("chief", "chief editor")
    client.force_login(person)
    page = make.PageFactory()
    article = make.ArticleFactory(
        page=page,
        issue=page.issue,
        section=make.SectionFactory(),
        warnings=[{"code": "narrow", "start": 5, "end": 9, "detail": "", "severity": 0.4}],
        offers={"title": "另一个题"},
    )
    make.PassageFactory(article=article, page=page, start=5, end=13, role="title")
    make.CreditFactory(article=article)
    make.MentionFactory(article=article)
    make.TaggingFactory(article=article, tag=make.TagFactory(name="桥梁"))
    return live_server.url, [session_cookie(client, live_server.url)], article, person


def form_address(url, article) -> str:
    return url + reverse("admin:articles_article_change", args=[article.pk])


def test_unsaved_text_is_offered_again_after_the_form_was_left(room):
    url, cookies, article, _person = room
    with open_browser() as browser, open_page(browser, cookies=cookies) as tab:
        tab.goto(form_address(url, article))
        tab.fill("#id_title", "写到一半的题")
        tab.wait_for_timeout(700)
        tab.goto(url + "/admin/")
        tab.goto(form_address(url, article))
        assert tab.input_value("#id_title") == article.title
        tab.click(".kept button:first-of-type")
        assert tab.input_value("#id_title") == "写到一半的题"
        tab.click("input[name=_continue]")
        tab.wait_for_load_state()
        assert tab.input_value("#id_title") == "写到一半的题"
        assert tab.query_selector(".kept") is None
    article.refresh_from_db()
    assert article.title == "写到一半的题"


def test_restored_text_meets_what_others_saved_since(room):
    """Otherwise restoring would quietly put the others' fields back to what they were."""
    url, cookies, article, person = room
    with open_browser() as browser:
        context = browser.new_context()
        context.add_cookies(cookies)
        tab = context.new_page()
        tab.goto(form_address(url, article))
        tab.fill("#id_title", "写到一半的题")
        tab.wait_for_timeout(700)
        other = Article.objects.get(pk=article.pk)
        other.kicker, other.title = "别人的引题", "别人的题"
        editing.save_article(other, changed=["kicker", "title"], by=person)
        tab.goto(form_address(url, article))
        tab.click(".kept button:first-of-type")
        assert tab.input_value("#id_kicker") == "别人的引题"
        with tab.expect_navigation() as navigation:
            tab.click("input[name=_save]")
        assert navigation.value.status == 409
        assert tab.query_selector(".kept") is None
        assert tab.input_value("#id_kicker") == "别人的引题"
        context.close()
    article.refresh_from_db()
    assert article.title == "别人的题"


def test_a_suggestion_is_accepted_without_turning_the_page_and_the_form_stays_fresh(room):
    url, cookies, article, _person = room
    with open_browser() as browser, open_page(browser, cookies=cookies) as tab:
        tab.goto(form_address(url, article))
        tab.fill("#id_title", "没有保存的题")
        tab.click("#tags .suggested .yes")
        tab.wait_for_selector("#tags li:not(.suggested) .no")
        assert tab.input_value("#id_title") == "没有保存的题"
        tab.click("input[name=_save]")
        tab.wait_for_load_state()
    article.refresh_from_db()
    assert Tagging.objects.get().state == "accepted"
    assert article.title == "没有保存的题"


def test_a_stale_save_shows_both_and_keeps_what_was_typed(room):
    url, cookies, article, person = room
    with open_browser() as browser:
        context = browser.new_context()
        context.add_cookies(cookies)
        tab = context.new_page()
        # The form tells who has it open. A database in memory lets no second thread wait for that.
        tab.goto(form_address(url, article), wait_until="networkidle")
        other = Article.objects.get(pk=article.pk)
        other.title = "别人的题"
        editing.save_article(other, changed=["title"], by=person)
        tab.fill("#id_title", "我的题")
        with tab.expect_navigation() as navigation:
            tab.click("input[name=_save]")
        assert navigation.value.status == 409
        assert tab.input_value("#id_title") == "我的题"
        assert "别人的题" in tab.inner_text(".conflicts")
        tab.click("input[name=_save]")
        tab.wait_for_load_state()
        context.close()
    article.refresh_from_db()
    assert article.title == "我的题"


def screens(article) -> list[str]:
    row = make.LoadedFileFactory(page=article.page, state="refused", reason="空文件")
    row.load.refused = 1
    row.load.save()
    article.refresh_from_db()
    tag, agency = make.TagFactory(), make.AgencyFactory()
    one = f"/admin/articles/article/{article.pk}"
    return [
        "/admin/",
        "/admin/articles/article/",
        "/admin/articles/article/add/",
        f"{one}/change/",
        f"{one}/history/",
        f"{one}/move/publish/",
        f"{one}/move/withdraw/",
        f"{one}/split/",
        f"{one}/join/",
        "/admin/articles/page/",
        f"/admin/articles/page/{article.page_id}/desk/",
        f"/admin/articles/page/{article.page_id}/change/",
        f"/admin/articles/page/{article.page_id}/date/",
        "/admin/articles/issue/",
        f"/admin/articles/issue/{article.issue_id}/change/",
        "/admin/articles/tag/",
        f"/admin/articles/tag/{tag.pk}/change/",
        f"/admin/articles/tag/{tag.pk}/merge/",
        "/admin/articles/tag/mergers/",
        "/admin/articles/agency/",
        f"/admin/articles/agency/{agency.pk}/change/",
        "/admin/articles/agency/tree/",
        "/admin/articles/section/",
        "/admin/articles/newspaper/",
        "/admin/articles/load/",
        "/admin/articles/load/add/",
        f"/admin/articles/load/{row.load_id}/change/",
        "/admin/articles/loadedfile/",
        "/admin/articles/mistakereport/",
        "/admin/reports/",
        "/admin/reports/doubtful-text/",
        "/admin/password_change/",
    ]


WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', event => window.violations.push(
  event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile));
"""


def test_every_screen_keeps_to_the_policy_and_fits_a_phone(room):
    url, cookies, article, _person = room
    addresses, wrong = screens(article), []
    with open_browser() as browser:
        for width in (1280, 1024, 768, 390):
            context = browser.new_context(viewport={"width": width, "height": 844})
            context.add_cookies(cookies)
            context.add_init_script(WATCH)
            tab = context.new_page()
            tab.on("pageerror", lambda error: wrong.append(f"error: {error}"))
            for address in addresses:
                answer = tab.goto(url + address)
                assert answer.status == 200, address
                if found := tab.evaluate("window.violations"):
                    wrong.append((address, width, found))
                over = tab.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                )
                if over > 0:
                    wrong.append((address, width, f"{over} px too wide"))
            context.close()
    assert wrong == []


def test_the_watch_on_the_policy_sees_a_breach(room):
    url, cookies, _article, _person = room
    with open_browser() as browser:
        context = browser.new_context()
        context.add_cookies(cookies)
        context.add_init_script(WATCH)
        tab = context.new_page()
        tab.goto(url + "/admin/")
        tab.evaluate(
            "(() => { const s = document.createElement('script'); s.textContent = '1';"
            " document.body.append(s); })()"
        )
        tab.wait_for_timeout(100)
        assert tab.evaluate("window.violations.length") == 1
        context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 768)])
def test_every_screen_passes_axe(room, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    url, cookies, article, _person = room
    addresses, wrong = screens(article), []
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    with open_browser() as browser:
        # axe is put into the page as a script: the policy is held by the test above.
        view = {"width": width, "height": 900}
        context = browser.new_context(viewport=view, color_scheme=scheme, bypass_csp=True)
        context.add_cookies(cookies)
        tab = context.new_page()
        for address in addresses:
            tab.goto(url + address)
            tab.wait_for_timeout(100)
            for found in axe.run(tab, options={"runOnly": rules}).response["violations"]:
                wrong.append((address, found["id"], [node["html"][:120] for node in found["nodes"][:3]]))
        context.close()
    assert wrong == []

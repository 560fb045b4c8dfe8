"""The first page says what to do next, why, and opens at the place."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from articles import editing, publishing
from articles.admin import reports, tables
from articles.admin.worklist import work_for
from articles.models import Article, Load, MistakeReport, Page, State
from tests import factories as make

pytestmark = pytest.mark.django_db


def lines_of(user) -> dict[str, list]:
    return {str(heap.title): heap.lines for heap in work_for(user)}


@pytest.fixture
def chief():
    return make.make_person("chief", "chief editor")


def test_pages_stand_by_doubts_and_readers(chief):
    few, many, read = (make.PageFactory(doubts=number) for number in (2, 3, 2))
    Page.objects.filter(pk=read.pk).update(views=500)
    make.PageFactory(doubts=9, accepted_at=now())
    lines = lines_of(chief)["有疑点的版面"]
    assert [line.address for line in lines] == [
        reverse("admin:articles_page_desk", args=[page.pk]) for page in (read, many, few)
    ]
    assert "500" in lines[0].why


def test_a_page_without_a_date_shows_its_candidate(chief):
    page = make.PageFactory(issue=None, date_guess={"date": "2031-05-06", "confidence": 0.4})
    (line,) = lines_of(chief)["需要日期"]
    assert line.address == reverse("admin:articles_page_date", args=[page.pk])
    assert "2031-05-06" in line.why
    assert "40%" in line.why


def test_what_came_back_says_what_for(chief):
    ann = make.make_person("ann", "editor")
    article = make.ArticleFactory()
    article.title = "改过"
    editing.save_article(article, changed=["title"], by=ann)
    publishing.make_move(article, "submit", by=ann)
    assert [line.words for line in lines_of(chief)["待审"]] == ["改过"]
    publishing.make_move(article, "send_back", by=chief, words="数字请核对")
    assert "数字请核对" in lines_of(ann)["我的工作"][0].why


def test_offers_schedules_reports_and_refused_files_are_there(chief):
    make.ArticleFactory(offers={"title": "另一题"}, title="甲")
    make.ArticleFactory(is_unmatched=True, title="乙")
    scheduled = make.ArticleFactory(published=True, publish_at=now() + timedelta(days=1))
    MistakeReport.objects.create(article=scheduled, words="有错字")
    load = make.LoadFactory(refused=2)
    lines = lines_of(chief)
    assert {line.words for line in lines["和机器的读法不同"]} == {"甲", "乙"}
    assert "主题" in next(line.why for line in lines["和机器的读法不同"] if line.words == "甲")
    assert [line.words for line in lines["定时待发"]] == [scheduled.name]
    assert lines["读者报错"][0].why == "有错字"
    assert f"load__id__exact={load.pk}" in lines["最近装载"][0].address
    assert "2" in lines["最近装载"][0].why


def test_a_viewer_is_shown_no_work_that_is_not_hers():
    assert set(lines_of(make.make_person("v", "viewer"))) == {"定时待发", "最近装载"}


def test_the_first_page_asks_at_most_twelve_queries(client, chief, django_assert_max_num_queries):
    for _n in range(12):
        make.PageFactory(doubts=1)
        make.ArticleFactory(offers={"title": "甲"})
        make.ArticleFactory(state=State.IN_REVIEW)
        Load.objects.create()
    client.force_login(chief)
    client.get("/admin/")
    with django_assert_max_num_queries(12):
        client.get("/admin/")


def test_an_articles_form_asks_at_most_twelve_queries(client, chief, django_assert_max_num_queries):
    page = make.PageFactory()
    article = make.ArticleFactory(page=page, issue=page.issue, section=make.SectionFactory())
    for _n in range(6):
        make.MentionFactory(article=article)
        make.TaggingFactory(article=article)
        make.CreditFactory(article=article)
    client.force_login(chief)
    address = reverse("admin:articles_article_change", args=[article.pk])
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)


# --- reports


def test_a_day_that_the_papers_pattern_promises_is_missing():
    days = {date(2031, 5, 5) + timedelta(days=n) for n in range(28)}
    weekdays = {day for day in days if day.weekday() < 5}
    gone = date(2031, 5, 14)
    assert reports.missing_days(weekdays - {gone}) == [gone]


def test_a_papers_own_days_are_believed():
    had = {date(2031, 5, 5), date(2031, 5, 19), date(2031, 5, 26)}
    assert reports.missing_days(had, appears_on="1") == [date(2031, 5, 12)]


@pytest.mark.parametrize("name", reports.REPORTS)
def test_every_report_is_a_list_a_picture_and_a_table(client, chief, name):
    page = make.PageFactory()
    make.PageFactory()
    article = make.ArticleFactory(page=page, issue=page.issue, warnings=[{"code": "narrow", "severity": 0.4}])
    article.title = "改过"
    editing.save_article(article, changed=["title"], by=chief)
    for number in {*range(30)} - {15}:
        make.IssueFactory(date=date(2031, 5, 1) + timedelta(days=number))
    client.force_login(chief)
    html = client.get(f"/admin/reports/{name}/")
    table = client.get(f"/admin/reports/{name}.csv")
    picture = client.get(f"/admin/reports/{name}.svg")
    assert html.status_code == 200
    assert table["Content-Disposition"].endswith('-for-spreadsheets.csv"')
    assert table.content.decode("utf-8-sig").count("\r\n") >= 2
    assert picture["Content-Type"] == "image/svg+xml"
    assert "<script" not in picture.content.decode()
    assert "style=" not in picture.content.decode()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x"])
def test_no_cell_of_a_table_computes(cell):
    assert tables.harmless(cell) == f"'{cell}"


def test_numbers_stay_numbers():
    assert [tables.harmless(cell) for cell in (-1, 2.5, None, "云溪")] == ["-1", "2.5", "", "云溪"]


def test_a_picture_shows_any_label_as_text():
    assert "<b>" not in tables.bars_svg("<b>", [("<b>&", 1)])


def test_reports_of_an_empty_house_are_empty(client, chief):
    client.force_login(chief)
    for name in reports.REPORTS:
        assert client.get(f"/admin/reports/{name}/").status_code == 200
    assert not Article.objects.exists()

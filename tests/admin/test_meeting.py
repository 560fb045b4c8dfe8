"""Two editors at one article: byline, agencies and tags meet row by row, and nobody's choice is lost."""

from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from articles import tagging
from articles.models import Mention
from tests import factories as make

pytestmark = pytest.mark.django_db


class Fields(HTMLParser):
    """What a browser would send back from the article's form: each field as it stands."""

    def __init__(self, html: str):
        super().__init__()
        self.sent, self.inside, self.select, self.text = {}, False, "", ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        if tag == "form":
            self.inside = has.get("id") == "article_form"
        name = has.get("name", "")
        if not self.inside or not (name or tag == "option") or "__prefix__" in name:
            return
        if tag == "input" and has.get("type") not in {"submit", "checkbox", "file"}:
            self.sent[name] = has.get("value", "")
        elif tag == "input" and has.get("type") == "checkbox" and "checked" in has:
            self.sent[name] = "on"
        elif tag == "select":
            self.select, self.sent[name] = name, ""
        elif tag == "option" and self.select and "selected" in has:
            self.sent[self.select] = has.get("value", "")
        elif tag == "textarea":
            self.text, self.sent[name] = name, ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        self.select, self.text = (
            ("" if tag == "select" else self.select),
            ("" if tag == "textarea" else self.text),
        )

    def handle_data(self, data):
        if self.text:
            self.sent[self.text] += unescape(data).lstrip("\n") if not self.sent[self.text] else data


class Editor:
    """One editor with the form open."""

    def __init__(self, name: str, article):
        self.client, self.article = Client(), article
        person = make.make_person(name, "editor")
        self.client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        self.address = reverse("admin:articles_article_change", args=[article.pk])
        self.open()

    def open(self):
        self.read(self.client.get(self.address))

    def read(self, answer):
        self.html = answer.content.decode()
        self.form = Fields(self.html).sent

    def row(self, prefix: str, **wanted) -> str:
        """Return how the fields of a row begin, by what stands in it."""
        for number in range(int(self.form[f"{prefix}-TOTAL_FORMS"])):
            start = f"{prefix}-{number}-"
            if all(self.form[start + name] == str(value) for name, value in wanted.items()):
                return start
        raise LookupError(wanted)

    def add(self, prefix: str, **values):
        number = int(self.form[f"{prefix}-TOTAL_FORMS"])
        self.form |= {f"{prefix}-{number}-{name}": str(value) for name, value in values.items()}
        self.form |= {f"{prefix}-{number}-article": str(self.article.pk), f"{prefix}-{number}-id": ""}
        self.form[f"{prefix}-TOTAL_FORMS"] = str(number + 1)

    def save(self) -> int:
        answer = self.client.post(self.address, self.form)
        if answer.status_code != 302:
            self.read(answer)
        return answer.status_code


@pytest.fixture
def article():
    page = make.PageFactory()
    article = make.ArticleFactory(page=page, issue=page.issue, title="旧题", body="第一段。\n第二段。")
    for order, name in enumerate(("林舟", "安然")):
        make.CreditFactory(article=article, name=name, order=order)
    for name in ("云溪市交通局", "云溪市图书馆"):
        make.MentionFactory(article=article, agency=make.AgencyFactory(name=name), words=name[3:])
    return article


@pytest.fixture
def ann(article):
    return Editor("ann", article)


@pytest.fixture
def ben(article):
    return Editor("ben", article)


def byline(article) -> set:
    return set(article.credits.values_list("name", "role"))


def agencies(article) -> set:
    return set(article.mentions.filter(is_refused=False).values_list("agency__name", flat=True))


def test_a_form_that_nobody_overtook_is_saved_as_it_is(ann, article):
    ann.add("credits", name="柳青", role="reporter", order=2)
    assert ann.save() == 302
    assert byline(article) == {("林舟", "reporter"), ("安然", "reporter"), ("柳青", "reporter")}


def test_two_names_added_at_once_both_stand_after_a_look(ann, ben, article):
    ann.add("credits", name="柳青", role="reporter", order=2)
    ben.add("credits", name="苏晴", role="photographer", order=2)
    assert ann.save() == 302
    assert ben.save() == 409
    assert "苏晴（摄影）" in ben.html
    assert "柳青（记者）" in ben.html
    assert "两边的增减都已放进表里" in ben.html
    assert ("苏晴", "photographer") not in byline(article)
    assert ben.save() == 302
    assert byline(article) >= {("柳青", "reporter"), ("苏晴", "photographer")}


def test_a_name_that_the_other_took_away_does_not_come_back(ann, ben, article):
    ann.form[ann.row("credits", name="安然") + "DELETE"] = "on"
    assert ann.save() == 302
    ben.form["title"] = "毕文的题"
    assert ben.save() == 409
    assert ben.form["title"] == "毕文的题"
    assert ben.save() == 302
    assert byline(article) == {("林舟", "reporter")}


def test_a_name_that_one_took_away_and_the_other_corrected_is_kept_corrected(ann, ben, article):
    ann.form[ann.row("credits", name="安然") + "DELETE"] = "on"
    ben.form[ben.row("credits", name="安然") + "order"] = "7"
    assert ann.save() == 302
    assert ben.save() == 409
    assert ben.save() == 302
    assert article.credits.get(name="安然").order == 7


def test_where_both_changed_a_row_ones_own_stands(ann, ben, article):
    mine, theirs = ben.row("mentions", words="交通局"), ann.row("mentions", words="交通局")
    ann.form[theirs + "part"] = "actor"
    ben.form[mine + "part"] = "source"
    assert ann.save() == 302
    assert ben.save() == 409
    assert "云溪市交通局（行动者）" in ben.html
    assert "云溪市交通局（消息来源）" in ben.html
    assert ben.save() == 302
    assert article.mentions.get(words="交通局").part == "source"


def test_an_agency_that_one_took_away_stays_away_when_the_other_adds_one(ann, ben, article):
    ann.form[ann.row("mentions", words="图书馆") + "DELETE"] = "on"
    ben.add("mentions", agency=make.AgencyFactory(name="云溪市文物局").pk, words="文物局", part="actor")
    assert ann.save() == 302
    assert ben.save() == 409
    assert ben.save() == 302
    assert agencies(article) == {"云溪市交通局", "云溪市文物局"}
    assert Mention.objects.get(words="图书馆").is_refused


def test_only_what_the_other_changed_is_no_reason_to_refuse(ann, ben, article):
    ann.add("credits", name="柳青", role="reporter", order=2)
    assert ann.save() == 302
    assert ben.save() == 302
    assert ("柳青", "reporter") in byline(article)


def test_a_rename_is_one_name_and_not_two(ann, ben, article):
    ben.form[ben.row("credits", name="安然") + "name"] = "安燃"
    ann.form["title"] = "安宁的题"
    assert ann.save() == 302
    assert ben.save() == 409
    assert ben.form["title"] == "安宁的题"
    assert ben.save() == 302
    assert byline(article) == {("林舟", "reporter"), ("安燃", "reporter")}


def test_tags_that_the_other_decided_are_shown_and_stay(ann, ben, article):
    tagging.decide_tags(article, accept=[make.TagFactory(name="桥梁")], by=None)
    ben.form["title"] = "毕文的题"
    assert ben.save() == 409
    assert "桥梁" in ben.html[ben.html.index('class="conflicts"') : ben.html.index('class="beside"')]
    assert ben.save() == 302
    assert [tag.name for tag in article.tags.all()] == ["桥梁"]


def test_section_and_title_are_ones_own_where_both_wrote_them(ann, ben, article):
    ours, theirs = make.SectionFactory(name="民生"), make.SectionFactory(name="要闻")
    ann.form["section"] = str(theirs.pk)
    ben.form["section"] = str(ours.pk)
    assert ann.save() == 302
    assert ben.save() == 409
    assert "要闻" in ben.html
    assert ben.form["section"] == str(ours.pk)
    assert ben.save() == 302
    article.refresh_from_db()
    assert article.section == ours


@pytest.mark.parametrize(
    "sent", ["", "[]", "{}", '{"credits": 1, "agencies": [], "tags": []}', "\x00", "9" * 9999]
)
def test_a_form_that_forgot_what_it_saw_is_still_refused_when_late(ann, ben, article, sent):
    ann.form["title"] = "安宁的题"
    assert ann.save() == 302
    ben.form |= {"seen_beside": sent, "title": "毕文的题"}
    assert ben.save() == 409
    article.refresh_from_db()
    assert article.title == "安宁的题"

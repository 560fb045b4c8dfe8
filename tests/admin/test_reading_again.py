"""A page read again writes over nobody's work: that stands, and the new reading is offered beside it."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from articles.models import Article, Page, State
from tests import factories as make
from tests.loading.conftest import page_text

pytestmark = pytest.mark.django_db

DAY = "2031-05-06"
# Each story of the page is somebody's: one edited, one published, one nobody's.
EDITED, PUBLISHED, UNTOUCHED = "新桥", "电梯", "图书馆"
WORSE = (
    page_text(1).replace("双向六车道", "双向六车逼").replace("敞亮", "敝亮").replace("四十余座", "四十余庄")
)
READINGS = {
    "better words": page_text(1),
    "changed splitting": page_text(1).replace("1个老旧小区装上电梯\n\n", ""),
    "other order": page_text(1, stories=(2, 0, 1)),
    "one article fewer": page_text(1, stories=(1, 2)),
}


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def load(folder, text: str) -> Page:
    path = folder / f"{DAY}_01.txt"
    path.write_text(text, encoding="utf-8")
    call_command("load_seeds", str(path), stdout=io.StringIO(), stderr=io.StringIO())
    return Page.objects.current().get(number="1")


def article_of(words: str) -> Article:
    return Article.objects.get(title__contains=words)


def address(article, step: str = "change") -> str:
    if step == "change":
        return reverse("admin:articles_article_change", args=[article.pk])
    return f"/admin/articles/article/{article.pk}/{step}/"


def form_of(client, article) -> dict:
    form = client.get(address(article)).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else value for name, value in data.items() if value is not False}
    credits, mentions = list(article.credits.all()), list(article.mentions.filter(is_refused=False))
    for prefix, rows in (("credits", credits), ("mentions", mentions)):
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": len(rows)}
        for place, row in enumerate(rows):
            data |= {f"{prefix}-{place}-id": row.pk, f"{prefix}-{place}-article": article.pk}
    for place, row in enumerate(credits):
        data |= {f"credits-{place}-{name}": getattr(row, name) for name in ("name", "role", "order")}
    for place, row in enumerate(mentions):
        data |= {f"mentions-{place}-agency": row.agency_id, f"mentions-{place}-words": row.words}
        data |= {f"mentions-{place}-part": row.part}
    return data


@pytest.fixture
def worked_on(client, folder):
    """Load the page, and let a chief editor edit, tag and publish as she does: through the admin."""
    load(folder, WORSE)
    client.force_login(
        make.make_person("ann", "chief editor"), backend="django.contrib.auth.backends.ModelBackend"
    )
    edited, published = article_of(EDITED), article_of(PUBLISHED)
    body = edited.body.replace("双向六车逼", "双向四车道")
    assert client.post(address(edited), form_of(client, edited) | {"body": body}).status_code == 302
    edited.refresh_from_db()
    client.post(address(edited, "tags"), {"version": edited.version, "paste": "桥梁"})
    assert client.post(address(published, "move/publish"), {"version": published.version}).status_code == 302
    return {name: Article.objects.get(pk=article_of(name).pk) for name in (EDITED, PUBLISHED, UNTOUCHED)}


def standing(article: Article) -> dict:
    """Return what a person decided of an article: its words, its tags, where it stands."""
    article = Article.objects.get(pk=article.pk)
    names = ("kicker", "title", "subtitle", "body", "state", "section_id", "genre", "replaced_by_id")
    return {name: getattr(article, name) for name in names} | {
        "tags": sorted(article.taggings.filter(state="accepted").values_list("tag__name", flat=True))
    }


@pytest.mark.parametrize("reading", READINGS)
def test_what_a_person_did_stands_whatever_the_page_says_now(client, folder, worked_on, reading):
    edited, published = worked_on[EDITED], worked_on[PUBLISHED]
    before = {article.pk: standing(article) for article in (edited, published)}
    seen = client.get(f"/articles/{published.pk}/").content.decode()
    keys = set(Article.objects.values_list("pk", flat=True))
    load(folder, READINGS[reading])
    assert {article.pk: standing(article) for article in (edited, published)} == before
    assert "双向四车道" in Article.objects.get(pk=edited.pk).body
    assert keys <= set(Article.objects.values_list("pk", flat=True)), "An address is gone."
    now = client.get(f"/articles/{published.pk}/")
    assert now.status_code == 200
    assert "敝亮" in seen
    assert "敝亮" in now.content.decode()
    assert Article.objects.filter(state=State.PUBLISHED).count() == 1


def test_the_new_reading_is_offered_with_a_difference(client, folder, worked_on):
    load(folder, READINGS["better words"])
    edited, published = (Article.objects.get(pk=worked_on[name].pk) for name in (EDITED, PUBLISHED))
    assert "双向六车道" in edited.offers["body"]
    assert "敞亮" in published.offers["body"]
    html = client.get(address(edited)).content.decode()
    assert "<ins" in html
    assert "<del" in html
    assert "六" in html


def test_an_offer_is_taken_by_a_person_only(client, folder, worked_on):
    load(folder, READINGS["better words"])
    published = Article.objects.get(pk=worked_on[PUBLISHED].pk)
    client.post(address(published, "offers"), {"version": published.version, "take": "body"})
    assert "敞亮" in client.get(f"/articles/{published.pk}/").content.decode()


def test_what_nobody_touched_follows_and_keeps_its_address(folder, worked_on):
    load(folder, READINGS["better words"])
    followed = article_of(UNTOUCHED)
    assert followed.pk == worked_on[UNTOUCHED].pk
    assert "四十余座" in followed.body
    assert followed.offers == {}


def test_a_vanished_article_is_flagged_and_keeps_its_words(client, folder, worked_on):
    load(folder, READINGS["one article fewer"])
    vanished = Article.objects.get(pk=worked_on[EDITED].pk)
    assert vanished.is_unmatched
    assert "双向四车道" in vanished.body
    assert vanished.name in client.get("/admin/articles/article/?work=odd").content.decode()


def test_a_published_article_that_vanished_is_read_on(client, folder, worked_on):
    load(folder, page_text(1, stories=(0, 2)))
    published = Article.objects.get(pk=worked_on[PUBLISHED].pk)
    assert published.is_unmatched
    assert client.get(f"/articles/{published.pk}/").status_code == 200


def test_reading_after_reading_changes_nothing_more(folder, worked_on):
    for text in (*READINGS.values(), *READINGS.values()):
        load(folder, text)
    edited = Article.objects.get(pk=worked_on[EDITED].pk)
    assert "双向四车道" in edited.body
    assert standing(worked_on[PUBLISHED])["state"] == State.PUBLISHED
    assert Article.objects.filter(title__contains=PUBLISHED).count() == 1

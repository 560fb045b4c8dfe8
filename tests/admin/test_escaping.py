"""Words are words: nothing that came in as text is ever markup on an editors' page."""

import pytest
from django.urls import reverse

from articles import editing, merging
from articles.models import Article, Comment, MistakeReport, SavedFilter, Tag
from tests import factories as make

pytestmark = pytest.mark.django_db

PAYLOADS = [
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "'><svg/onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_no_field_becomes_markup_on_any_page(client, payload):
    chief = make.make_person("chief", "chief editor", first_name=payload, last_name=payload)
    client.force_login(chief)
    short = payload[:40]
    paper = make.NewspaperFactory(name=payload, city=payload)
    page = make.PageFactory(
        newspaper=paper,
        issue=make.IssueFactory(newspaper=paper, edition=payload[:20]),
        name=short,
        source=payload,
        text=f"{payload}\n正文\n",
        date_guess={"date": payload, "evidence": [{"start": 0, "end": len(payload), "why": payload}]},
    )
    article = make.ArticleFactory(
        page=page,
        issue=page.issue,
        section=make.SectionFactory(name=payload),
        title=payload,
        kicker=payload,
        subtitle=payload,
        body=payload,
        dateline_place=short,
        warnings=[{"code": payload, "start": 0, "end": 4, "detail": payload, "severity": 0.5}],
        offers={"title": payload + "改", "credits": [[payload, payload]]},
    )
    make.PassageFactory(article=article, page=page, start=0, end=len(payload))
    make.CreditFactory(article=article, name=short)
    agency = make.AgencyFactory(name=payload, kind=short, place=short, note=payload)
    agency.names.create(name=payload + "二")
    make.MentionFactory(article=article, agency=agency, words=payload)
    tag = make.TagFactory(name=short)
    make.TaggingFactory(article=article, tag=tag)
    Comment.objects.create(article=article, author=chief, text=payload)
    MistakeReport.objects.create(article=article, words=payload, quote=payload)
    SavedFilter.objects.create(user=chief, name=short, query="q=" + payload)
    file = make.LoadedFileFactory(page=page, path=payload, reason=payload, state="refused")
    changed = Article.objects.get(pk=article.pk)
    changed.title, changed.body = payload + "改", payload + "改"
    editing.save_article(changed, changed=["title", "body"], by=chief, beside=payload)
    merging.merge_tags(make.TagFactory(name="甲" + short[:38]), Tag.objects.get(pk=tag.pk), by=chief)
    one = f"/admin/articles/article/{article.pk}"
    row = article.history.first()
    for address in (
        "/admin/",
        "/admin/articles/article/",
        f"/admin/articles/article/?q={payload}",
        f"/admin/articles/article/?tag={tag.pk}&agency={agency.pk}",
        f"{one}/change/",
        f"{one}/history/",
        f"{one}/history/{article.history.last().pk}/",
        f"{one}/history/{row.pk}/",
        f"{one}/delete/",
        f"{one}/preview/",
        f"{one}/move/publish/",
        f"{one}/split/",
        f"{one}/join/",
        "/admin/articles/page/",
        f"/admin/articles/page/{page.pk}/change/",
        f"/admin/articles/page/{page.pk}/date/",
        f"/admin/articles/page/{page.pk}/desk/",
        f"/admin/articles/issue/{page.issue_id}/change/",
        "/admin/articles/tag/",
        "/admin/articles/tag/mergers/",
        f"/admin/articles/tag/{tag.pk}/merge/",
        "/admin/articles/agency/",
        "/admin/articles/agency/tree/",
        f"/admin/articles/agency/{agency.pk}/change/",
        "/admin/articles/loadedfile/",
        f"/admin/articles/load/{file.load_id}/change/",
        "/admin/articles/mistakereport/",
        "/admin/articles/newspaper/",
        "/admin/reports/doubtful-text/",
        "/admin/reports/doubtful-text.svg",
        reverse("admin:articles_section_changelist"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        html = answer.content.decode()
        for raw in ("<img src=x", "<script>alert", "<svg/onload", 'href="javascript:'):
            assert raw not in html, address
        assert "SECRET_KEY }}" in html or "SECRET_KEY" not in html, address
    stale = {"title": payload + "另", "seen_version": 0, "genre": "news", "order": 0, "body": payload}
    for prefix in ("credits", "mentions"):
        stale |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    conflict = client.post(f"{one}/change/", stale)
    assert conflict.status_code == 409
    assert "<img src=x" not in conflict.content.decode()
    assert "<script>alert" not in conflict.content.decode()

"""A small archive with one row of each noun, an article in each standing, and drafts no reader may see."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.utils.timezone import now

from articles import merging, search, uploading
from articles.models import (
    Article,
    Comment,
    Load,
    LoadedFile,
    MistakeReport,
    Presence,
    SavedFilter,
    State,
)
from tests import factories as make
from tests.loading.conftest import page_text

# Stands in every word of what readers may not see, and nowhere else.
SENTINEL = "驎驔"
ROLES = {
    "a": "anonymous",
    "m": "member without staff",
    "v": "viewer",
    "l": "loader",
    "e": "editor",
    "c": "chief editor",
    "s": "administrator",
}
PASSWORD = "a long and quiet password"
# How an article may stand, and what may have befallen it: `stale` was saved since its form was opened.
STANDINGS = (
    "imported", "draft", "in-review", "scheduled", "published", "withdrawn",
    "open", "theirs", "stale", "joined",
)  # fmt: skip


def build(folder: Path) -> SimpleNamespace:
    """Fill the archive; return its rows by name. `folder` must be settings.MEDIA_ROOT."""
    owner = User.objects.create(username="owner")
    colleague = make.make_person("colleague", "editor", password=PASSWORD)
    page = make.PageFactory(number="1", text=page_text(1))
    house = SimpleNamespace(owner=owner, colleague=colleague, page=page)
    house.shown = shown(page)
    house.hidden = hidden(colleague)
    house.articles = {
        standing: article_in(standing, number, page=page, colleague=colleague)
        for number, standing in enumerate(STANDINGS)
    }
    house.undated = make.PageFactory(number="7", issue=None)
    house.rows = rows_of_each_noun(house)
    house.mergers = {
        "tag": merging.merge_tags(make.TagFactory(), make.TagFactory(), by=owner),
        "agency": merging.merge_agencies(make.AgencyFactory(), make.AgencyFactory(), by=owner),
    }
    house.filters = {"theirs": SavedFilter.objects.create(user=owner, name="甲", query="standing=draft")}
    house.loads = {name: load_that_is(name, folder, owner) for name in ("finished", "refused", "queued")}
    house.content_type = ContentType.objects.get_for_model(Article)
    return house


def shown(page) -> SimpleNamespace:
    """Return a published article and all that readers find it by."""
    section, tag, agency = make.SectionFactory(), make.TagFactory(), make.AgencyFactory()
    article = make.ArticleFactory(page=page, issue=page.issue, section=section, published=True)
    make.PassageFactory(article=article, page=page)
    credit = make.CreditFactory(article=article)
    make.TaggingFactory(article=article, tag=tag, state="accepted")
    make.MentionFactory(article=article, agency=agency)
    search.index_articles([article])
    return SimpleNamespace(
        article=article,
        section=section,
        tag=tag,
        agency=agency,
        writer=credit.name,
        issue=page.issue,
        page=page,
    )


def hidden(colleague) -> SimpleNamespace:
    """Return the same of a draft: nothing of it was ever public."""
    issue = make.IssueFactory(date=date(2031, 7, 1))
    page = make.PageFactory(issue=issue, number="9", text=f"{SENTINEL}{page_text(2)}")
    section, tag = make.SectionFactory(name=f"栏{SENTINEL}"), make.TagFactory(name=f"签{SENTINEL}")
    agency = make.AgencyFactory(name=f"局{SENTINEL}")
    article = make.ArticleFactory(
        page=page,
        issue=issue,
        section=section,
        state=State.DRAFT,
        title=f"题{SENTINEL}",
        body=f"文{SENTINEL}",
    )
    make.PassageFactory(article=article, page=page)
    make.CreditFactory(article=article, name=f"人{SENTINEL}")
    make.TaggingFactory(article=article, tag=tag, state="accepted")
    make.MentionFactory(article=article, agency=agency)
    Comment.objects.create(article=article, author=colleague, text=SENTINEL)
    return SimpleNamespace(
        article=article,
        section=section,
        tag=tag,
        agency=agency,
        writer=f"人{SENTINEL}",
        issue=issue,
        page=page,
    )


def article_in(standing: str, number: int, *, page, colleague) -> Article:
    """Return an article that stands so, with an offer, a suggestion, a comment and a history."""
    moment = now()
    as_state = {
        "scheduled": {"published": True, "publish_at": moment + timedelta(days=1)},
        "published": {"published": True},
        "withdrawn": {"state": State.WITHDRAWN, "withdrawn_because": "重复", "publish_at": moment},
        "joined": {"state": State.WITHDRAWN, "withdrawn_because": "并入", "publish_at": moment},
    }
    fields = as_state.get(standing, {"state": standing if standing in State.values else State.DRAFT})
    article = make.ArticleFactory(
        page=page,
        issue=page.issue,
        order=10 + number,
        title=f"题{standing}",
        body="第一段。\n第二段。",
        offers={"title": "机器的题"},
        **fields,
    )
    make.PassageFactory(article=article, page=page, start=10 * number + 10, end=10 * number + 15)
    make.TaggingFactory(article=article, tag=make.TagFactory(name=f"议{standing}"))
    changed = {}
    if standing == "joined":
        changed["replaced_by"] = Article.objects.published().first()
    if standing in {"theirs", "stale"}:
        changed["touched"] = ["title"]
    if standing == "stale":
        changed["version"] = 2
    Article.objects.filter(pk=article.pk).update(**(changed or {"order": article.order}))
    article.refresh_from_db()
    article.history.model.objects.create(
        id=article.pk, title="旧", history_date=moment, history_type="+", version=0,
        history_user=colleague if standing == "theirs" else None, updated_at=moment,
    )  # fmt: skip
    if standing == "open":
        Presence.objects.create(article=article, user=colleague)
    if article.is_public:
        search.index_articles([article])
    return article


def rows_of_each_noun(house) -> dict:
    """Return the row that each list of the admin is asked about; nothing else stands on it."""
    load = make.LoadFactory()
    kept = {"username": "owner", "ip_address": "192.0.2.7", "user_agent": "x", "path_info": "/admin/login/"}
    return {
        "articles_article": house.articles["draft"],
        "articles_page": house.page,
        "articles_issue": make.IssueFactory(date=date(2031, 9, 9)),
        "articles_newspaper": make.NewspaperFactory(slug="evening", name="晚报", is_main=False),
        "articles_section": make.SectionFactory(is_proposed=True),
        "articles_agency": make.AgencyFactory(is_proposed=True),
        "articles_tag": make.TagFactory(),
        "articles_load": load,
        "articles_loadedfile": make.LoadedFileFactory(load=load),
        "articles_mistakereport": MistakeReport.objects.create(article=house.shown.article, words="错字"),
        "auth_user": User.objects.create(username="leaver"),
        "auth_group": Group.objects.create(name="spare"),
        "axes_accessattempt": AccessAttempt.objects.create(
            **kept, get_data="", post_data="", failures_since_start=1
        ),
        "axes_accesslog": AccessLog.objects.create(**kept),
        "axes_accessfailurelog": AccessFailureLog.objects.create(**kept),
    }


def load_that_is(name: str, folder: Path, owner) -> Load:
    """Return a load: finished, with a refused file that is still there, or waiting to be run."""
    state = Load.State.QUEUED if name == "queued" else Load.State.FINISHED
    load = make.LoadFactory(
        state=state, started_by=owner, paths=["2031-08-08_01.txt"], options={"uploaded": True, "bytes": 9}
    )
    if name == "refused":
        make.LoadedFileFactory(load=load, path="2031-08-08_01.txt", state=LoadedFile.State.REFUSED)
        Load.objects.filter(pk=load.pk).update(refused=1)
    if name != "finished":
        place = uploading.folder_of(load)
        assert folder in place.parents
        place.mkdir(parents=True)
        (place / "2031-08-08_01.txt").write_text(page_text(3), encoding="utf-8")
    return load


def person(role: str):
    """Return somebody of that role, or None for a stranger."""
    name = {"m": "member", "s": "root"}.get(role, f"person-{role}")
    if role == "a" or (known := User.objects.filter(username=name).first()):
        return None if role == "a" else known
    if role == "m":
        return User.objects.create_user(name, password=PASSWORD)
    if role == "s":
        return User.objects.create_user(name, password=PASSWORD, is_staff=True, is_superuser=True)
    return make.make_person(name, ROLES[role], password=PASSWORD)


def forget_files(house) -> None:
    """Take away the folders of loads that were taken back: their numbers come again."""
    known = {f"upload-{load.pk}" for load in house.loads.values()}
    for folder in (Path(settings.MEDIA_ROOT) / "loads").iterdir():
        if folder.name not in known:
            shutil.rmtree(folder)

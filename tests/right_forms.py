"""For each address that takes a form: the address about a row of the house, and the form filled in right.

A form that changes nothing even for those who may would make a permission test empty.
"""

from __future__ import annotations

import re
import time
from datetime import timedelta
from types import SimpleNamespace
from unittest.mock import patch
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from articles.public.mistakes import signer
from tests.house import PASSWORD
from tests.loading.conftest import page_text

INLINES = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
NEW_PASSWORD = "another long and quiet password"
ARTICLE = "admin/articles/article/"


def inlines(*prefixes: str) -> dict:
    return {f"{prefix}-{name}": value for prefix in prefixes for name, value in INLINES.items()}


def article_form(article=None, **changed) -> dict:
    """Return what a browser sends from an article's form, with one field changed."""
    fields = {"title": "", "body": "", "genre": "news", "order": 0}
    if article is not None:
        fields = {
            "kicker": article.kicker,
            "title": article.title,
            "subtitle": article.subtitle,
            "body": article.body,
            "genre": article.genre,
            "order": article.order,
            "issue": article.issue_id or "",
            "page": article.page_id or "",
            "section": article.section_id or "",
            "seen_version": 1,
        }
    return fields | inlines("credits", "mentions") | changed


def user_form(user, **changed) -> dict:
    fields = {
        "username": user.username,
        "is_active": "on",
        "date_joined_0": "2031-01-01",
        "date_joined_1": "08:00",
    }
    return fields | changed


# route -> the form of it, given the house
def form_for(route: str, house: SimpleNamespace) -> dict:
    """Return the form that this route takes, filled in right; empty where it takes none."""
    if route.startswith(ARTICLE) and "<int:article_id>" in route:
        return step_form(
            route.removeprefix(f"{ARTICLE}<int:article_id>/").strip("/"), house.articles["draft"]
        )
    if route.endswith("/delete/"):
        return {"post": "yes"}
    return FORMS[route](house) if route in FORMS else {}


def mistake_form(house: SimpleNamespace) -> dict:
    """Return a reader's report, from a form that was opened ten seconds ago."""
    with patch("django.core.signing.time.time", return_value=time.time() - 10):
        token = signer.sign(str(house.shown.article.pk))
    return {"words": "错了一个字", "token": token}


def step_form(step: str, article) -> dict:
    """Return the form of a step beside an article's form, as somebody sends it who saw version 1."""
    if step == "tags":
        return {"version": 1, "paste": "环保、教育"}
    return {
        "offers": {"version": 1, "take": "title"},
        "comments": {"text": "请核对"},
        "presence": {"x": 1},
        "split": {"version": 1, "at": 1, "title": "后半篇"},
        "join": {"version": 1, "other": other_than(article)},
    }.get(step, {})


def other_than(article) -> int:
    """Return another article of the same page, one that stands by itself."""
    return (
        type(article).objects.filter(page=article.page_id, replaced_by=None).exclude(pk=article.pk).first().pk
    )


def move_form(name: str) -> dict:
    later = {"publish_at_0": f"{localdate() + timedelta(days=30)}", "publish_at_1": "08:00"}
    return {"version": 1, "words": "原因"} | (later if name == "reschedule" else {})


FORMS = {
    "articles/<number:pk>/mistake/": mistake_form,
    "admin/login/": lambda house: {"username": "colleague", "password": PASSWORD},
    "admin/password_change/": lambda house: {
        "old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD,
    },
    f"{ARTICLE}add/": lambda house: article_form(title="新写的"),
    f"{ARTICLE}<path:object_id>/change/": lambda house: article_form(
        house.articles["draft"], title="改过的题"
    ),
    f"{ARTICLE}<path:object_id>/history/<int:row_id>/": lambda house: {"version": 1},
    f"{ARTICLE}filters/": lambda house: {"name": "乙", "query": "standing=draft"},
    "admin/articles/page/<path:object_id>/change/": lambda house: {"name": "新版名"},
    "admin/articles/page/<int:page_id>/date/": lambda house: {"date": "2031-07-07", "number": "7"},
    "admin/articles/page/<int:page_id>/desk/mark/": lambda house: {
        "kind": "role", "start": 0, "end": 3, "quote": house.page.text[:3], "value": "body",
    },
    "admin/articles/page/<int:page_id>/desk/<str:step>/": lambda house: {"version": house.page.version},
    "admin/articles/issue/add/": lambda house: {
        "newspaper": house.page.newspaper_id, "date": "2031-10-01", **inlines("pages"),
    },
    "admin/articles/issue/<path:object_id>/change/": lambda house: {
        "newspaper": house.page.newspaper_id, "date": "2031-10-02", "number": "7",
        **inlines("pages"),
    },
    "admin/articles/newspaper/add/": lambda house: {
        "name": "早报", "slug": "morning", "appears_on": "1234567",
    },
    "admin/articles/newspaper/<path:object_id>/change/": lambda house: {
        "name": "改名的晚报", "slug": "evening", "appears_on": "1234567",
    },
    "admin/articles/section/add/": lambda house: {"name": "新栏目"},
    "admin/articles/section/<path:object_id>/change/": lambda house: {"name": "改名的栏目"},
    "admin/articles/agency/add/": lambda house: {"name": "新机构"} | inlines("names"),
    "admin/articles/agency/<path:object_id>/change/": lambda house: {"name": "改名的机构"} | inlines("names"),
    "admin/articles/agency/<int:pk>/merge/": lambda house: {"into": house.shown.agency.pk, "confirm": "1"},
    "admin/articles/tag/add/": lambda house: {"name": "新标签"} | inlines("synonyms"),
    "admin/articles/tag/<path:object_id>/change/": lambda house: {"name": "改名的标签"} | inlines("synonyms"),
    "admin/articles/tag/<int:pk>/merge/": lambda house: {"into": house.shown.tag.pk, "confirm": "1"},
    "admin/articles/load/add/": lambda house: {
        "files": SimpleUploadedFile("2031-08-09_01.txt", page_text(4).encode()),
        "newspaper": house.page.newspaper_id,
    },
    "admin/articles/mistakereport/<path:object_id>/change/": lambda house: {"note": "已改"},
    "admin/auth/user/add/": lambda house: {
        "username": "newcomer", "usable_password": "true", "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
    },
    "admin/auth/user/<path:object_id>/change/": lambda house: user_form(
        house.rows["auth_user"], last_name="改"
    ),
    "admin/auth/user/<id>/password/": lambda house: {
        "usable_password": "true", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD,
    },
    "admin/auth/group/add/": lambda house: {"name": "newcomers"},
    "admin/auth/group/<path:object_id>/change/": lambda house: {"name": "renamed"},
    "admin/axes/accessattempt/<path:object_id>/change/": lambda house: {
        "username": "owner", "ip_address": "192.0.2.8", "user_agent": "x", "path_info": "/",
        "failures_since_start": 1, "get_data": "", "post_data": "",
    },
    "admin/axes/accesslog/<path:object_id>/change/": lambda house: {"username": "x"},
    "admin/axes/accessfailurelog/<path:object_id>/change/": lambda house: {"username": "x"},
}  # fmt: skip

PART = re.compile(r"<(?:\w+:)?(\w+)>")


def address_of(route: str, house: SimpleNamespace, *, about=None, **parts) -> str:
    """Return the address of a route about rows of the house; `about` is what readers may see, or what not."""
    values = (
        admin_parts(route, house) if route.startswith("admin/") else public_parts(route, about or house.shown)
    )
    plain = route.replace("^(?P<app_label>articles|auth|axes)/$", "articles/").replace(
        "(?P<url>.*)$", "nowhere/"
    )
    filled = PART.sub(lambda part: str((values | parts)[part[1]]), plain)
    query = (
        "?app_label=articles&model_name=article&field_name=section" if route == "admin/autocomplete/" else ""
    )
    if route.startswith("search"):
        query = f"?q={quote((about or house.shown).section.name)}"
    return f"/{quote(filled)}{query}"


def admin_parts(route: str, house: SimpleNamespace) -> dict:
    noun = "_".join(route.split("/")[1:3])
    article, row = house.articles["draft"], house.rows.get(noun)
    load = {"retry": "refused", "run": "queued", "undo": "finished"}
    merger = house.mergers.get(route.split("/")[2]) if "mergers" in route else None
    return {
        "object_id": article.pk if "/r/" in route else row.pk if row else 0,
        "content_type_id": house.content_type.pk,
        "article_id": article.pk,
        "row_id": article.history.last().pk,
        "page_id": house.undated.pk if route.endswith("/date/") else house.page.pk,
        "load_id": house.loads[load.get(route.rstrip("/").rsplit("/")[-1], "finished")].pk,
        "id": house.rows["auth_user"].pk,
        "pk": merger.pk
        if merger
        else house.filters["theirs"].pk
        if "filters" in route
        else row.pk
        if row
        else 0,
        "name": "publish" if "/move/" in route else "doubtful-text",
        "step": "accept",
    }


def public_parts(route: str, about: SimpleNamespace) -> dict:
    noun = route.split("/")[0]
    row = {
        "articles": about.article, "sections": about.section, "agencies": about.agency, "tags": about.tag,
    }.get(noun)  # fmt: skip
    day = about.issue.date
    return {
        "pk": row.pk if row else 0,
        "address": about.issue.address,
        "key": about.page.number,
        "year": day.year,
        "month": f"{day:%Y-%m}",
        "day": f"{day:%m-%d}",
        "name": about.writer,
        "section": f"articles-{day:%Y-%m}",
    }

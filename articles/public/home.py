"""The front page: the latest issue, and what came in since."""

from django.http import HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.utils.timezone import localdate, now

from articles.models import Article, Issue

from .caching import public_page
from .issues import printed_in, same_day, shown
from .prepared import prepared
from .rows import by_page, columns_of, fill
from .showing import show

NEW = 8


@public_page
def home(request):
    moment, today = now(), localdate()
    issue = next(iter(newest_issue(moment)), None)
    rows = printed_in(issue.pk, moment) if issue else []
    arrived = arrived_lately(issue.pk if issue else 0, moment)
    return show(
        "home",
        {
            "issue": issue,
            "pages": by_page(fill(rows)),
            "arrived": fill(arrived),
            "today": today,
            "same_day": same_day(today),
        },
    )


@prepared
def newest_issue(moment):
    # By its newest article: among the issues themselves each would have to be asked for its articles.
    newest = Article.objects.published(moment).newest_first().values("issue")[:1]
    return shown(Issue.objects.filter(pk__in=newest).order_by())


@prepared
def arrived_lately(but_in, moment):
    """Return what came in last of other issues than the one that stands above."""
    others = Article.objects.published(moment).exclude(issue=but_in)
    return columns_of(others.order_by("-publish_at", "-sort_key")[:NEW])


def icon(request):
    """Send browsers that guess the address of the icon to it."""
    return HttpResponsePermanentRedirect(static("newsroom/public/icon.svg"))

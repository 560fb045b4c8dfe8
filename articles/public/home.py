"""The front page: the latest issue, and what came in since."""

from django.http import HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.utils.timezone import localdate

from articles.models import Article, Issue

from .caching import public_page
from .issues import same_day
from .rows import by_page, rows_of
from .showing import show

NEW = 8


@public_page
def home(request):
    # By its newest article: among the issues themselves each would have to be asked for its articles.
    newest = Article.objects.published().newest_first().values("issue")[:1]
    issue = Issue.objects.filter(pk__in=newest).select_related("newspaper").first()
    rows = rows_of(Article.objects.published().filter(issue=issue).as_printed()) if issue else []
    arrived = Article.objects.published().exclude(issue=issue).order_by("-publish_at", "-sort_key")[:NEW]
    today = localdate()
    return show(
        "home",
        {
            "issue": issue,
            "pages": by_page(rows),
            "arrived": rows_of(arrived),
            "today": today,
            "same_day": same_day(today),
        },
    )


def icon(request):
    """Send browsers that guess the address of the icon to it."""
    return HttpResponsePermanentRedirect(static("newsroom/public/icon.svg"))

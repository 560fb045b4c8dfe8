"""The search page."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models import Article

from .caching import public_page
from .filters import ArticleFilter
from .paging import turn_to
from .showing import show

LONGEST = 200


class SearchFilter(ArticleFilter):
    """Words, and all that a search can be narrowed to."""

    q = django_filters.CharFilter(label=_("检索词"), method="by_words", max_length=LONGEST)
    section = django_filters.NumberFilter(label=_("栏目"), method="by_section")

    def by_words(self, queryset, name, value):
        for word in value.split()[:8]:
            queryset = queryset.filter(
                Q(title__icontains=word) | Q(kicker__icontains=word) | Q(body__icontains=word)
            )
        return queryset

    def by_section(self, queryset, name, value):
        return queryset.filter(section=value)


@public_page
def search_page(request):
    narrowing = SearchFilter(request.GET, Article.objects.published())
    return show("search", {"filter": narrowing, "leaf": turn_to(narrowing.narrowed, request.GET)})

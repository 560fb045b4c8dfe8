"""An article as its readers will see it, before they may."""

from django.http import HttpResponse
from django.urls import reverse

from articles.models import TaggingState
from articles.public.addresses import page_key
from articles.public.honesty import tell_how_it_was_made
from articles.public.places import paragraphs_with_places
from articles.public.rows import page_label
from articles.public.showing import masthead
from articles.public.templating import render


def preview(model_admin, request, article):
    """Show the readers' own page with a line above that says what it is. Nothing of it is kept anywhere."""
    passages = list(article.passages.order_by("order"))
    page = article.page
    accepted = article.taggings.filter(state=TaggingState.ACCEPTED).select_related("tag")
    mentions = article.mentions.filter(is_refused=False).select_related("agency")
    by_people = article.history.exclude(history_user=None)
    article.last_worked_on = by_people.values_list("history_date", flat=True).first()
    context = {
        "paper": masthead(),
        "honesty": tell_how_it_was_made(article, passages),
        "article": article,
        "where": page_label(page.number, page.name) if page else "",
        "page_key": page_key(page.number, page.pk) if page else "",
        "section": article.section,
        "paragraphs": paragraphs_with_places(article, passages),
        "passages": passages,
        "credits": list(article.credits.all()),
        "tags": [row.tag for row in accepted],
        "mentions": list(mentions),
        "back": reverse("admin:articles_article_change", args=[article.pk]),
    }
    # In the readers' own template language: what stands there is their page and no likeness of it.
    html = render("admin/articles/article/preview.html", context)
    return HttpResponse(html, headers={"Cache-Control": "no-store"})

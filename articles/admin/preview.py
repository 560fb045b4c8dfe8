"""An article as its readers will see it, before they may."""

from django.template.response import TemplateResponse

from articles.models import TaggingState
from articles.public.addresses import page_key
from articles.public.places import paragraphs_with_places
from articles.public.rows import page_label
from articles.public.showing import masthead


def preview(model_admin, request, article):
    """Show the readers' own page with a line above that says what it is. Nothing of it is kept anywhere."""
    passages = list(article.passages.order_by("order"))
    page = article.page
    accepted = article.taggings.filter(state=TaggingState.ACCEPTED).select_related("tag")
    mentions = article.mentions.filter(is_refused=False).select_related("agency")
    context = {
        "paper": masthead(),
        "article": article,
        "where": page_label(page.number, page.name) if page else "",
        "page_key": page_key(page.number, page.pk) if page else "",
        "section": article.section,
        "paragraphs": paragraphs_with_places(article, passages),
        "passages": passages,
        "credits": list(article.credits.all()),
        "tags": [row.tag for row in accepted],
        "mentions": list(mentions),
    }
    response = TemplateResponse(request, "admin/articles/article/preview.html", context)
    response["Cache-Control"] = "no-store"
    return response

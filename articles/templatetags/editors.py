"""Small words that the editors' templates need."""

from django import template
from django.contrib.admin.views.main import ChangeList

from articles.admin.days import day_choices
from articles.admin.names import name_of

register = template.Library()
register.filter("person", name_of)


@register.inclusion_tag("admin/date_hierarchy.html")
def issue_days(changelist: ChangeList) -> dict:
    """Show the years, months or days that have issues: asked of the few issues, not of their articles."""
    return day_choices(changelist)

"""Small words that the editors' templates need."""

from django import template

from articles.admin.names import name_of

register = template.Library()
register.filter("person", name_of)

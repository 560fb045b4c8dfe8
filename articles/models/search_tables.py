"""What search keeps beside its index. Written by articles.search only."""

from django.db import models

from .packed import PlainTextField


class SearchDocument(models.Model):
    """One indexed article: its number in the index, and the facts that were indexed with its words.

    Numbers are the day and a place within it (see articles.search.numbers): they rise with the date and lie
    close together, which keeps the index small.

    The words stand in tables that no model knows: `search_a` or `search_b`, on either database.
    """

    # An automatic field because SQLite then keeps rows by this very number, without a second index.
    number = models.BigAutoField(primary_key=True)
    article_id = models.BigIntegerField(unique=True)
    facts = PlainTextField(blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.number)


class SearchOutdated(models.Model):
    """The words under which an article stands in the index, when its own have changed since.

    Kept by the database itself (a trigger, SQLite only): a contentless index takes an article out only by
    the exact words it was put in with.
    """

    article_id = models.BigIntegerField(primary_key=True)
    kicker = models.TextField(blank=True)
    title = models.TextField(blank=True)
    subtitle = models.TextField(blank=True)
    body = models.TextField(blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.article_id)


class SearchState(models.Model):
    """The one row that says which index answers, and how often what is public has changed."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    generation = models.BigIntegerField(default=1)
    # The rules its tokens were made by: another number in the code asks for a rebuild.
    rules = models.PositiveSmallIntegerField(default=0)
    table = models.CharField(max_length=1, default="a")
    # A rebuild in progress: the table it fills, and the last number it holds (it goes from new to old).
    building = models.CharField(max_length=1, blank=True)
    building_rules = models.PositiveSmallIntegerField(default=0)
    reached = models.BigIntegerField(null=True, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"generation {self.generation}"

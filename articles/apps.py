from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("报馆")

    def ready(self):
        from django.db import connection

        post_migrate.connect(prepare_search, sender=self)
        if connection.vendor == "sqlite":
            from newsroom.sqlite_values import read_either_encoding

            read_either_encoding()


def prepare_search(*, using, **_others) -> None:
    """Make the index tables and triggers that migrations cannot keep (see search.sqlite.watch)."""
    from django.db import connections

    from articles.search import stores

    stores.prepare(connections[using])

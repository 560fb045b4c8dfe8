"""Which of the two indexes answers on a connection; both have the same functions."""

from __future__ import annotations

from types import ModuleType

from django.db import connections, router, transaction

from articles.models import Article, SearchDocument, SearchOutdated, SearchState

from . import postgresql, sqlite, tokens

STATE_COLUMNS = ("id", "generation", "rules", "table", "building", "building_rules", "reached")
READ_STATE = f"""SELECT {", ".join(f'"{column}"' for column in STATE_COLUMNS)}
FROM articles_searchstate WHERE id = %s"""


def store_of(connection) -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite


def reading():
    """Return the connection that readers' questions go to: the replica's, where there is one."""
    return connections[router.db_for_read(Article)]


def writing():
    return connections[router.db_for_write(SearchState)]


def read_state(connection) -> SearchState | None:
    """Return the state of the index; None while nothing was ever indexed."""
    # Every search begins here: read as written, it takes a fifth of the ORM's time.
    with connection.cursor() as cursor:
        cursor.execute(READ_STATE, [SearchState.ONLY])
        row = cursor.fetchone()
    return SearchState(*row) if row else None


def state_for_writing(connection) -> SearchState:
    """Return the state, locked until the transaction ends; begin with an empty index where there is none."""
    state = SearchState.objects.using(connection.alias).select_for_update().first()
    if state is None:
        state, is_new = SearchState.objects.using(connection.alias).get_or_create(
            pk=SearchState.ONLY, defaults={"rules": tokens.RULES}
        )
        if is_new:
            for model in (SearchDocument, SearchOutdated):
                model.objects.using(connection.alias).all().delete()
            with connection.cursor() as cursor:
                store_of(connection).empty(cursor, state.table)
    return state


def prepare(connection) -> None:
    """Make the index tables and triggers of a database; what is there already stays."""
    if SearchState._meta.db_table not in connection.introspection.table_names():
        return  # migrated to a point before search
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        ensure_tables(connection, cursor)


def ensure_tables(connection, cursor) -> None:
    """Make the index table that answers, where it is missing, and the triggers."""
    store = store_of(connection)
    state = read_state(connection)
    store.ensure(cursor, state.table if state else "a")
    store.watch(cursor)

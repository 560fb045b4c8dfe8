"""Keep moments and facts in fewer bytes on SQLite: a moment in UTF-16 took 38, in the row and in two indexes.

Facts of articles indexed before stay as they are, and are read as well: the next `rebuild_search` packs them.
The tables are made anew and leave room in the file: `manage.py compact` gives it back.
"""

import django.utils.timezone
from django.db import migrations

from articles.models.packed import MomentField, PlainTextField

TABLES = ("articles_article", "articles_historicalarticle")
COLUMNS = ("publish_at", "updated_at")
# Of moments written out, with or without a fraction.
PACK = "CAST(strftime('%s', {0}) AS INTEGER) + CAST('0' || substr({0}, 20) AS REAL)"
UNPACK = "strftime('%Y-%m-%d %H:%M:%f', {0}, 'unixepoch')"


def pack(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        rewrite(schema_editor, PACK, "'text'")


def unpack(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    rewrite(schema_editor, UNPACK, "'real', 'integer'")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT facts, number FROM articles_searchdocument WHERE typeof(facts) = 'blob'")
        rows = [(facts.decode(), number) for facts, number in cursor.fetchall()]
        cursor.executemany("UPDATE articles_searchdocument SET facts = %s WHERE number = %s", rows)


def rewrite(schema_editor, expression: str, kept: str) -> None:
    for table in TABLES:
        for column in COLUMNS:
            changed = expression.format(column)
            schema_editor.execute(
                f"UPDATE {table} SET {column} = {changed} WHERE typeof({column}) IN ({kept})", None
            )


def moments(model: str) -> list:
    now = django.utils.timezone.now
    return [
        migrations.AlterField(
            model, "publish_at", MomentField(blank=True, editable=False, null=True, verbose_name="发布时间")
        ),
        migrations.AlterField(
            model, "updated_at", MomentField(default=now, editable=False, verbose_name="更新时间")
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_indexes_that_grow_at_their_end")]

    operations = [
        *moments("article"),
        *moments("historicalarticle"),
        migrations.RunPython(pack, unpack),
        # The column is the same; triggers name its table, which must not be made anew under them.
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AlterField("searchdocument", "facts", PlainTextField(blank=True))]
        ),
    ]

"""On PostgreSQL the index moves out of the list of documents into tables of its own, one a year.

There the index begins empty: run `manage.py rebuild_search`. On SQLite nothing changes.
"""

from django.db import migrations


def forget_index(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name in ("SearchState", "SearchDocument"):
        apps.get_model("articles", name).objects.using(schema_editor.connection.alias).all().delete()
    schema_editor.execute("ALTER TABLE articles_searchdocument DROP COLUMN IF EXISTS grams")


class Migration(migrations.Migration):
    dependencies = [("articles", "0016_keep_moments_as_numbers")]

    operations = [migrations.RunPython(forget_index, migrations.RunPython.noop)]

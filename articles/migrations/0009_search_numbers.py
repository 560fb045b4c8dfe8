"""Number the documents of the search index by day and place: close numbers halve the index.

What was indexed goes by the old numbers, so the index begins empty: run `manage.py rebuild_search`.
"""

from django.db import migrations


def forget_index(apps, schema_editor):
    for name in ("SearchState", "SearchOutdated", "SearchDocument"):
        apps.get_model("articles", name).objects.using(schema_editor.connection.alias).all().delete()
    if schema_editor.connection.vendor == "sqlite":
        # They name the table that changes, and are made again after the migration.
        for name in ("changed", "deleted"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS search_remembers_{name}_words")


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_groups_settle_mistake_reports")]

    operations = [
        migrations.RunPython(forget_index, migrations.RunPython.noop),
        migrations.RenameField("searchdocument", "sort_key", "number"),
    ]

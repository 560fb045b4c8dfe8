"""Keep the newest last in the indexes of what is newest: they are read backwards just as well.

What is loaded day after day was put in at the very front, where SQLite leaves every page of an index half
empty; at the end it fills them.
"""

from django.db import migrations, models

PUBLISHED = models.Q(("state", "published"))
INDEXES = {
    "article_newest": ["sort_key", "characters", "updated_at"],
    "article_appeared": ["publish_at", "sort_key"],
    "article_section_newest": ["section", "sort_key"],
}


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_count_without_rows")]

    operations = [
        operation
        for name, fields in INDEXES.items()
        for operation in (
            migrations.RemoveIndex("article", name),
            migrations.AddIndex("article", models.Index(fields=fields, condition=PUBLISHED, name=name)),
        )
    ]

"""Let what stands where, and when, be counted from indexes alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0013_pack_the_rows"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="article",
            name="article_newest",
        ),
        migrations.RemoveIndex(
            model_name="article",
            name="article_appeared",
        ),
        migrations.AlterField(
            model_name="credit",
            name="name",
            field=models.CharField(max_length=40, verbose_name="姓名"),
        ),
        migrations.AlterField(
            model_name="mention",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mentions",
                to="articles.agency",
                verbose_name="机构",
            ),
        ),
        migrations.AlterField(
            model_name="tagging",
            name="tag",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="taggings",
                to="articles.tag",
                verbose_name="标签",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("state", "published")),
                fields=["-sort_key", "characters", "updated_at"],
                name="article_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("state", "published")),
                fields=["-publish_at", "-sort_key"],
                name="article_appeared",
            ),
        ),
        migrations.AddIndex(
            model_name="credit",
            index=models.Index(fields=["name", "article"], name="credit_of_name"),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(fields=["agency", "is_refused", "article"], name="mention_of_agency"),
        ),
        migrations.AddIndex(
            model_name="tagging",
            index=models.Index(fields=["tag", "state", "article"], name="tagging_with_tag"),
        ),
    ]

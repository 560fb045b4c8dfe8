"""Store less beside the text: no excerpts, words of closed sets as numbers, no index that another one covers."""

from base64 import b85decode

import django.db.models.deletion
from django.db import migrations, models

import articles.models.coded

# Model, field, its choices in the order that the database now knows them by, and the default.
CODED = (
    ("credit", "role", [
        ("reporter", "记者"), ("correspondent", "通讯员"), ("photographer", "摄影"), ("editor", "整理"),
        ("intern", "实习生"), ("author", "作者"),
    ], "reporter", "身份"),
    ("mention", "part", [("source", "消息来源"), ("actor", "行动者"), ("mentioned", "提到")], "mentioned", "角色"),
    ("tagging", "state", [
        ("suggested", "机器建议"), ("accepted", "已采用"), ("refused", "已否定"),
    ], "suggested", "状态"),
    ("passage", "role", [
        (role, role)
        for role in (
            "section", "kicker", "title", "subtitle", "body", "subhead", "byline", "caption", "duplicate",
            "continuation", "signoff", "furniture", "unknown",
        )
    ], None, "类型"),
)  # fmt: skip
LETTERS = 5  # of a fingerprint, as it was written until now


def encode_words():
    """Yield the operations that put a number in the place of each word."""
    for model, field, choices, default, verbose_name in CODED:
        known = {"default": default} if default else {}
        cases = " ".join(f"WHEN '{word}' THEN {place}" for place, (word, _label) in enumerate(choices))
        coded = articles.models.coded.CodedField
        yield migrations.AddField(model, f"{field}_code", coded(choices=choices, null=True))
        yield migrations.RunSQL(
            f"UPDATE articles_{model} SET {field}_code = CASE {field} {cases} END",
            f"UPDATE articles_{model} SET {field} = CASE {field}_code "
            + " ".join(f"WHEN {place} THEN '{word}'" for place, (word, _label) in enumerate(choices))
            + " END",
        )
        yield migrations.RemoveField(model, field)
        yield migrations.RenameField(model, f"{field}_code", field)
        yield migrations.AlterField(model, field, coded(choices=choices, verbose_name=verbose_name, **known))


def pack_fingerprints(apps, schema_editor):
    rows = apps.get_model("articles", "Article").objects.using(schema_editor.connection.alias)
    some = []
    for row in rows.only("pk", "proposed").iterator(chunk_size=500):
        letters = (row.proposed or {}).get("digests", "")
        row.fingerprints = b"".join(
            b"\0\0\0\0" if (mark := letters[at : at + LETTERS]) == "-" * LETTERS else b85decode(mark)
            for at in range(0, len(letters), LETTERS)
        )
        some.append(row)
        if len(some) == 500:
            rows.bulk_update(some, ["fingerprints"])
            some = []
    rows.bulk_update(some, ["fingerprints"])


def key(to, related_name, verbose_name, on_delete=django.db.models.deletion.CASCADE, **others):
    return models.ForeignKey(
        db_index=False,
        on_delete=on_delete,
        related_name=related_name,
        to=to,
        verbose_name=verbose_name,
        **others,
    )


PROTECT = django.db.models.deletion.PROTECT
SET_NULL = django.db.models.deletion.SET_NULL


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_find_pages_by_their_file")]

    operations = [
        migrations.RemoveConstraint("credit", "a_name_is_credited_once_a_role"),
        *encode_words(),
        migrations.AddConstraint(
            "credit",
            models.UniqueConstraint(
                fields=["article", "name", "role"], name="a_name_is_credited_once_a_role"
            ),
        ),
        migrations.AddField("article", "fingerprints", models.BinaryField(blank=True, default=bytes)),
        migrations.RunPython(pack_fingerprints, migrations.RunPython.noop),
        migrations.RemoveField("article", "proposed"),
        migrations.RenameField("article", "fingerprints", "proposed"),
        migrations.RemoveField("article", "excerpt"),
        migrations.RemoveField("article", "created_at"),
        migrations.RemoveField("historicalarticle", "created_at"),
        # Keys that lead a unique constraint, or whose index would say nothing of nearly every row.
        migrations.AlterField("agencyname", "agency", key("articles.agency", "names", "机构")),
        migrations.AlterField("credit", "article", key("articles.article", "credits", "文章")),
        migrations.AlterField("mention", "article", key("articles.article", "mentions", "文章")),
        migrations.AlterField("tagging", "article", key("articles.article", "taggings", "文章")),
        migrations.AlterField("presence", "article", key("articles.article", "presences", "文章")),
        migrations.AlterField("passage", "page", key("articles.page", "passages", "版面")),
        migrations.AlterField("loadedfile", "load", key("articles.load", "files", "装载")),
        migrations.AlterField("issue", "newspaper", key("articles.newspaper", "issues", "报纸", PROTECT)),
        migrations.AlterField("page", "newspaper", key("articles.newspaper", "pages", "报纸", PROTECT)),
        migrations.AlterField(
            "article", "issue", key("articles.issue", "articles", "期", PROTECT, null=True, blank=True)
        ),
        migrations.AlterField(
            "article",
            "continues",
            key("articles.article", "continued_by", "上接", SET_NULL, null=True, blank=True),
        ),
        migrations.AlterField(
            "article",
            "replaced_by",
            key("articles.article", "replaces", "去向", SET_NULL, null=True, blank=True, editable=False),
        ),
        migrations.AlterField(
            "article",
            "is_unmatched",
            models.BooleanField(default=False, editable=False, verbose_name="版面上已无对应"),
        ),
        migrations.AlterField(
            "historicalarticle",
            "is_unmatched",
            models.BooleanField(default=False, editable=False, verbose_name="版面上已无对应"),
        ),
        migrations.AlterField(
            "mention", "is_refused", models.BooleanField(default=False, verbose_name="已否定")
        ),
        migrations.AddIndex(
            "article",
            models.Index(
                condition=models.Q(("continues__isnull", False)),
                fields=["continues"],
                name="article_continues",
            ),
        ),
    ]

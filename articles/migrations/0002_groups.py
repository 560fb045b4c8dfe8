"""Make the groups viewer, editor, chief editor and loader."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

NOUNS = ("newspaper", "issue", "page", "article", "section", "agency", "tag", "load", "loadedfile", "mark")
KEPT_BY_EDITORS = (
    "article",
    "section",
    "agency",
    "agencyname",
    "tag",
    "tagsynonym",
    "tagging",
    "mention",
    "credit",
)

VIEWER = [f"view_{noun}" for noun in (*NOUNS, *KEPT_BY_EDITORS[3:], "passage")]
EDITOR = [
    *VIEWER,
    *(f"{verb}_{noun}" for noun in KEPT_BY_EDITORS for verb in ("add", "change")),
    *(f"delete_{noun}" for noun in ("agencyname", "tagsynonym", "tagging", "mention", "credit")),
    "add_issue",
    "change_issue",
    "change_page",
    "correct_page",
]
CHIEF_EDITOR = [
    *EDITOR,
    "publish_article",
    "review_article",
    "delete_article",
    "delete_section",
    "delete_agency",
    "delete_tag",
    "add_newspaper",
    "change_newspaper",
    "add_load",
]
LOADER = [*VIEWER, "add_load", "change_load", "add_issue", "add_page"]

GROUPS = {"viewer": VIEWER, "editor": EDITOR, "chief editor": CHIEF_EDITOR, "loader": LOADER}


def make_groups(apps, schema_editor):
    # Permissions are made after all migrations; a fresh database needs them now.
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    known = {
        permission.codename: permission
        for permission in Permission.objects.filter(content_type__app_label="articles")
    }
    for name, codenames in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*(known[codename] for codename in dict.fromkeys(codenames)))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_the_house"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]

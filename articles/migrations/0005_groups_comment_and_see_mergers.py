"""Let the groups comment, see mergers, and the chief editor undo loads."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

SEE = ("view_comment", "view_merger")
GAINS = {
    "viewer": SEE,
    "editor": (*SEE, "add_comment"),
    "chief editor": (*SEE, "add_comment", "change_load"),
    "loader": SEE,
}


def extend_groups(apps, schema_editor):
    # Permissions are made after all migrations; a fresh database needs them now.
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in GAINS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label="articles", codename__in=codenames)
        )


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_comments_presence_mergers_and_saved_filters")]
    operations = [migrations.RunPython(extend_groups, migrations.RunPython.noop)]

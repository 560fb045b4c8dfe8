"""Let the groups see readers' reports of mistakes, and editors settle them."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

SEE = ("view_mistakereport",)
GAINS = {
    "viewer": SEE,
    "editor": (*SEE, "change_mistakereport"),
    "chief editor": (*SEE, "change_mistakereport"),
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
    dependencies = [("articles", "0007_mistake_reports_and_days_of_appearance")]
    operations = [migrations.RunPython(extend_groups, migrations.RunPython.noop)]

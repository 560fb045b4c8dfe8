"""Make the first editor's account, so that somebody can log in."""

import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

GROUP = "chief editor"


class Command(BaseCommand):
    help = "Make a chief editor with a generated password, printed once. Does nothing where the name exists."

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?", default="editor", help="The name to log in with (editor).")
        parser.add_argument(
            "--superuser",
            action="store_true",
            help="May also manage accounts and everything else.",
        )
        parser.add_argument("--new-password", action="store_true", help="Give an existing account a new one.")

    @transaction.atomic
    def handle(self, *, name, superuser, new_password, **options):
        user = get_user_model().objects.filter(username=name).first()
        if user is not None and not new_password:
            self.stdout.write(
                f"The account {name} exists; its password stays. "
                f"Forgotten? manage.py make_editor {name} --new-password"
            )
            return
        password = secrets.token_urlsafe(15)
        if user is None:
            user = get_user_model().objects.create_user(name, is_staff=True, is_superuser=superuser)
            user.groups.add(self.chief_editors())
        user.set_password(password)
        user.save(update_fields=["password"])
        self.stdout.write(f"Editor: {name}\nPassword: {password}\nIt is shown this once.")

    def chief_editors(self) -> Group:
        try:
            return Group.objects.get(name=GROUP)
        except Group.DoesNotExist as error:
            raise CommandError(f"There is no group “{GROUP}”. Run manage.py migrate first.") from error

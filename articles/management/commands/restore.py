"""Put a copy of the archive in the place of the present one."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from articles.safekeeping import CopyRefused, check_copy, restore


class Command(BaseCommand):
    help = "Check a copy that `backup` wrote, and put it in the place of the archive. Stop the site first."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="Only check the copy; change nothing.")

    def handle(self, *, file, check, verbosity, **options):
        try:
            if check:
                check_copy(file)
                self.stdout.write(f"{file} is whole, and this release can read it.")
                return
            aside = restore(file)
        except (CopyRefused, OSError) as error:
            raise CommandError(str(error)) from error
        # A copy of an older release is brought up to this one.
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(
            f"Restored {file}." + (f" The archive that stood is kept as {aside}." if aside else "")
        )

"""Write a copy of the archive while people work in it."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localtime

from articles.safekeeping import CopyRefused, back_up, checksum_of


class Command(BaseCommand):
    help = "Copy the whole archive into one file (and its checksum beside it) without stopping anything."

    def add_arguments(self, parser):
        parser.add_argument(
            "file", nargs="?", type=Path, help="A new file; var/backups/newsroom-DATE-TIME without."
        )

    def handle(self, *, file, **options):
        if file is None:
            file = settings.BASE_DIR / "var" / "backups" / f"newsroom-{localtime():%Y%m%d-%H%M%S}.backup"
        try:
            back_up(file)
        except (CopyRefused, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file}: {file.stat().st_size:,} bytes, checksum in {checksum_of(file).name}")

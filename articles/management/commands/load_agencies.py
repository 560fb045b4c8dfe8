"""Keep the organisations of an authority file: their names, kinds, places and parents."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction


class Command(BaseCommand):
    help = "Load organisations from CSV files (name,aliases,level,kind,parent,place). Twice is once."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, help="UTF-8, comma-separated.")
        parser.add_argument("--dry-run", action="store_true", help="Show what would be made, change nothing.")

    def handle(self, *, files, dry_run, verbosity, **options):
        from articles.loading.knowing import load_agencies
        from articles.recognising import UnreadableAuthority

        with transaction.atomic():
            # All files or none: a file may name the parents that stand in the one before it.
            for path in files:
                try:
                    made, completed = load_agencies(path)
                except UnreadableAuthority as error:
                    raise CommandError(str(error)) from error
                if verbosity:
                    self.stdout.write(f"{path}: {made} agencies made, {completed} completed.")
            if dry_run:
                transaction.set_rollback(True)
                self.stdout.write("Nothing was changed (--dry-run).")

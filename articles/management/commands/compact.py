"""Give empty room in the database file back."""

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from articles.compacting import NotCompacted, compact


class Command(BaseCommand):
    help = (
        "Merge the search index and write the SQLite file anew without gaps: after a first large load or an"
        " update that asks for it. Readers go on; editors' saves wait, so run it while nobody edits or loads."
    )

    def handle(self, *, verbosity, **options):
        try:
            before, after = compact()
        except NotCompacted as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(f"{filesizeformat(before)} before, {filesizeformat(after)} now.")

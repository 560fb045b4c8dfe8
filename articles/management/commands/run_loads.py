"""Load what was uploaded in the admin and is waiting."""

import time

from django.core.management.base import BaseCommand

from articles import uploading
from articles.models import Load


class Command(BaseCommand):
    help = "Load what was uploaded in the admin and waits in the queue, oldest first."

    def add_arguments(self, parser):
        parser.add_argument(
            "--watch", type=int, metavar="SECONDS", help="Go on, looking again after so many seconds."
        )

    def handle(self, *, watch, verbosity, **options):
        while True:
            done = self.run_waiting(verbosity)
            if not watch:
                if verbosity and not done:
                    self.stdout.write("Nothing is waiting.")
                return
            time.sleep(max(watch, 1))

    def run_waiting(self, verbosity: int) -> int:
        """Run every load that waits now; return how many."""
        done = 0
        for load in Load.objects.filter(state=Load.State.QUEUED).order_by("pk"):
            if not uploading.run_load(load):
                continue
            done += 1
            load.refresh_from_db()
            if verbosity:
                self.stdout.write(
                    f"Load {load.pk}: {load.loaded} loaded, {load.held} waiting for a date,"
                    f" {load.unchanged} unchanged, {load.refused} refused."
                )
        return done

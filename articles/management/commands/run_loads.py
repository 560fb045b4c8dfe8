"""Run the loads that wait: files that were sent through the admin."""

import time

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Run the loads that wait, oldest first, and go on with those whose process died."

    def add_arguments(self, parser):
        parser.add_argument("--every", type=float, help="Look again after so many seconds, until stopped.")

    def handle(self, *, every, verbosity, **options):
        if every is not None and every <= 0:
            raise CommandError(f"--every {every}: name a number of seconds above 0.", returncode=2)
        failed = self.run_waiting(verbosity)
        while every is not None:
            time.sleep(every)
            failed += self.run_waiting(verbosity)
        if failed:
            raise CommandError(f"{failed} loads could not be finished; see above.", returncode=1)

    def run_waiting(self, verbosity: int) -> int:
        """Run what waits now; return how many could not be finished."""
        from articles.loading.leftovers import close_stale_loads
        from articles.loading.stopping import Stopped
        from articles.models import Load
        from articles.uploading import run_load

        close_stale_loads()
        failed = 0
        for load in Load.objects.filter(state=Load.State.QUEUED).order_by("pk"):
            try:
                done = run_load(load)
            except Stopped as error:
                self.stderr.write(f"Load {load.pk}: {error}")
                failed += 1
                continue
            if done and verbosity:
                load.refresh_from_db()
                self.stdout.write(
                    f"Load {load.pk}: {load.loaded} loaded, {load.unchanged} unchanged,"
                    f" {load.held} waiting for a date, {load.refused} refused."
                )
        return failed

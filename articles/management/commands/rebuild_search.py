"""Build the search index anew, while readers search and editors publish."""

import time

from django.core.management.base import BaseCommand, CommandError

from articles.search import compact, compare
from articles.search.rebuilding import rebuild


class Command(BaseCommand):
    help = (
        "Build the search index anew. Searches go on meanwhile; run again after an interruption, it goes on."
    )

    def add_arguments(self, parser):
        parser.add_argument("--batch", type=int, default=500, help="Articles in one transaction (500).")
        parser.add_argument(
            "--pause", type=float, default=0.02, help="Seconds left to editors between transactions (0.02)."
        )
        parser.add_argument("--afresh", action="store_true", help="Forget an interrupted rebuild.")

    def handle(self, *, batch, pause, afresh, verbosity, **options):
        if not 1 <= batch <= 900:
            raise CommandError(f"--batch {batch} is not between 1 and 900.")
        began, said = time.monotonic(), 0.0
        for progress in rebuild(batch=batch, afresh=afresh):
            if verbosity and (time.monotonic() - said > 2 or progress.done == progress.total):
                said = time.monotonic()
                self.stdout.write(f"{progress.done} of {progress.total} articles")
            time.sleep(pause)
        compact(pause=pause)
        missing, extra = compare()
        if missing or extra:
            raise CommandError(
                f"The index still lacks {len(missing)} articles and has {len(extra)} too many."
                " Run rebuild_search --afresh."
            )
        if verbosity:
            self.stdout.write(f"The index is complete ({time.monotonic() - began:.1f} s).")

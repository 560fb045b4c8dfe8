"""Measure how fast public pages are made and answered."""

import os
import subprocess
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

SETTINGS = "articles.benchmarks.site_settings"


class Command(BaseCommand):
    help = (
        "Serve the archive that DATABASE_URL names and print how many home, issue, article, list and search"
        " pages a second it answers, beside a page that says hello: made for each request, and kept."
    )

    def add_arguments(self, parser):
        parser.add_argument("kinds", nargs="*", help="home issue article section tag search: all without.")
        parser.add_argument("--seconds", type=float, default=3.0, help="How long each round asks.")
        parser.add_argument("--no-server", action="store_true", help="Only what pages cost in this process.")

    def handle(self, *, kinds, seconds, no_server, **options):
        if os.environ["DJANGO_SETTINGS_MODULE"] != SETTINGS:
            # Settings are read once a process: hello stands in an own list of addresses.
            ended = subprocess.run(sys.orig_argv, env=os.environ | {"DJANGO_SETTINGS_MODULE": SETTINGS})
            if ended.returncode:
                raise CommandError(f"Measuring failed with status {ended.returncode}.")
            return
        from articles.benchmarks import site
        from articles.benchmarks.reporting import table
        from articles.benchmarks.serving import DoesNotAnswer

        drawn = site.draw_addresses()
        if unknown := set(kinds) - set(drawn):
            raise CommandError(f"{', '.join(sorted(unknown))}: not among {', '.join(drawn)}.")
        drawn = {kind: drawn[kind] for kind in kinds or drawn}
        if not all(drawn.values()):
            raise CommandError(
                "This archive is empty. Name another in DATABASE_URL: bench --folder makes some."
            )
        rows = [work_row(kind, site.measure_work(addresses)) for kind, addresses in drawn.items()]
        self.stdout.write(table(WORK, rows))
        if no_server:
            return
        subprocess.run([settings.BASE_DIR / ".ci" / "wrk"])
        for title, keep_pages in (("Made for each request", False), ("Kept", True)):
            try:
                found = site.measure_served(drawn, keep_pages=keep_pages, seconds=seconds)
            except DoesNotAnswer as error:
                raise CommandError(str(error)) from error
            rows = [served_row(kind, served) for kind, served in found.items()]
            self.stdout.write(table([title, *SERVED], rows))


WORK = ["In process, ms of processor", "hello", "made", "made, all cold", "kept", "bytes", "of it sent (br)"]
SERVED = ["a second", "hello a second", "× hello", "ms of processor", "hello's", "× hello by it"]


def work_row(kind: str, work) -> list[str]:
    times = (work.hello, work.made, work.cold, work.kept)
    return [kind, *(f"{each:.2f}" for each in times), str(work.bytes_plain), str(work.bytes_sent)]


def served_row(kind: str, served) -> list[str]:
    return [
        kind,
        f"{served.page.a_second:.0f}",
        f"{served.hello.a_second:.0f}",
        f"{served.ratio:.2f}",
        f"{served.page.processor_ms:.2f}",
        f"{served.hello.processor_ms:.2f}",
        f"{served.processor_ratio:.2f}",
    ]

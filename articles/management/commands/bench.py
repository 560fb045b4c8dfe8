"""Measure search at scale, on databases of made-up articles."""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = (
        "Make databases of 10,000 and 100,000 articles (or the sizes named), search them, print the figures."
        " On SQLite files that are thrown away; with --here on the empty database that DATABASE_URL names."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("sizes", nargs="*", type=int, help="Articles, smallest first: 10000 100000")
        parser.add_argument("--folder", type=Path, help="Keep the SQLite files here, and use them again.")
        parser.add_argument("--only-make", action="store_true", help="Make them, measure later.")
        parser.add_argument("--here", action="store_true", help="Measure one size on DATABASE_URL.")
        parser.add_argument("--no-floors", action="store_true", help="Leave out LIKE, jieba and trigrams.")
        parser.add_argument("--output", type=Path, help="Write the tables here too.")
        parser.add_argument("--figures", type=Path, help="Write the figures of one size here, as JSON.")

    def handle(self, *, sizes, folder, only_make, here, no_floors, output, figures, **options):
        from articles.benchmarks.reporting import tables

        sizes = sizes or [10_000, 100_000]
        if only_make and not (folder or here):
            raise CommandError("--only-make keeps what it makes for later: name a --folder for it.")
        if here and len(sizes) != 1:
            raise CommandError(f"--here measures one size on one database, not {len(sizes)}. Name one.")
        if here:
            found = [self.measure(sizes[0], floors=not no_floors, only_make=only_make)]
            if figures:
                figures.write_text(json.dumps(found[0]), encoding="utf-8")
        else:
            with TemporaryDirectory(prefix="newsroom-bench-") as scratch:
                found = [
                    self.measure_apart(size, folder or Path(scratch), no_floors, only_make) for size in sizes
                ]
        if only_make:
            return
        text = tables(found)
        self.stdout.write(text)
        if output:
            output.write_text(text, encoding="utf-8")

    def measure(self, size: int, *, floors: bool, only_make: bool) -> dict:
        from articles.benchmarks.running import NotEmpty, build, run

        call_command("migrate", verbosity=0)
        try:
            if only_make:
                return build(size, self.stderr.write)
            return run(size, with_floors=floors, say=self.stderr.write)
        except NotEmpty as error:
            raise CommandError(str(error)) from error

    def measure_apart(self, size: int, folder: Path, no_floors: bool, only_make: bool) -> dict:
        """Measure in a process of its own, on a database of its own; what making it took is remembered."""
        folder.mkdir(parents=True, exist_ok=True)
        database, figures = folder.resolve() / f"{size}.sqlite3", folder.resolve() / f"{size}.json"
        before = json.loads(figures.read_text(encoding="utf-8")) if figures.exists() else {}
        command = [sys.executable, sys.argv[0], "bench", str(size), "--here", "--figures", str(figures)]
        command += ["--no-floors"] * no_floors + ["--only-make"] * only_make
        environment = os.environ | {"DATABASE_URL": f"sqlite:///{database}"}
        ended = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, cwd=settings.BASE_DIR)
        if ended.returncode:
            raise CommandError(f"Measuring {size} articles failed with status {ended.returncode}.")
        found = before | json.loads(figures.read_text(encoding="utf-8"))
        figures.write_text(json.dumps(found), encoding="utf-8")
        return found

"""Tell pages apart and print what was found, without touching the database."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Tell pages apart and print their articles; nothing is stored."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("pages", nargs="+", help="Page files, folders or .zip archives.")
        parser.add_argument(
            "--format", choices=("json", "text"), default="json", help="For programs or people."
        )
        parser.add_argument("--output", type=Path, help="Folder for one file a page; printed without it.")
        parser.add_argument("--encoding", default="", help="Encoding of pages that do not say it themselves.")
        parser.add_argument("--jobs", type=int, default=1, help="Processes (1).")

    def handle(self, *, pages, output, jobs, encoding, verbosity, **options):
        from articles.loading.dumping import dump_pages, in_words, write_record

        as_text = options["format"] == "text"
        if missing := [page for page in pages if not Path(page).exists()]:
            raise CommandError(f"{missing[0]}: no such file or folder.", returncode=2)
        if output:
            output.mkdir(parents=True, exist_ok=True)
        refused, names = 0, set()
        for dump in dump_pages(pages, jobs=jobs, encoding=encoding.lower(), as_text=as_text):
            if dump.refused:
                self.stderr.write(f"{dump.path}: refused. {dump.refused}")
                refused += 1
                continue
            words = dump.text if as_text else write_record(in_words(dump.record))
            if output is None:
                self.stdout.write(
                    f"{dump.path}\n\n{words}" if as_text else words, ending="\n" if as_text else ""
                )
                continue
            if dump.stem in names:
                # Two folders may each hold a 01.txt: neither is written over the other.
                self.stderr.write(
                    f"{dump.path}: refused. {dump.stem} is written already; give it its own --output."
                )
                refused += 1
                continue
            names.add(dump.stem)
            (output / f"{dump.stem}.{'txt' if as_text else 'json'}").write_text(words, encoding="utf-8")
            if verbosity > 1:
                self.stdout.write(f"{dump.path}: {dump.stem}")
        if output and verbosity:
            self.stdout.write(f"{len(names)} pages written to {output}.")
        if refused:
            sys.exit(1)

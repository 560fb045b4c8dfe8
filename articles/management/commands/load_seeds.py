"""Load newspaper pages: files, folders and archives become pages and articles."""

import sys
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Load newspaper pages and make articles of them. Loading the same files again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "paths",
            nargs="*",
            help="Files, folders, .zip archives, or - for a list on standard input (seeds/).",
        )
        parser.add_argument(
            "--newspaper", default="", help="Name of the paper, where no newspaper.toml says it."
        )
        parser.add_argument("--date", type=read_date, help="Day of the issue: 2024-06-14.")
        parser.add_argument("--page", default="", help="Number of the page; for a single file.")
        parser.add_argument("--encoding", default="", help="Encoding of files that do not say it themselves.")
        parser.add_argument(
            "--publish",
            action="store_true",
            help="Publish what carries no doubt, also on pages that are stored already and nobody touched.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Show what would happen, change nothing.")
        parser.add_argument("--jobs", type=int, default=1, help="Reading processes (1).")
        parser.add_argument("--fail-fast", action="store_true", help="Stop at the first refused file.")
        parser.add_argument("--report", type=Path, help="Write one JSON line a file here.")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="What is printed.")

    def handle(self, *, paths, verbosity, **given):
        from articles.loading.options import Options
        from articles.loading.reporting import Reporter, count_files
        from articles.loading.running import run
        from articles.loading.stopping import Stopped

        names = read_list(sys.stdin.buffer) if paths == ["-"] else paths or [settings.BASE_DIR / "seeds"]
        check(names, given)
        options = Options(
            newspaper=given["newspaper"].strip(),
            date=given["date"],
            page=given["page"],
            encoding=given["encoding"].lower(),
            publish=given["publish"],
            dry_run=given["dry_run"],
            jobs=given["jobs"],
            fail_fast=given["fail_fast"],
        )
        try:
            reporter = Reporter(
                self.stdout, self.stderr, verbosity=verbosity, form=given["format"], report=given["report"]
            )
        except OSError as error:
            raise CommandError(f"--report {given['report']}: {error.strerror}.", returncode=2) from error
        with reporter:
            if reporter.wants_total:
                reporter.total = count_files(names)
            try:
                totals = run(names, options, tell=reporter.tell, listen=True)
            except Stopped as error:
                raise CommandError(str(error), returncode=1) from error
            reporter.finish(totals, dry_run=options.dry_run)
        if totals.interrupted:
            raise CommandError("Stopped before the end. Load again to go on.", returncode=3)
        if totals.refused:
            sys.exit(1)


def read_date(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        import argparse

        raise argparse.ArgumentTypeError(f"“{words}” is no date. Write 2024-06-14.") from None


def read_list(stream) -> list[str]:
    """Return the paths of a list, one a line or NUL between them."""
    raw = stream.read()
    names = raw.split(b"\0" if b"\0" in raw else b"\n")
    return [name.decode("utf-8", "surrogateescape") for name in names if name.strip()]


def check(names, given) -> None:
    """Refuse a call that cannot be meant, before anything is loaded."""
    from articles.loading.encodings import KNOWN
    from articles.loading.paths import EARLIEST_YEAR, LATEST_YEAR

    def refuse(message):
        raise CommandError(message, returncode=2)

    if given["jobs"] < 1:
        refuse(f"--jobs {given['jobs']}: at least 1 process must read.")
    if given["encoding"] and given["encoding"].lower() not in KNOWN:
        refuse(f"--encoding {given['encoding']}: none of {', '.join(sorted(KNOWN))}.")
    if given["date"] and not EARLIEST_YEAR <= given["date"].year <= LATEST_YEAR:
        refuse(f"--date {given['date']}: not between {EARLIEST_YEAR} and {LATEST_YEAR}.")
    if given["page"] and (len(names) != 1 or not Path(names[0]).is_file()):
        refuse(f"--page {given['page']}: it names the page of a single file. Name one file.")
    if given["page"] and (len(given["page"]) > 10 or not given["page"].isprintable()):
        refuse(f"--page {given['page']}: at most 10 letters and digits.")
    missing = [str(name) for name in names if not Path(name).exists() and not Path(name).is_symlink()]
    if missing:
        refuse(
            f"{missing[0]}: no such file or folder{f' (and {len(missing) - 1} more)' if missing[1:] else ''}."
        )

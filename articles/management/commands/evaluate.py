"""Measure how well pages are told apart and recognised, against answers that people wrote."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = (
        "Tell the pages of a set apart and print the figures. A set is a folder with gold/, perhaps facts/,"
        " and the pages in pages/ or beside."
    )
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("folders", nargs="+", type=Path, help="One set each.")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="What is printed.")
        parser.add_argument("--jobs", type=int, default=1, help="Processes (1).")

    def handle(self, *, folders, jobs, **options):
        from articles.recognising import scoring as facts
        from articles.segmenter import scoring as stories

        figures = {}
        for folder in folders:
            if not any((folder / "gold").glob("*.json")):
                raise CommandError(
                    f"{folder}: no gold/*.json in it. Name a folder with answers.", returncode=2
                )
            with TemporaryDirectory() as answers:
                self.answer(folder, Path(answers), jobs)
                pages = stories.score_folder(folder / "gold", Path(answers))
                said = facts.score_folder(folder, Path(answers)) if (folder / "facts").is_dir() else {}
            figures[str(folder)] = {"pages": len(pages), **stories.mean(pages), **said}
            if options["format"] == "text":
                self.stdout.write(f"{folder}\n{stories.table(pages)}\n")
                self.stdout.write("  ".join(f"{name} {value:.3f}" for name, value in said.items()) + "\n")
        if options["format"] == "json":
            self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1))

    def answer(self, folder: Path, answers: Path, jobs: int) -> None:
        """Write what the machine says of every page that has gold, its date hidden from it."""
        from articles.loading.dumping import dump_pages, write_record

        wanted = {path.stem for path in (folder / "gold").glob("*.json")}
        inside = folder / "pages" if (folder / "pages").is_dir() else folder
        paths = sorted(path for path in inside.rglob("*.txt") if path.stem in wanted)
        for dump in dump_pages(paths, jobs=jobs, by_text=True):
            if dump.refused:
                self.stderr.write(f"{dump.path}: refused. {dump.refused}")
            else:
                (answers / f"{dump.stem}.json").write_text(write_record(dump.record), encoding="utf-8")

"""Write the pages back as the files they came from, byte for byte."""

from pathlib import Path, PurePosixPath

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Write every page's original bytes into a folder, under the path it was loaded from."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="A new or empty folder.")
        parser.add_argument("--current", action="store_true", help="Leave out readings that were replaced.")

    def handle(self, *, folder, current, verbosity, **options):
        from articles.loading.reading import fingerprint
        from articles.models import Page

        if folder.exists() and any(folder.iterdir()):
            raise CommandError(f"{folder}: not empty. Name a new folder.", returncode=2)
        pages = Page.objects.select_related("newspaper").order_by("pk")
        papers = pages.values_list("newspaper", flat=True).order_by().distinct().count()
        written, damaged = set(), 0
        for page in (pages.current() if current else pages).iterator(chunk_size=100):
            raw = page.raw
            if fingerprint(raw) != page.sha256:
                self.stderr.write(
                    f"Page {page.pk} ({page.source}): its bytes are not those that were loaded."
                )
                damaged += 1
                continue
            path = folder / page.newspaper.slug / safe(page) if papers > 1 else folder / safe(page)
            if path in written:
                # Two readings of one file, or two files of one name.
                path = path.with_name(f"{path.stem}.{page.sha256[:12]}{path.suffix}")
            written.add(path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
        if verbosity:
            self.stdout.write(f"{len(written)} pages written to {folder}.")
        if damaged:
            raise CommandError(f"{damaged} pages are damaged and were not written.", returncode=1)


def safe(page) -> PurePosixPath:
    """Return the path below the folder: what the page was loaded from, without ways out of it."""
    parts = [part for part in PurePosixPath(page.source).parts if part not in ("/", "..", ".")]
    return PurePosixPath(*parts) if parts else PurePosixPath(f"page-{page.pk}.txt")
